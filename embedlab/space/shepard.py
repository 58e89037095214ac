"""Shepard's diagram: the distance of two points in the original space against their distance on the map.

On a perfect map all pairs lie on a rising line. It shows what quality figures about neighbors do not: whether
far points may be compared at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.cosine import paired_cosines, vector_lengths
from embedlab.errors import InvalidInputError, check_choice
from embedlab.space.projection import check_matrix, check_places
from embedlab.space.request import METRICS

__all__ = ["ShepardDiagram", "shepard_diagram"]

SEED = 0  # of the sample of pairs
FEWEST = 3  # pairs
CHUNK = 20_000  # pairs measured at a time


@dataclass(frozen=True)
class ShepardDiagram:
    """Pairs of points, measured in both spaces."""

    pairs: NDArray[np.int64]  # (pairs, 2) rows
    true: NDArray[np.float64]  # (pairs,) distance in the original space
    mapped: NDArray[np.float64]  # (pairs,) distance on the map
    rank_correlation: float  # Spearman's, over these pairs; 1 = the order of all distances is kept
    total: int  # pairs there are


def shepard_diagram(
    matrix: ArrayLike, coordinates: ArrayLike, *, metric: str = "cosine", pairs: int = 3_000
) -> ShepardDiagram:
    """Measure pairs of points in the original space and on a map.

    Args:
        matrix: (n, dim), what was projected.
        coordinates: (n, n_components), the map.
        metric: distance in the original space: "cosine" (1 - cosine) or "euclidean".
        pairs: measured at most; where there are more, a random sample with a fixed seed.

    Raises:
        InvalidInputError: fewer than 3 rows or pairs, or not one finite position a row.

    Source: Shepard 1962; Kruskal 1964.
    """
    from scipy.stats import spearmanr

    check_choice(metric, METRICS, "metric")
    points = check_matrix(matrix)
    places = check_places(coordinates, len(points))
    if len(points) < 3:
        raise InvalidInputError(f"Distances of at least 3 points are needed; there are {len(points)}.")
    if pairs < FEWEST:
        raise InvalidInputError(f"{pairs} pairs have no order to compare; measure at least {FEWEST}.")
    chosen, total = _choose_pairs(len(points), pairs)
    first, second = chosen.T
    true = _distances(points, first, second, metric)
    mapped = vector_lengths(places[first] - places[second])
    flat = np.ptp(true) == 0 or np.ptp(mapped) == 0  # all alike: no order that could be kept
    correlation = 0.0 if flat else float(spearmanr(true, mapped).statistic)
    return ShepardDiagram(chosen, true, mapped, correlation, total)


def _choose_pairs(count: int, most: int) -> tuple[NDArray[np.int64], int]:
    total = count * (count - 1) // 2
    if total <= most:
        return np.stack(np.triu_indices(count, 1), axis=1), total
    random = np.random.default_rng(SEED)
    first = random.integers(0, count, most)
    second = (first + random.integers(1, count, most)) % count  # never the same point
    return np.stack((first, second), axis=1), total


def _distances(
    points: NDArray[np.float32], first: NDArray[np.int64], second: NDArray[np.int64], metric: str
) -> NDArray[np.float64]:
    parts = []
    for begin in range(0, len(first), CHUNK):
        left, right = (points[rows[begin : begin + CHUNK]].astype(np.float64) for rows in (first, second))
        cosine = metric == "cosine"
        parts.append(1 - paired_cosines(left, right) if cosine else vector_lengths(left - right))
    return np.concatenate(parts)
