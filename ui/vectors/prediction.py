"""Predict, then reveal: ten questions of which the model gets some wrong."""

from __future__ import annotations

import streamlit as st

import embedlab
from ui import bets
from ui.vectors.source import default

__all__ = ["show"]


def show() -> None:
    """Ask what the model will answer, and reveal what it does answer."""
    st.markdown(
        f"What will **{default().name}** answer with the inputs hidden? Not what is right: what the model says. It gets some of these wrong."
    )
    bets.show("bet", len(embedlab.texts.CHALLENGES), ask=_ask, reveal=_reveal, end=_end)


def _ask(place: int, key: str, answered: bool) -> str | None:
    asked = embedlab.texts.CHALLENGES[place]
    st.markdown(
        f"**{place + 1} of {len(embedlab.texts.CHALLENGES)}:** {asked.a} is to {asked.b} as {asked.c} is to …"
    )
    return st.segmented_control("Your bet", list(asked.choices), key=key, disabled=answered, wrap=True)


def _reveal(place: int, bet: str) -> bets.Verdict:
    asked = embedlab.texts.CHALLENGES[place]
    found = embedlab.analogy(default().vectors, asked.a, asked.b, asked.c, k=3)
    first = found.words[0]
    said = f"The model answers {first}, then {found.words[1]} and {found.words[2]}. "
    said += "You foresaw it. " if bet == first else f"You said {bet}. "
    expected = first == asked.expected
    said += "That is the answer people expect." if expected else f"People expect {asked.expected}."
    return bets.Verdict(said, bet == first, expected)


def _end(foreseen: int, expected: int) -> str:
    return f"You foresaw {foreseen} of {len(embedlab.texts.CHALLENGES)} answers. The model itself was right {expected} times."
