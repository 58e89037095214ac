"""Three predictions to make before revealing; every answer is computed."""

from __future__ import annotations

from embedlab import applications
from embedlab.applications import LabelCurve
from embedlab.applications.validation import BASELINES
from embedlab.numerals import percent_text
from ui import bets
from ui.applications import collections
from ui.applications.results import classifier, vectors_of
from ui.cache import cached

__all__ = ["PART", "warm"]

VECTORS = BASELINES[0]
DRAWS = 5
LEFT = 64  # of 384 numbers
ONE = (1 / 6, 0.7, 0.95)  # that someone could believe
SHUFFLED = ("About as many as before", "About half as many", "About 1 in 6, as by chance")
KEPT = (1 / 6, 0.25, 0.9)


def warm() -> None:
    """Make what a first visitor sees: the vectors of the bundled texts, a classifier, and the answers."""
    classifier(collections.bundled(collections.HELP_DESK))
    _curve()
    _random_recall()


def _ask(index: int) -> bets.Question:
    if index == 0:
        prompt = "The classifier reads one labeled ticket of each of six classes. How many of the other 174 does it sort right?"
        return bets.Question(prompt, "", _choices(ONE, _right(VECTORS, 0)), percent_text(ONE[0]))
    if index == 1:
        prompt = "Now it reads twenty tickets of each class, but their labels are shuffled. How many does it sort right?"
        return bets.Question(prompt, "", SHUFFLED, SHUFFLED[1])
    prompt = "We throw away 320 of the 384 numbers of each vector, at random. How many of a text's ten nearest neighbors stay?"
    return bets.Question(prompt, "", _choices(KEPT, _random_recall()), percent_text(KEPT[0]))


def _choices(others: tuple[float, ...], answer: float) -> tuple[str, ...]:
    return tuple(percent_text(share) for share in sorted([*others, answer]))


def _reveal(index: int) -> bets.Answer:
    if index == 0:
        words = percent_text(_right("word counts", 0))
        return bets.Answer(
            percent_text(_right(VECTORS, 0)),
            f"The vectors bring meaning along. Word counts, which know only the words they have read, sort {words} right.",
        )
    if index == 1:
        before = _right(VECTORS, -1)
        after = _right("shuffled labels", -1)
        shares = {SHUFFLED[0]: before, SHUFFLED[1]: before / 2, SHUFFLED[2]: 1 / 6}
        nearest = min(shares, key=lambda name: abs(shares[name] - after))
        return bets.Answer(
            nearest,
            f"{percent_text(after)}, after {percent_text(before)} with the right labels: it learns what it is told.",
        )
    return bets.Answer(
        percent_text(_random_recall()),
        "The meaning is spread over all numbers, so any part of them holds much of it.",
    )


@cached(entries=1)
def _curve() -> LabelCurve:
    data = collections.bundled(collections.HELP_DESK)
    return applications.label_curve(data, vectors_of(data), counts=(1, 20), draws=DRAWS)


def _right(kind: str, row: int) -> float:
    return float(_curve().accuracies[kind][row].mean())


@cached(entries=1)
def _random_recall() -> float:
    vectors = vectors_of(collections.bundled(collections.HELP_DESK))
    return float(applications.compare_ways(vectors, (LEFT,))["random"][0])


PART = bets.part(
    "sort bet",
    _ask,
    _reveal,
    code=lambda query, options: [
        "vectors = classifier.vectors",
        f"curve = embedlab.applications.label_curve(classifier.data, vectors, counts=(1, 20), draws={DRAWS})",
        "print({name: shares.mean(axis=1) for name, shares in curve.accuracies.items()})",
    ],
)
