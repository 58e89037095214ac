"""Predict, then reveal: ten questions of which the model gets some wrong."""

from __future__ import annotations

import streamlit as st

import embedlab
from ui import bets
from ui.part import Part, no_options
from ui.vectors import summaries
from ui.vectors.answers import View
from ui.vectors.word_table import glove

__all__ = ["PART"]

ANSWERS = 3  # that are revealed


def _show(view: View, options: None) -> None:
    """Ask what the model will answer, and reveal what it does answer."""
    st.markdown(
        f"What will **{glove().name}** answer with the inputs hidden? Not what is right: what the model says. It gets some of these wrong."
    )
    bets.show("bet", len(embedlab.texts.CHALLENGES), ask=_ask, reveal=_reveal, end=_end)


def _ask(index: int, key: str, answered: bool) -> str | None:
    challenge = embedlab.texts.CHALLENGES[index]
    st.markdown(
        f"**{index + 1} of {len(embedlab.texts.CHALLENGES)}:** {challenge.a} is to {challenge.b} as {challenge.c} is to …"
    )
    return st.segmented_control("Your bet", list(challenge.choices), key=key, disabled=answered, wrap=True)


def _reveal(index: int, bet: str) -> bets.Verdict:
    challenge = embedlab.texts.CHALLENGES[index]
    answers = embedlab.analogy(glove().vectors, challenge.a, challenge.b, challenge.c, k=ANSWERS)
    first = answers.words[0]
    return bets.Verdict(summaries.verdict(challenge, answers, bet), first == bet, first == challenge.expected)


def _end(foreseen: int, expected: int) -> str:
    return f"You foresaw {foreseen} of {len(embedlab.texts.CHALLENGES)} answers. The model itself was right {expected} times."


def _code(view: View, options: None) -> list[str]:
    return [
        *glove().code("glove"),
        "for question in embedlab.texts.CHALLENGES:",
        f"    answers = embedlab.analogy(glove, question.a, question.b, question.c, k={ANSWERS})",
        "    print(question.a, question.b, question.c, answers.words)",
    ]


PART: Part[View, None] = Part("Predict", no_options, _show, _code, lambda view, options: [glove().origin])
