"""Three predictions to make before revealing; every answer is computed from this run."""

from __future__ import annotations

from embedlab.numerals import number_text
from ui import bets, sources
from ui.training.query import DEFAULT
from ui.training.view import View, view

__all__ = ["PART"]

GUESSES = ("Like a blind guess", "Like counting letters", "Better than both")
COUNTS = ("0 or 1", "2 or 3", "4 or 5")
TABLES = ("Better, and its vowels lie together", "Better, and its vowels do not lie together", "Worse")
QUESTIONS = (
    bets.Question(
        "Before the first step all rows are random. How well does the model guess the next letter?",
        "", GUESSES, GUESSES[1],
    ),
    bets.Question(
        "Nobody tells the model what a vowel is. After 1,000 steps, how many of a, e, i, o, u have another vowel as their nearest letter?",
        "", COUNTS, COUNTS[0],
    ),
    bets.Question(
        "A table with 10 columns instead of 2: how does it predict letters it never saw?", "", TABLES, TABLES[0]
    ),
)  # fmt: skip


def _reveal(index: int) -> bets.Answer:
    state = view(DEFAULT)  # whatever the picture shows
    return (_reveal_start, _reveal_vowels, _reveal_columns)[index](state)


def _reveal_start(state: View) -> bets.Answer:
    loss, bases = float(state.run.losses[0]), state.run.baselines
    is_blind = abs(bases.uniform - loss) < abs(bases.unigram - loss)
    return bets.Answer(
        GUESSES[2] if loss < bases.unigram else GUESSES[0 if is_blind else 1],
        f"Its loss is {number_text(loss)} nats; a blind guess among {len(state.run.text.characters)} signs costs {number_text(bases.uniform)}, counting letters {number_text(bases.unigram)}.",
    )


def _reveal_vowels(state: View) -> bets.Answer:
    count = int(state.near[-1])
    return bets.Answer(
        COUNTS[count // 2],
        f"{count} of {state.vowels}; in the random start it was {state.near[0]}. Letters that are followed and preceded by similar letters are pushed to similar rows.",
    )


def _reveal_columns(state: View) -> bets.Answer:
    together = state.wide_near > state.vowels // 2
    return bets.Answer(
        TABLES[2] if state.wide.loss >= state.run.loss else TABLES[0 if together else 1],
        f"10 columns: loss {number_text(state.wide.loss)}, {state.wide_near} of {state.vowels} vowels next to a vowel. 2 columns: {number_text(state.run.loss)} and {state.near[-1]}.",
    )


PART = bets.part(
    "training bet",
    QUESTIONS.__getitem__,
    _reveal,
    code=lambda view, options: [
        "wide = embedlab.training.train_letters(text, dim=10)",
        "print(wide.loss, embedlab.training.count_vowel_neighbors(text, wide.tables)[-1])",
    ],
    sources=lambda view, options: [sources.computed("the run on State of the Union messages with seed 0.")],
)
