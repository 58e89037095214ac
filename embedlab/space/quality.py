"""How far a map can be trusted: does it keep each point's true neighbors?

Recall is the share of a point's k true neighbors that are among its k neighbors on the map. Trustworthiness
(Venna and Kaski 2001) punishes false neighbors on the map by how far away they truly are. In both, neighbors
at equal distance are equal: the rank of a point is one more than the number of points that are truly nearer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError, check_choice
from embedlab.space.exact_neighbors import nearest_rows
from embedlab.space.neighbor_preservation import preserved_neighbors
from embedlab.space.projection import check_matrix, check_places, scaled
from embedlab.space.request import METRICS

__all__ = ["ProjectionQuality", "projection_quality"]

MAX_TRUSTED = 2_000  # points: trustworthiness needs about 24 · n² bytes
SAMPLE_SEED = 0
ROUNDING = 1e-13


@dataclass(frozen=True)
class ProjectionQuality:
    """Three views of what a map kept; 1 is perfect."""

    trustworthiness: float
    knn_preservation: float  # mean recall
    recall: NDArray[np.float64]  # (n,) for each point
    k: int
    sampled: int  # points that trustworthiness was computed on
    expected_recall: float  # of a map that places the points at random: k / (n - 1)


def projection_quality(
    matrix: ArrayLike,
    coordinates: ArrayLike,
    *,
    k: int = 10,
    metric: str = "cosine",
    watch: Callable[[float], object] | None = None,
) -> ProjectionQuality:
    """Compare a map with what it was made from.

    Args:
        matrix: (n, dim), what was projected.
        coordinates: (n, n_components), the map; nearness on it is Euclidean.
        k: neighbors to compare; lowered to less than half the points where there are few.
        metric: nearness in the original space, "cosine" or "euclidean".
        watch: called with the share that is done, from 0 to 1; what it raises ends the work.

    Raises:
        InvalidInputError: fewer than 5 points, or not one position a row.

    Without equal distances trustworthiness is that of `sklearn.manifold.trustworthiness`, on a sample of
    2,000 points where there are more.
    """
    check_choice(metric, METRICS, "metric")
    points = scaled(check_matrix(matrix))
    places = check_places(coordinates, len(points))
    if len(points) < 5:
        raise InvalidInputError(f"Quality needs at least 5 points and there are {len(points)}; add more.")
    if k < 1:
        raise InvalidInputError(f"k = {k} neighbors cannot be compared; k must be at least 1.")
    k = min(k, (min(len(points), MAX_TRUSTED) - 1) // 2)  # trustworthiness is defined below n / 2
    part = None if watch is None else (lambda share: watch(0.9 * share))
    true = nearest_rows(points, k, metric=metric, watch=part).rows
    on_map = nearest_rows(places, k, metric="euclidean").rows
    recall = preserved_neighbors(points, true, on_map, metric=metric).mean(axis=1)
    sample = np.arange(len(points))
    if len(points) > MAX_TRUSTED:
        sample = np.random.default_rng(SAMPLE_SEED).choice(len(points), MAX_TRUSTED, replace=False)
    return ProjectionQuality(
        trustworthiness=_trustworthiness(points[sample], places[sample], k, metric),
        knn_preservation=float(recall.mean()),
        recall=recall,
        k=k,
        sampled=len(sample),
        expected_recall=k / (len(points) - 1),
    )


def _trustworthiness(points: NDArray[np.float32], places: NDArray[np.float32], k: int, metric: str) -> float:
    """Return 1 less what the false neighbors of a map cost: of each, by how much its true rank is above k."""
    from sklearn.metrics import pairwise_distances

    count = len(points)
    on_map = nearest_rows(places, k, metric="euclidean").rows
    exact = points.astype(np.float64)
    distances = pairwise_distances(exact, metric="sqeuclidean" if metric == "euclidean" else metric)
    np.fill_diagonal(distances, np.inf)
    # both are differences, of squared lengths and from 1: equal ones differ by rounding
    rounding = ROUNDING * (float((exact**2).sum(axis=1).max()) if metric == "euclidean" else 1.0)
    nearest = np.take_along_axis(distances, on_map, axis=1) - rounding
    above = sum(
        int(np.maximum((distances < nearest[:, [place]]).sum(axis=1) + 1 - k, 0).sum()) for place in range(k)
    )
    return 1.0 - 2.0 * above / (count * k * (2 * count - 3 * k - 1))
