"""The k nearest rows of every row, exactly: what maps are fitted to and judged by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, check_choice

__all__ = ["MEASURES", "NearestRows", "RankedRows", "nearest_rows", "rank_rows"]

CHUNK = 2_000  # rows whose neighbors are searched between two calls of `watch`
MEASURES = ("cosine", "dot", "euclidean")


@dataclass(frozen=True)
class NearestRows:
    """The nearest rows of each row, nearest first."""

    indices: NDArray[np.int64]  # (n, k)
    distances: NDArray[np.float64]  # (n, k)


def nearest_rows(
    matrix: NDArray[np.floating], k: int, *, metric: str, watch: Callable[[float], object] | None = None
) -> NearestRows:
    """Return the `k` nearest other rows of each row of (n, dim), by brute force.

    A zero row has no direction: its cosine distance to every other is taken as 1, as scikit-learn does.
    `watch` is called with the share that is done; what it raises ends the search.

    Source: scikit-learn's `NearestNeighbors`; a row is not its own neighbor.
    """
    from sklearn.neighbors import NearestNeighbors

    if metric == "cosine" and len(matrix) > 1_000:
        # of unit vectors the squared distance is twice the cosine distance; scikit-learn's search among
        # Euclidean distances takes a fifth of the time and little memory
        units = _units(matrix)
        if units.any(axis=1).all():
            found = nearest_rows(units, k, metric="euclidean", watch=watch)
            return NearestRows(found.indices, found.distances**2 / 2)
    few_dimensions = matrix.shape[1] <= 3 and metric == "euclidean"
    algorithm = "kd_tree" if few_dimensions else "brute"
    search = NearestNeighbors(n_neighbors=k, metric=metric, algorithm=algorithm).fit(matrix)
    if watch is None or len(matrix) <= CHUNK:
        distances, indices = search.kneighbors()
        return NearestRows(indices, distances)
    parts = []
    for begin in range(0, len(matrix), CHUNK):
        watch(begin / len(matrix))
        rows = np.arange(begin, min(begin + CHUNK, len(matrix)))
        distances, indices = search.kneighbors(matrix[rows], k + 1)
        parts.append(_without_itself(rows, indices, distances))
    return NearestRows(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _without_itself(
    rows: NDArray[np.int64], indices: NDArray[np.int64], distances: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the neighbors of some rows without the rows themselves."""
    own = indices == rows[:, None]
    own[~own.any(axis=1), -1] = True  # so many copies that the row itself is not among them
    shape = (len(rows), indices.shape[1] - 1)
    return indices[~own].reshape(shape), distances[~own].reshape(shape)


@dataclass(frozen=True)
class RankedRows:
    """Rows ranked by how near they are to a query, nearest first."""

    rows: NDArray[np.int64]  # (k,)
    values: NDArray[np.float64]  # (k,) the cosine, the dot product, or the Euclidean distance


def rank_rows(
    matrix: NDArray[np.floating],
    query: NDArray[np.floating],
    *,
    measure: str,
    k: int = 10,
    leave_out: int = -1,
) -> RankedRows:
    """Return the `k` rows of (n, dim) nearest to a (dim,) query under a measure.

    Cosine asks for the same direction, the dot product for direction and length, the Euclidean distance for
    the same place. Rows without a direction are no candidates for the cosine.

    Args:
        matrix: as it is: not centered, not scaled.
        query: a vector of the same space.
        measure: "cosine", "dot" or "euclidean".
        k: fewer are returned where there are fewer.
        leave_out: a row that is no candidate, such as the query's own.

    Raises:
        UnknownNameError: no such measure.
        InvalidInputError: the query is zero and has no cosine.
    """
    check_choice(measure, MEASURES, "measure")
    vector = query.astype(matrix.dtype)
    allowed = np.ones(len(matrix), dtype=bool)
    if measure == "dot":
        values = _products(matrix, vector)
    elif measure == "euclidean":  # not from the lengths: of near rows far from 0 they differ too little
        values = -_lengths(matrix - vector)
    else:
        length = float(_lengths(vector[None])[0])
        if not length:
            raise InvalidInputError(
                "This vector is all zeros, so it has no direction and no cosine; choose another point."
            )
        lengths = _lengths(matrix)
        allowed &= lengths > 0
        cosines = _products(matrix, vector) / np.where(lengths > 0, lengths, 1) / length
        values = np.clip(cosines, -1, 1)
    if 0 <= leave_out < len(allowed):
        allowed[leave_out] = False
    candidates = np.flatnonzero(allowed)
    if k < len(candidates):
        candidates = np.sort(candidates[np.argpartition(-values[candidates], k)[:k]])
    rows = candidates[np.argsort(-values[candidates], kind="stable")]
    return RankedRows(rows, -values[rows] if measure == "euclidean" else values[rows])


def _products(matrix: NDArray[np.floating], vector: NDArray[np.floating]) -> NDArray[np.float64]:
    products: NDArray[np.float64] = np.einsum("nd,d->n", matrix, vector, dtype=np.float64)
    return products


def _lengths(matrix: NDArray[np.floating]) -> NDArray[np.float64]:
    lengths: NDArray[np.float64] = np.sqrt(np.einsum("nd,nd->n", matrix, matrix, dtype=np.float64))
    return lengths


def _units(matrix: NDArray[np.floating]) -> NDArray[np.float32]:
    lengths = _lengths(matrix)[:, None]
    units = np.divide(matrix, lengths, out=np.zeros(matrix.shape), where=lengths > 0)
    return np.asarray(units, dtype=np.float32)
