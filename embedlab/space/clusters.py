"""Groups found without being told: k-means and HDBSCAN on the original vectors, never on the map.

A map can tear a group apart or push two together; clusters found on it would only repeat that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError, check_choice
from embedlab.space.projection import check_matrix
from embedlab.space.request import METRICS

__all__ = ["Clusters", "find_clusters"]

CLUSTERINGS = ("kmeans", "hdbscan")
MAX_CLUSTERS = 50
STARTS = 4  # of k-means; the best is kept
DIGITS = 6  # of a direction: float32 knows no more, and the same direction must not count as two


@dataclass(frozen=True)
class Clusters:
    """The cluster of every row."""

    labels: NDArray[np.int64]  # (n,) numbered from 0 by size, the largest first; -1 = in none
    count: int


def find_clusters(
    matrix: ArrayLike,
    *,
    method: str = "kmeans",
    clusters: int = 8,
    smallest: int = 5,
    metric: str = "cosine",
    random_state: int = 0,
) -> Clusters:
    """Find groups of rows that are near to each other.

    Args:
        matrix: (n, dim).
        method: "kmeans" (`clusters` groups, each row in one) or "hdbscan" (as many as there are dense places
            of at least `smallest` rows; rows between them are in none).
        clusters: 2 to 50, for k-means.
        smallest: 2 or more, for HDBSCAN.
        metric: "cosine" compares directions (rows scaled to length 1), "euclidean" the rows as they are.
        random_state: of k-means.

    Raises:
        UnknownNameError: no such method or metric.
        InvalidInputError: a number outside its limits, or more clusters than rows.

    Sources: Lloyd 1982; Campello et al. 2013 (scikit-learn).
    """
    check_choice(method, CLUSTERINGS, "clustering")
    check_choice(metric, METRICS, "metric")
    points = check_matrix(matrix).astype(np.float64)
    if metric == "cosine":
        points = np.round(unit_rows(points), DIGITS)
    members = _k_means(points, clusters, random_state) if method == "kmeans" else _hdbscan(points, smallest)
    sizes = np.bincount(members[members >= 0], minlength=1)
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    labels = np.where(members < 0, -1, rank[np.maximum(members, 0)])
    return Clusters(labels, int(labels.max()) + 1)


def _k_means(points: NDArray[np.float64], clusters: int, random_state: int) -> NDArray[np.int64]:
    from sklearn.cluster import KMeans

    if not 2 <= clusters <= MAX_CLUSTERS:
        raise InvalidInputError(
            f"{clusters} clusters are outside the limits; choose from 2 to {MAX_CLUSTERS}."
        )
    distinct = len(np.unique(points, axis=0))
    if clusters > distinct:
        raise InvalidInputError(
            f"{clusters} clusters cannot be found among {distinct} different points; choose fewer."
        )
    labels: NDArray[np.int64] = KMeans(clusters, n_init=STARTS, random_state=random_state).fit_predict(points)
    return labels.astype(np.int64)


def _hdbscan(points: NDArray[np.float64], smallest: int) -> NDArray[np.int64]:
    from sklearn.cluster import HDBSCAN

    if not 2 <= smallest <= len(points):
        raise InvalidInputError(
            f"A smallest cluster of {smallest} is outside the limits; choose from 2 to {len(points)} points."
        )
    labels: NDArray[np.int64] = HDBSCAN(min_cluster_size=smallest, copy=True).fit_predict(points)
    return np.maximum(labels, -1).astype(np.int64)
