"""Predict, then reveal: ten questions of which the model gets some wrong."""

from __future__ import annotations

import embedlab
from ui import bets, layout
from ui.part import Part, no_options
from ui.vectors import summaries
from ui.vectors.answers import View, answer
from ui.vectors.query import Analogy
from ui.vectors.word_table import glove

__all__ = ["PART"]

ANSWERS = 3  # that the code prints


def _show(view: View, options: None) -> None:
    """Ask what the model will answer, and reveal what it does answer."""
    bets.show("bet", len(embedlab.texts.CHALLENGES), ask=_ask, reveal=_reveal)


def _ask(index: int) -> bets.Question:
    challenge = embedlab.texts.CHALLENGES[index]
    return bets.Question(
        f"What will {glove().name} answer with the three words forbidden? It gets some of these wrong.",
        f"{challenge.a} is to {challenge.b} as {challenge.c} is to …",
        challenge.choices,
        challenge.expected,
    )


def _reveal(index: int) -> bets.Answer:
    challenge = embedlab.texts.CHALLENGES[index]
    question = Analogy(challenge.a, challenge.b, challenge.c, challenge.expected)
    answers = answer(glove(), question)
    sentence = summaries.verdict(challenge, answers.columns["standard"])
    return bets.Answer(
        answers.best,
        sentence,
        lambda: layout.picture(answers.figure, key="bet answers", alt=sentence),
    )


def _code(view: View, options: None) -> list[str]:
    return [
        *glove().code("glove"),
        "for question in embedlab.texts.CHALLENGES:",
        f"    answers = embedlab.analogy(glove, question.a, question.b, question.c, k={ANSWERS})",
        "    print(question.a, question.b, question.c, answers.words)",
    ]


PART: Part[View, None] = Part(
    "Predict",
    no_options,
    _show,
    _code,
    lambda view, options: [glove().origin],
)
