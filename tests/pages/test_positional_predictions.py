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


def test_each_question_is_answered_and_the_end_counts(encoder: embedlab.context.Encoder) -> None:
    table = embedlab.load_position_table("all-MiniLM-L6-v2")
    at = run_script(PART)
    for place, guess in enumerate(POSITION_GUESSES):
        assert not at.exception
        assert plain(at.markdown[1].value).endswith(guess.question)
        assert button(at, "position bets reveal").disabled
        answer = answer_guess(place, encoder, table)
        bet = answer.choice if place else guess.expected  # the first one wrong
        at.segmented_control(key=f"position bet {place}").set_value(bet).run()
        button(at, "position bets reveal").click().run()
        told = plain((at.success if place else at.info)[0].value)
        assert ("You foresaw it." in told) == bool(place)
        assert place or f"The answer: {answer.choice}." in told
        assert at.caption[-1].value == f"Foreseen: {place} of {place + 1}"
        button(at, "position bets next").click().run()
    assert "You foresaw 2 of 3 answers" in at.success[0].value
    button(at, "position bets again").click().run()
    assert plain(at.markdown[1].value).startswith("**1 of 3:**")


def test_an_answer_that_cannot_be_computed_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(place: int, bet: str) -> Any:
        raise embedlab.InvalidInputError("The answer cannot be computed; try again.")

    monkeypatch.setattr(predictions, "_reveal", refuse)
    at = run_script(PART)
    at.segmented_control(key="position bet 0").set_value(POSITION_GUESSES[0].expected).run()
    button(at, "position bets reveal").click().run()
    assert not at.exception
    assert plain(at.warning[0].value) == "The answer cannot be computed; try again."
    assert button(at, "position bets reveal")  # the question still stands
    monkeypatch.undo()
    at.run()
    assert not at.warning
    button(at, "position bets reveal").click().run()
    assert button(at, "position bets next")


def test_the_code_prints_every_answer(encoder: embedlab.context.Encoder) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(f"import embedlab\n{run_script(PART).code[0].value}", {})
    for guess in POSITION_GUESSES:
        assert guess.question[:20] in out.getvalue()
