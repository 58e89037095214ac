"""Three predictions to make before revealing; every answer is computed from this run."""

from __future__ import annotations

from embedlab.numerals import number_text
from ui import bets, sources
from ui.part import Part, no_options
from ui.training.picture import View, view
from ui.training.query import Query

__all__ = ["PART"]

QUERY = Query("State of the Union", "", 0, 1_000)  # the run of the questions, whatever the picture shows
TABLES = ("Better, and its vowels lie together", "Better, and its vowels do not lie together", "Worse")


def _ask(index: int) -> bets.Question:
    if index == 0:
        return bets.Question(
            "Before the first step all rows are random. How well does the model guess the next letter?",
            "", ("Like a blind guess", "Like counting letters", "Better than both"), "Like counting letters",
        )  # fmt: skip
    if index == 1:
        prompt = "Nobody tells the model what a vowel is. After 1,000 steps, how many of a, e, i, o, u have another vowel as their nearest letter?"
        return bets.Question(prompt, "", ("0 or 1", "2 or 3", "4 or 5"), "0 or 1")
    return bets.Question(
        "A table with 10 columns instead of 2: how does it predict letters it never saw?",
        "",
        TABLES,
        TABLES[0],
    )


def _reveal(index: int) -> bets.Answer:
    state = view(QUERY)
    run, bases = state.run, state.run.baselines
    if index == 0:
        loss = float(run.losses[0])
        nearest = min(
            (("Like a blind guess", bases.uniform), ("Like counting letters", bases.unigram)),
            key=lambda pair: abs(pair[1] - loss),
        )[0]
        choice = "Better than both" if loss < bases.unigram else nearest
        return bets.Answer(
            choice,
            f"Its loss is {number_text(loss)} nats; a blind guess among {len(run.text.characters)} signs costs {number_text(bases.uniform)}, counting letters {number_text(bases.unigram)}.",
        )
    if index == 1:
        count = int(state.near[-1])
        return bets.Answer(
            ("0 or 1", "2 or 3", "4 or 5")[count // 2],
            f"{count} of {state.vowels}; in the random start it was {state.near[0]}. Letters that are followed and preceded by similar letters are pushed to similar rows.",
        )
    better, together = state.wide.loss < run.loss, state.wide_near > state.vowels // 2
    return bets.Answer(
        TABLES[2] if not better else TABLES[0 if together else 1],
        f"10 columns: loss {number_text(state.wide.loss)}, {state.wide_near} of {state.vowels} vowels next to a vowel. 2 columns: {number_text(run.loss)} and {state.near[-1]}.",
    )


PART = Part[View, None](
    "Predict",
    no_options,
    lambda view, options: bets.show("training bet", 3, ask=_ask, reveal=_reveal),
    lambda view, options: [
        "wide = embedlab.training.train_letters(text, dim=10)",
        "print(wide.loss, embedlab.training.count_vowel_neighbors(text, wide.tables)[-1])",
    ],
    lambda view, options: [sources.computed("the run on State of the Union messages with seed 0.")],
    line="Three questions whose answers are computed when you reveal them.",
)
