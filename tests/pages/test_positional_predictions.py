"""The questions about positions: a bet, an answer that is computed, the end."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest

import embedlab
from embedlab.positional import POSITION_GUESSES, answer_guess
from tests.support.pages import button, run_script
from ui.positional import predictions

PART = """
import streamlit as st
from ui.positional import predictions, tables
from ui.positional.schemes import Rotary

view = tables.view(Rotary(64))
predictions.PART.show(view, predictions.PART.ask(view))
st.code("\\n".join(predictions.PART.code(view, None)))
"""


def plain(text: str) -> str:
    return text.replace("\u2060", "").replace("\\", "")


def bet(at: Any, index: int, text: str) -> None:
    letter = "ABCD"[POSITION_GUESSES[index].choices.index(text)]
    button(at, f"position bet {letter}").click().run()


def shown(at: Any) -> str:
    return plain(" ".join(each.value for kind in (at.markdown, at.subheader) for each in kind))


def test_each_question_is_answered_and_the_end_counts(encoder: embedlab.context.Encoder) -> None:
    table = embedlab.load_position_table("all-MiniLM-L6-v2")
    at = run_script(PART)
    for place, guess in enumerate(POSITION_GUESSES):
        assert not at.exception
        assert guess.question in shown(at)
        assert button(at, "position bets reveal").disabled
        answer = answer_guess(place, encoder, table)
        bet(at, place, answer.choice if place else guess.expected)  # the first one wrong
        assert answer.reason not in shown(at)
        button(at, "position bets reveal").click().run()
        assert answer.reason in shown(at)
        assert ("You foresaw it." in shown(at)) == bool(place)
        assert f"foreseen {place} of {place + 1}" in at.caption[0].value
        button(at, "position bets next").click().run()
    assert "You foresaw 2 of 3 answers" in at.success[0].value
    button(at, "position bets again").click().run()
    assert at.caption[0].value == "Question 1 of 3 · the answer is computed when you reveal it"


def test_an_answer_that_cannot_be_computed_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(place: int) -> Any:
        raise embedlab.InvalidInputError("The answer cannot be computed; try again.")

    monkeypatch.setattr(predictions, "_reveal", refuse)
    at = run_script(PART)
    bet(at, 0, POSITION_GUESSES[0].expected)
    button(at, "position bets reveal").click().run()
    assert not at.exception
    assert plain(at.warning[0].value) == "The answer cannot be computed; try again."
    assert button(at, "position bets reveal")  # the question still stands
    monkeypatch.undo()
    at.run()
    assert not at.warning
    button(at, "position bets reveal").click().run()
    assert button(at, "position bets next")


def test_a_question_that_cannot_be_computed_can_be_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(place: int) -> Any:
        raise embedlab.InvalidInputError("The question cannot be computed.")

    monkeypatch.setattr(predictions, "_ask_guess", refuse)
    at = run_script(PART)
    assert plain(at.warning[0].value) == "The question cannot be computed."
    monkeypatch.undo()
    button(at, "position bets next").click().run()
    assert POSITION_GUESSES[1].question in shown(at)


def test_the_code_prints_every_answer(encoder: embedlab.context.Encoder) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(f"import embedlab\n{run_script(PART).code[0].value}", {})
    for guess in POSITION_GUESSES:
        assert guess.question[:20] in out.getvalue()
