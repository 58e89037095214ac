"""A whole set of questions under every method, with and without the input words: the work of a minute.

Made to run in a process of its own: plain values go in, and the results can be kept as plain values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from embedlab.vectors.analogies import METHODS
from embedlab.vectors.analogy_questions import AnalogyQuestions
from embedlab.vectors.evaluation import AnalogyReport, evaluate_analogies
from embedlab.vectors.loading import load_word_vectors
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["LIMITS", "Scoreboard", "estimate_seconds", "pack", "score_methods", "unpack"]

LIMITS = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000)  # most frequent words, to see what more of them do
SECONDS = 90.0  # on one core of a small server, for QUESTIONS and WORDS
QUESTIONS, WORDS = 19_544, 400_000  # the Google set on the whole of GloVe


@dataclass(frozen=True)
class Scoreboard:
    """How often each method is right."""

    methods: tuple[AnalogyReport, ...]  # each method with the inputs hidden, then with all words allowed
    limits: tuple[AnalogyReport, ...]  # 3CosAdd at growing vocabularies, hidden and allowed in turn

    def report(self, method: str, *, exclude_inputs: bool) -> AnalogyReport:
        """Return the report of one method."""
        for report in self.methods:
            if (report.method, report.exclude_inputs) == (method, exclude_inputs):
                return report
        raise KeyError(method)


def score_methods(
    table: str | WordVectors,
    questions: AnalogyQuestions,
    vocabulary_limit: int,
    *,
    watch: Callable[[float], object] | None = None,
) -> Scoreboard:
    """Score every method with and without the input words, and 3CosAdd at smaller vocabularies.

    Args:
        table: a name of the catalog, or the vectors themselves.
        questions: what `read_analogies` returned.
        vocabulary_limit: the first N words only.
        watch: is called with the share that is done; what it raises ends the work.

    Raises:
        InvalidInputError: the limit is below 1.
    """
    vectors = _load(table) if isinstance(table, str) else table
    limit = min(vocabulary_limit, len(vectors))
    asked = [(limit, method, hidden) for hidden in (True, False) for method in METHODS]
    asked += [(size, METHODS[0], hidden) for size in LIMITS if size < limit for hidden in (True, False)]
    total, before, reports = sum(size for size, _, _ in asked), 0, []
    for size, method, hidden in asked:
        reports.append(
            evaluate_analogies(
                vectors,
                questions,
                vocabulary_limit=size,
                method=method,
                exclude_inputs=hidden,
                watch=_part(watch, before / total, size / total),
            )
        )
        before += size
    count = 2 * len(METHODS)
    full = [reports[0], reports[len(METHODS)]]  # 3CosAdd at the limit itself, hidden and allowed
    return Scoreboard(tuple(reports[:count]), (*reports[count:], *full))


def estimate_seconds(questions: AnalogyQuestions, vocabulary_limit: int) -> float:
    """Return about how long `score_methods` takes on one core."""
    return SECONDS * vocabulary_limit / WORDS * len(questions) / QUESTIONS + 1


def _part(
    watch: Callable[[float], object] | None, begin: float, share: float
) -> Callable[[float], object] | None:
    return None if watch is None else lambda done: watch(begin + share * done)


@cache
def _load(name: str) -> WordVectors:
    return load_word_vectors(name)


def pack(board: Scoreboard) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a scoreboard as arrays (none) and plain facts."""
    return {}, {
        "methods": [asdict(report) for report in board.methods],
        "limits": [asdict(report) for report in board.limits],
    }


def unpack(arrays: Mapping[str, Any], facts: Mapping[str, Any]) -> Scoreboard:
    """Return the scoreboard that was packed."""
    del arrays
    return Scoreboard(
        tuple(_report(each) for each in facts["methods"]), tuple(_report(each) for each in facts["limits"])
    )


def _report(facts: Mapping[str, Any]) -> AnalogyReport:
    sections = {name: (int(correct), int(total)) for name, (correct, total) in facts["sections"].items()}
    return AnalogyReport(**{**facts, "sections": sections})
