"""An analogy beside what its famous form leaves out: the input words, and what they would answer alone.

Often the nearest word to b − a + c is b or c itself, and the celebrated answer is merely a neighbor of theirs
(Linzen 2016; Rogers, Drozd and Li 2017; Nissim et al. 2020). Four columns show it: the usual answers, those
with every word allowed, and the neighbors of b alone and of c alone. Which of them is right is not judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import check_choice
from embedlab.ranking import Ranking
from embedlab.vectors.analogies import METHODS, analogy_scores, rank_answers
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["COLUMNS", "AnalogyAudit", "Placed", "audit_analogy"]

COLUMNS = ("standard", "allowed", "near b", "near c")


@dataclass(frozen=True)
class Placed:
    """Where an expected answer stands in each column."""

    word: str  # as the table spells it
    ranks: dict[str, int | None]  # column -> 1 for the best; None where the column leaves the word out
    scores: dict[str, float]  # column -> its score, left out or not; nan where it has none


@dataclass(frozen=True)
class AnalogyAudit:
    """The answers to "a is to b as c is to ?" beside its baselines."""

    words: tuple[str, str, str]  # a, b and c, as the table spells them
    method: str
    standard: Ranking  # a, b and c left out
    allowed: Ranking  # every word may answer
    near_b: Ranking  # the neighbors of b alone, by cosine; a, b and c left out
    near_c: Ranking  # the neighbors of c alone
    expected: Placed | None  # None where no answer was expected

    @property
    def columns(self) -> dict[str, Ranking]:
        """The four columns by the names of `COLUMNS`."""
        return dict(zip(COLUMNS, (self.standard, self.allowed, self.near_b, self.near_c), strict=True))


def audit_analogy(
    vectors: WordVectors,
    a: str,
    b: str,
    c: str,
    k: int = 10,
    *,
    method: str = "3cosadd",
    expected: str | None = None,
) -> AnalogyAudit:
    """Return the `k` best of all four columns, from one pass over the table.

    Words and scores of the first two are those of `analogy`; the scores of the baselines are cosines.

    Args:
        vectors: the table to search.
        a: the first word of the given pair.
        b: the second word of the given pair.
        c: the first word of the pair to complete.
        k: how many answers a column.
        method: one of `METHODS`, as in `analogy`.
        expected: a word whose rank and score to report; "" for the best answer itself.

    Raises:
        UnknownWordError: a word, or the expected one, is not in the table.
        UnknownNameError: no such method.
        InvalidInputError: `k` is outside its limits, the words cancel out, or no word is left to answer.
    """
    check_choice(method, METHODS, "method")
    inputs = [vectors.row(word) for word in (a, b, c)]
    wanted = vectors.row(expected) if expected else None
    answers, near = analogy_scores(vectors, a, b, c, method=method, others=(b, c))
    if expected == "":
        wanted = int(rank_answers(vectors, answers.copy(), 1, method=method, exclude=inputs).rows[0])
    rankings: dict[str, Ranking] = {}
    ranks: dict[str, int | None] = {}
    scores_written: dict[str, float] = {}
    plan: tuple[tuple[str, NDArray[np.float32], str, Sequence[int]], ...] = (
        ("allowed", answers, method, ()),  # first: the next one strikes the inputs out of the same scores
        ("standard", answers, method, inputs),
        ("near b", near[0], "3cosadd", inputs),  # a cosine too
        ("near c", near[1], "3cosadd", inputs),
    )
    for column, scores, measure, left_out in plan:
        if wanted is not None:
            scores_written[column] = (
                scores_written["allowed"] if column == "standard" else _similarity(scores[wanted], measure)
            )
        rankings[column] = rank_answers(vectors, scores, k, method=measure, exclude=left_out)
        if wanted is not None:
            ranks[column] = _rank(scores, wanted)
    placed = None
    if wanted is not None:
        places = {column: ranks[column] for column in COLUMNS}
        placed = Placed(vectors.words[wanted], places, {column: scores_written[column] for column in COLUMNS})
    spelled = (vectors.words[inputs[0]], vectors.words[inputs[1]], vectors.words[inputs[2]])
    return AnalogyAudit(
        spelled,
        method,
        rankings["standard"],
        rankings["allowed"],
        rankings["near b"],
        rankings["near c"],
        placed,
    )


def _similarity(score: np.float32, measure: str) -> float:
    """Return a score as a person sees it: a cosine within [-1, 1], nan for a word that has none."""
    if np.isneginf(score):
        return float("nan")
    return float(score if measure == "3cosmul" else np.clip(score, -1, 1))


def _rank(scores: NDArray[np.float32], row: int) -> int | None:
    """Return the place of a row, 1 for the best, among equals the lower row first; None where left out."""
    if np.isneginf(scores[row]):
        return None
    ahead = np.count_nonzero(scores > scores[row]) + np.count_nonzero(scores[:row] == scores[row])
    return int(ahead) + 1
