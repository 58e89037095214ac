"""Where a map tears apart what belongs together, and whether groups of points have regions of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.space.exact_neighbors import nearest_rows
from embedlab.space.neighbor_preservation import preserved_neighbors

__all__ = ["Tear", "largest_tear", "region_share"]

DECIMALS = 6  # of distances: a pair is as far from either end


@dataclass(frozen=True)
class Tear:
    """A point and one of its true neighbors that is none of its neighbors on the map."""

    row: int
    neighbor: int


def largest_tear(
    matrix: NDArray[np.floating],
    coordinates: NDArray[np.floating],
    *,
    metric: str,
    k: int,
    groups: Sequence[str] | None = None,
) -> Tear | None:
    """Return the nearest pair that a map tears apart, None where it keeps all neighbors.

    A pair of two groups comes before any pair of one: there the map hides most.

    Args:
        matrix: (n, dim) of the points.
        coordinates: (n, n_components) of the map.
        metric: nearness in the original space, "cosine" or "euclidean".
        k: neighbors of each point.
        groups: (n,) of the points.
    """
    true = nearest_rows(matrix, k, metric=metric)
    on_map = nearest_rows(coordinates, k, metric="euclidean")
    lost = ~preserved_neighbors(matrix, true.rows, on_map.rows, metric=metric)
    if groups is not None:
        names = np.array(groups)
        across = lost & (names[:, None] != names[true.rows])
        lost = across if across.any() else lost
    if not lost.any():
        return None
    rows, ranks = np.nonzero(lost)
    distances = true.scores[rows, ranks].round(DECIMALS)
    first = np.lexsort((-lost.sum(axis=1)[rows], distances))[0]  # of two ends the one that lost more
    return Tear(int(rows[first]), int(true.rows[rows[first], ranks[first]]))


def region_share(coordinates: NDArray[np.floating], groups: Sequence[str]) -> float:
    """Return the share of points that lie nearest to the center of their own group on a map."""
    names, members = np.unique(np.array(groups), return_inverse=True)
    centers = np.stack([coordinates[members == number].mean(axis=0) for number in range(len(names))])
    distances = np.linalg.norm(coordinates[:, None] - centers[None], axis=2)
    return float((distances.argmin(axis=1) == members).mean())
