"""Three predictions to make before revealing; every answer is computed."""

from __future__ import annotations

import streamlit as st

from embedlab.positional import POSITION_GUESSES, PositionAnswer, answer_guess
from ui import bets, layout, sources
from ui.cache import cached
from ui.models import ENCODER, encoder, position_table
from ui.part import Part
from ui.positional.tables import View

__all__ = ["PART"]


def _ask(view: View) -> None:
    layout.wait_for("encoder", "the encoder")


def _show(view: View, options: None) -> None:
    """Ask three questions, one at a time."""
    st.markdown("Three questions about positions. Bet first; then the answer is computed.")
    bets.show("position bet", len(POSITION_GUESSES), ask=_ask_guess, reveal=_reveal, end=_end)


def _ask_guess(number: int, key: str, answered: bool) -> str | None:
    guess = POSITION_GUESSES[number]
    st.markdown(f"**{number + 1} of {len(POSITION_GUESSES)}:** {layout.escape(guess.question)}")
    return st.segmented_control("Your bet", list(guess.choices), key=key, disabled=answered, wrap=True)


def _reveal(number: int, bet: str) -> bets.Verdict:
    guess, answer = POSITION_GUESSES[number], _answer(number)
    foreseen = bet == answer.choice
    verdict = "You foresaw it. " if foreseen else f"You said: {bet}. The answer: {answer.choice}. "
    return bets.Verdict(verdict + answer.said, foreseen, answer.choice == guess.expected)


def _end(foreseen: int, expected: int) -> str:
    return f"You foresaw {foreseen} of {len(POSITION_GUESSES)} answers; the usual guess would have been right {expected} times."


@cached(entries=8)
def _answer(number: int) -> PositionAnswer:
    return answer_guess(number, encoder(ENCODER), position_table(ENCODER))


def _code(view: View, options: None) -> list[str]:
    return [
        f'encoder = embedlab.load_encoder("{ENCODER}")',
        f'learned = embedlab.load_position_table("{ENCODER}")',
        "for number, guess in enumerate(embedlab.positional.POSITION_GUESSES):",
        "    print(guess.question, embedlab.positional.answer_guess(number, encoder, learned))",
    ]


PART = Part(
    label="Predict",
    ask=_ask,
    show=_show,
    code=_code,
    sources=lambda view, options: [
        sources.model(ENCODER, "encoder", "Its position table, queries and keys.")
    ],
)
