"""The k nearest rows of every row, exactly: what maps are fitted to and judged by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import unit_rows
from embedlab.ranking import Ranking

__all__ = ["nearest_rows"]

CHUNK = 2_000  # rows whose neighbors are searched between two calls of `watch`


def nearest_rows(
    matrix: NDArray[np.floating], k: int, *, metric: str, watch: Callable[[float], object] | None = None
) -> Ranking:
    """Return the `k` nearest other rows of each row of (n, dim), by brute force; the scores are distances.

    A zero row has no direction: its cosine distance to every other is taken as 1, as scikit-learn does.
    `watch` is called with the share that is done; what it raises ends the search.

    Source: scikit-learn's `NearestNeighbors`; a row is not its own neighbor.
    """
    from sklearn.neighbors import NearestNeighbors

    if metric == "cosine" and len(matrix) > 1_000:
        # of unit vectors the squared distance is twice the cosine distance; scikit-learn's search among
        # Euclidean distances takes a fifth of the time and little memory
        units = unit_rows(matrix).astype(np.float32)
        if units.any(axis=1).all():
            neighbors = nearest_rows(units, k, metric="euclidean", watch=watch)
            return replace(neighbors, scores=neighbors.scores**2 / 2)
    few_dimensions = matrix.shape[1] <= 3 and metric == "euclidean"
    algorithm = "kd_tree" if few_dimensions else "brute"
    search = NearestNeighbors(n_neighbors=k, metric=metric, algorithm=algorithm).fit(matrix)
    if watch is None or len(matrix) <= CHUNK:
        distances, indices = search.kneighbors()
        return Ranking(indices, distances)
    parts = []
    for begin in range(0, len(matrix), CHUNK):
        watch(begin / len(matrix))
        rows = np.arange(begin, min(begin + CHUNK, len(matrix)))
        distances, indices = search.kneighbors(matrix[rows], k + 1)
        parts.append(_without_itself(rows, indices, distances))
    return Ranking(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _without_itself(
    rows: NDArray[np.int64], indices: NDArray[np.int64], distances: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the neighbors of some rows without the rows themselves."""
    own = indices == rows[:, None]
    own[~own.any(axis=1), -1] = True  # so many copies that the row itself is not among them
    shape = (len(rows), indices.shape[1] - 1)
    return indices[~own].reshape(shape), distances[~own].reshape(shape)
