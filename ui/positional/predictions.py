"""Three predictions to make before revealing; every answer is computed."""

from __future__ import annotations

import streamlit as st

from embedlab.positional import POSITION_GUESSES, PositionAnswer, answer_guess
from ui import bets, layout
from ui.cache import cached
from ui.models import ENCODER, encoder, position_table
from ui.positional.view import Asked

__all__ = ["code", "show"]


def show(asked: Asked) -> None:
    """Ask three questions, one at a time."""
    st.markdown("Three questions about positions. Bet first; then the answer is computed.")
    bets.show("position bet", len(POSITION_GUESSES), ask=_ask, reveal=_reveal, end=_end)


def code(asked: Asked) -> list[str]:
    """Return Python that prints what the part shows; `table` exists already."""
    return [
        f'encoder = embedlab.load_encoder("{ENCODER}")',
        f'learned = embedlab.load_position_table("{ENCODER}")',
        "for place, guess in enumerate(embedlab.positional.POSITION_GUESSES):",
        "    print(guess.question, embedlab.positional.answer_guess(place, encoder, learned))",
    ]


def _ask(place: int, key: str, answered: bool) -> str | None:
    guess = POSITION_GUESSES[place]
    st.markdown(f"**{place + 1} of {len(POSITION_GUESSES)}:** {layout.escape(guess.question)}")
    return st.segmented_control("Your bet", list(guess.choices), key=key, disabled=answered, wrap=True)


def _reveal(place: int, bet: str) -> bets.Verdict:
    guess, answer = POSITION_GUESSES[place], _answer(place)
    foreseen = bet == answer.choice
    said = "You foresaw it. " if foreseen else f"You said: {bet}. The answer: {answer.choice}. "
    return bets.Verdict(said + answer.said, foreseen, answer.choice == guess.expected)


def _end(foreseen: int, expected: int) -> str:
    return f"You foresaw {foreseen} of {len(POSITION_GUESSES)} answers; the usual guess would have been right {expected} times."


@cached(entries=8)
def _answer(place: int) -> PositionAnswer:
    return answer_guess(place, encoder(ENCODER), position_table(ENCODER))
