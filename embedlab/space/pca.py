"""Principal component analysis: a rotation and a cut. Distances shrink, none grows."""

from __future__ import annotations

import numpy as np

from embedlab.space.projection import Projection
from embedlab.space.request import Request

__all__ = ["fit_pca"]


def fit_pca(given: Request) -> Projection:
    """Rotate so that the first axes hold the most variance, and keep those.

    Source: Pearson 1901; scikit-learn's PCA with the full singular value decomposition, in float64.
    """
    from sklearn.decomposition import PCA

    points = given.points.astype(np.float64)
    # the covariance is much faster where there are many rows, and exact enough in float64
    solver = "covariance_eigh" if len(points) > 10 * points.shape[1] and points.shape[1] <= 1_024 else "full"
    pca = PCA(n_components=min(points.shape), svd_solver=solver).fit(points)
    axes = pca.components_[: given.n_components]
    coordinates = ((points - pca.mean_) @ axes.T).astype(np.float32)
    shares = pca.explained_variance_ratio_
    used = {"n_components": given.n_components, "metric": "euclidean"}
    return Projection(coordinates, "pca", used, shares[: given.n_components], shares)
