"""Three predictions to make before revealing; every answer is computed."""

from __future__ import annotations

from functools import partial

from embedlab.positional import GUESS_ORDERS, POSITION_GUESSES, PositionAnswer, answer_guess
from ui import bets, layout, sources
from ui.cache import cached
from ui.models import ENCODER, encoder, position_table
from ui.part import Part
from ui.positional import clocks, picture, summaries, tables
from ui.positional.schemes import Learned, NoPositions
from ui.positional.tables import View

__all__ = ["PART"]

POSITIONS = 32  # of the learned table that are drawn


def _ask(view: View) -> None:
    layout.wait_for("encoder", "the encoder")


def _show(view: View, options: None) -> None:
    """Ask three questions, one at a time."""
    bets.show("position bet", len(POSITION_GUESSES), ask=_ask_guess, reveal=_reveal)


def _ask_guess(index: int) -> bets.Question:
    guess = POSITION_GUESSES[index]
    return bets.Question(guess.question, "", guess.choices, guess.expected)


def _reveal(index: int) -> bets.Answer:
    answer = _answer(index)
    return bets.Answer(answer.choice, answer.reason, partial(_draw, index))


def _draw(index: int) -> None:
    """Draw what shows the answer to a question."""
    if index == 1:
        layout.picture(
            clocks.example_clock(), key="bet clock", alt="The hands of one pair; play moves both on."
        )
        return
    query = (
        NoPositions(POSITIONS, first=GUESS_ORDERS[0], second=GUESS_ORDERS[1])
        if index == 0
        else Learned(POSITIONS)
    )
    summary = summaries.summary(tables.view(query))
    layout.picture(picture.scheme_figure(query), key=f"bet picture {index}", alt=summary)


@cached(entries=8)
def _answer(index: int) -> PositionAnswer:
    return answer_guess(index, encoder(ENCODER), position_table(ENCODER))


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
