"""Ranking: the k best of many, and what stands beside them. One type for every ranked answer.

Only groups of scores whose maximum reaches the k-th largest of these maxima can hold one of the k best. So
`top_k` takes one pass over the scores, and then looks at a few thousand candidates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import vector_lengths
from embedlab.errors import InvalidInputError, check_choice

__all__ = ["MEASURES", "Ranking", "rank_rows", "top_k"]

MEASURES = ("cosine", "dot", "euclidean")
GROUP = 256  # scores


@dataclass(frozen=True)
class Ranking:
    """The k best of many, best first: for one query (k,), or for several (queries, k)."""

    rows: NDArray[np.int64]  # where each stands among all
    scores: NDArray[np.floating[Any]]  # a cosine, a probability, …; less is better for a distance only
    labels: tuple[str, ...] = ()  # (k,) such as words or tokens, where they have names

    @property
    def words(self) -> list[str]:
        """The labels, where they are words."""
        return list(self.labels)


def top_k(scores: NDArray[np.floating[Any]], k: int) -> NDArray[np.int64]:
    """Return the indices of the `k` largest scores, best first; among equals the lower index first.

    Args:
        scores: (n,), none of them nan.
        k: 0 to n.

    >>> top_k(np.array([0.1, 0.9, 0.9, 0.5]), 3).tolist()
    [1, 2, 3]
    """
    if not k:
        return np.empty(0, dtype=np.int64)
    columns = len(scores) // GROUP
    if k >= columns:
        candidates = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
    else:
        whole = GROUP * columns
        # a group is a column: the maximum of all runs along memory
        maxima = scores[:whole].reshape(GROUP, columns).max(axis=0)
        threshold = np.partition(maxima, -k)[-k]
        inside = (np.arange(GROUP)[:, None] * columns + np.flatnonzero(maxima >= threshold)).ravel()
        inside = np.concatenate((inside, np.arange(whole, len(scores))))
        candidates = inside[scores[inside] >= threshold]
    order = np.lexsort((candidates, -scores[candidates]))
    best: NDArray[np.int64] = candidates[order[:k]]
    return best


def rank_rows(
    matrix: NDArray[np.floating[Any]],
    query: NDArray[np.floating[Any]],
    *,
    measure: str,
    k: int = 10,
    leave_out: int = -1,
) -> Ranking:
    """Return the `k` rows of (n, dim) nearest to a (dim,) query under a measure.

    Cosine asks for the same direction, the dot product for direction and length, the Euclidean distance for
    the same place. Rows without a direction are no candidates for the cosine.

    Args:
        matrix: as it is: not centered, not scaled.
        query: a vector of the same space.
        measure: "cosine", "dot" or "euclidean"; the scores are distances under the last one.
        k: fewer are returned where there are fewer.
        leave_out: a row that is no candidate, such as the query's own.

    Raises:
        UnknownNameError: no such measure.
        InvalidInputError: the query is zero and has no cosine.
    """
    check_choice(measure, MEASURES, "measure")
    vector = query.astype(matrix.dtype)
    if measure == "dot":
        scores = _products(matrix, vector)
    elif measure == "euclidean":  # not from the lengths: of near rows far from 0 they differ too little
        scores = -vector_lengths(matrix - vector)
    else:
        scores = _cosines(matrix, vector)
    if 0 <= leave_out < len(scores):
        scores[leave_out] = -np.inf
    rows = top_k(scores, min(k, len(scores)))
    rows = rows[scores[rows] > -np.inf]
    return Ranking(rows, -scores[rows] if measure == "euclidean" else scores[rows])


def _cosines(matrix: NDArray[np.floating[Any]], vector: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return the cosine of each row of (n, dim) with a (dim,) vector; -inf for zero rows."""
    length = vector_lengths(vector)
    if not length:
        raise InvalidInputError(
            "This vector is all zeros, so it has no direction and no cosine; choose another point."
        )
    lengths = vector_lengths(matrix)
    cosines = np.clip(_products(matrix, vector) / np.where(lengths > 0, lengths, 1) / length, -1, 1)
    return np.where(lengths > 0, cosines, -np.inf)


def _products(matrix: NDArray[np.floating[Any]], vector: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    products: NDArray[np.float64] = np.einsum("nd,d->n", matrix, vector, dtype=np.float64)
    return products
