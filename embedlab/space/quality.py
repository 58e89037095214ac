"""How far a map can be trusted: does it keep each point's true neighbors?

Recall is the share of a point's k true neighbors that are among its k neighbors on the map. Trustworthiness
(Venna and Kaski 2001) punishes false neighbors on the map by how far away they truly are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError, check_choice
from embedlab.space.alignment import shared_neighbors
from embedlab.space.exact_neighbors import nearest_rows
from embedlab.space.projection import check_matrix, check_places, scaled
from embedlab.space.request import METRICS

__all__ = ["ProjectionQuality", "projection_quality"]

MAX_TRUSTED = 2_000  # points: trustworthiness needs about 24 · n² bytes
SAMPLE_SEED = 0


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

    Source of trustworthiness: `sklearn.manifold.trustworthiness`, on a sample of 2,000 points where there
    are more.
    """
    from sklearn.manifold import trustworthiness

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
    drawn = nearest_rows(places, k, metric="euclidean").rows
    recall = shared_neighbors(true, drawn)
    sample = np.arange(len(points))
    if len(points) > MAX_TRUSTED:
        sample = np.random.default_rng(SAMPLE_SEED).choice(len(points), MAX_TRUSTED, replace=False)
    return ProjectionQuality(
        trustworthiness=float(trustworthiness(points[sample], places[sample], n_neighbors=k, metric=metric)),
        knn_preservation=float(recall.mean()),
        recall=recall,
        k=k,
        sampled=len(sample),
        expected_recall=k / (len(points) - 1),
    )
