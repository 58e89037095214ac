"""Three predictions to make before revealing; every answer is computed."""

from __future__ import annotations

from embedlab import applications
from embedlab.applications import BASELINES, LabelCurve
from embedlab.numerals import percent_text
from ui import bets
from ui.applications import collections
from ui.applications.results import vectors_of
from ui.applications.shorter import AT, DIMS, recalls
from ui.cache import cached

__all__ = ["PART"]

DRAWS = 5
ONE = (1 / 6, 0.7, 0.95)  # that someone could believe
SHUFFLED = ("About as many as before", "About half as many", "About 1 in 6, as by chance")
KEPT = (1 / 6, 0.25, 0.9)


def _ask(index: int) -> bets.Question:
    if index == 0:
        prompt = "The classifier reads one labeled ticket of each of six classes. How many of the other 174 does it sort right?"
        return bets.Question(prompt, "", _choices(ONE, _one_label()), percent_text(ONE[0]))
    if index == 1:
        prompt = "Now it reads twenty tickets of each class, but their labels are shuffled. How many does it sort right?"
        return bets.Question(prompt, "", SHUFFLED, SHUFFLED[1])
    prompt = "We throw away 320 of the 384 numbers of each vector, at random. How many of a text's ten nearest neighbors stay?"
    return bets.Question(prompt, "", _choices(KEPT, _random_recall()), percent_text(KEPT[0]))


def _choices(others: tuple[float, ...], answer: float) -> tuple[str, ...]:
    return tuple(percent_text(share) for share in sorted([*others, answer]))


def _reveal(index: int) -> bets.Answer:
    curve = _curve()
    if index == 0:
        words = percent_text(float(curve.accuracies["word counts"][0].mean()))
        return bets.Answer(
            percent_text(_one_label()),
            f"The vectors bring meaning along. Word counts, which know only the words they have read, sort {words} right.",
        )
    if index == 1:
        before = float(curve.accuracies[BASELINES[0]][-1].mean())
        after = float(curve.accuracies["shuffled labels"][-1].mean())
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
    return applications.label_curve(data, {BASELINES[0]: vectors_of(data)}, counts=(1, 20), draws=DRAWS)


def _one_label() -> float:
    return float(_curve().accuracies[BASELINES[0]][0].mean())


def _random_recall() -> float:
    return recalls(collections.bundled(collections.HELP_DESK))["random"][DIMS.index(AT)]


PART = bets.part(
    "sort bet",
    _ask,
    _reveal,
    code=lambda view, options: [
        "vectors = {'sentence vectors': classifier.vectors}",
        f"curve = embedlab.applications.label_curve(classifier.data, vectors, counts=(1, 20), draws={DRAWS})",
        "print({name: shares.mean(axis=1) for name, shares in curve.accuracies.items()})",
    ],
)
