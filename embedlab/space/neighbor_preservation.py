"""Which true neighbors a map keeps. Neighbors at equal distance are equal.

Of copies of a row, or of points on a grid, more than k can be as near as the k-th true neighbor: which of
them are listed is chance. So a neighbor on the map counts if its true distance is not above that of the k-th,
and what is listed instead of it is not lost.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import unit_rows

__all__ = ["preserved_neighbors"]

NUMBERS = 1 << 22  # of neighbors held at a time
RELATIVE = 1e-6  # float32 holds seven digits
ABSOLUTE = 1e-12  # of cosine distances of rows that point the same way


def preserved_neighbors(
    matrix: NDArray[np.floating],
    true: NDArray[np.int64],
    on_map: NDArray[np.int64],
    *,
    metric: str,
    queries: NDArray[np.floating] | None = None,
) -> NDArray[np.bool_]:
    """Return (n, k): which of the true neighbors are neighbors on a map, too.

    Args:
        matrix: (m, dim) of the points.
        true: (n, k), the nearest rows, nearest first.
        on_map: (n, k), the nearest rows on the map.
        metric: nearness in the original space, "cosine" or "euclidean".
        queries: (n, dim) whose neighbors they are; None for the rows of `matrix`.

    >>> copies = np.zeros((4, 2))
    >>> preserved_neighbors(copies, np.array([[1]]), np.array([[3]]), metric="euclidean", queries=copies[:1])
    array([[ True]])
    """
    rows = matrix if queries is None else queries
    step = max(1, NUMBERS // (true.shape[1] * matrix.shape[1]))
    parts = [slice(begin, begin + step) for begin in range(0, len(true), step)]
    return np.concatenate(
        [_are_preserved(rows[part], matrix, true[part], on_map[part], metric) for part in parts]
    )


def _distances_between(
    rows: NDArray[np.floating], matrix: NDArray[np.floating], others: NDArray[np.int64], metric: str
) -> NDArray[np.float64]:
    """Return the distance of each of (n, dim) rows to some rows (n, k) of a matrix.

    Copies are exactly 0 apart by the Euclidean distance; a zero row has the cosine distance 1 to all.
    """
    if metric == "euclidean":
        between = rows[:, None].astype(np.float64) - matrix[others]
        return np.asarray(np.sqrt(np.einsum("nkd,nkd->nk", between, between)))
    products = np.einsum("nd,nkd->nk", unit_rows(rows), unit_rows(matrix[others]))
    return np.asarray(1.0 - products)


def _are_preserved(
    rows: NDArray[np.floating],
    matrix: NDArray[np.floating],
    true: NDArray[np.int64],
    on_map: NDArray[np.int64],
    metric: str,
) -> NDArray[np.bool_]:
    listed: NDArray[np.bool_] = (true[:, :, None] == on_map[:, None, :]).any(axis=2)
    if listed.all():
        return listed
    farthest = _distances_between(rows, matrix, true, metric).max(axis=1, keepdims=True)
    near = _distances_between(rows, matrix, on_map, metric) <= farthest * (1 + RELATIVE) + ABSOLUTE
    equal = near.sum(axis=1, keepdims=True) - listed.sum(axis=1, keepdims=True)
    # the equals of the k-th stand at the end of the true neighbors
    lost_from_the_end = (~listed)[:, ::-1].cumsum(axis=1)[:, ::-1]
    return np.asarray(listed | (lost_from_the_end <= equal))
