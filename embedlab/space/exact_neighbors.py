"""The k nearest rows of every row, exactly: what maps are fitted to and judged by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["NearestRows", "nearest_rows"]


@dataclass(frozen=True)
class NearestRows:
    """The nearest rows of each row, nearest first."""

    indices: NDArray[np.int64]  # (n, k)
    distances: NDArray[np.float64]  # (n, k)


def nearest_rows(matrix: NDArray[np.floating], k: int, *, metric: str) -> NearestRows:
    """Return the `k` nearest other rows of each row of (n, dim), by brute force.

    Source: scikit-learn's `NearestNeighbors`; a row is not its own neighbor.
    """
    from sklearn.neighbors import NearestNeighbors

    search = NearestNeighbors(n_neighbors=k, metric=metric, algorithm="brute").fit(matrix)
    distances, indices = search.kneighbors()
    return NearestRows(indices, distances)
