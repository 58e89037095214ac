"""Maps: many dimensions drawn in two or three, by PCA, t-SNE or UMAP.

Every map loses something; `embedlab.projection_quality` says how much. The same input and seed give the
same map on every run: the neighbors are found exactly and one thread does the layout. Only one t-SNE or
UMAP map is fitted at a time in a process, because numba's default threading layer aborts on two.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError, check_choice
from embedlab.sources import cache_folder
from embedlab.space.exact_neighbors import nearest_rows

__all__ = ["METHODS", "METRICS", "Projection", "check_matrix", "project"]

METRICS = ("cosine", "euclidean")
MAX_SEED = 2**32 - 1
FIT = threading.Lock()


@dataclass(frozen=True)
class Projection:
    """A map, with everything needed to make it again."""

    coordinates: NDArray[np.float32]  # (n, n_components)
    method: str
    parameters: Mapping[str, Any]  # those that took effect
    explained_variance_ratio: NDArray[np.float64] | None = None  # (n_components,) for PCA only


def project(
    matrix: ArrayLike,
    *,
    method: str = "umap",
    n_components: int = 2,
    random_state: int = 0,
    metric: str = "cosine",
    **parameters: Any,
) -> Projection:
    """Draw a map of the rows of a matrix.

    Args:
        matrix: (n, dim), finite; at least 5 rows for t-SNE and UMAP.
        method: "pca" (a rotation and a cut: distances shrink, never grow), "tsne" or "umap" (both keep
            neighborhoods and give up distances).
        n_components: 2 or 3.
        random_state: the seed; PCA needs none.
        metric: how t-SNE and UMAP measure nearness, "cosine" or "euclidean". PCA always works on the
            vectors as they are.
        parameters: `perplexity` (t-SNE, default 30), `n_neighbors` (default 15) and `min_dist` (default
            0.1; both UMAP). Perplexity and n_neighbors are lowered where there are too few rows;
            `Projection.parameters` tells what was used.

    Raises:
        UnknownNameError: no such method or metric.
        InvalidInputError: too few rows, rows all alike, values that are not finite, or a parameter
            outside its limits.

    Sources: Pearson 1901 (scikit-learn); van der Maaten and Hinton 2008 (openTSNE); McInnes et al. 2018
    (umap-learn).
    """
    check_choice(method, METHODS, "method")
    check_choice(metric, METRICS, "metric")
    points = check_matrix(matrix)
    if n_components not in (2, 3):
        raise InvalidInputError(f"n_components = {n_components} cannot be drawn; choose 2 or 3.")
    if n_components > min(points.shape):
        raise InvalidInputError(
            f"A map in {n_components} dimensions needs at least {n_components} rows and columns; "
            f"the matrix has {points.shape[0]} × {points.shape[1]}."
        )
    minimum, fit, allowed = METHODS[method]
    if len(points) < minimum:
        raise InvalidInputError(
            f"{method} needs at least {minimum} points and there are {len(points)}; add more."
        )
    if unknown := set(parameters) - set(allowed):
        raise InvalidInputError(
            f"{method} has no parameter {', '.join(sorted(unknown))}; "
            f"it takes {', '.join(allowed) or 'none'}."
        )
    if metric == "cosine" and method != "pca" and not points.any(axis=1).all():
        raise InvalidInputError(
            "A row is all zeros, so it has no direction and no cosine; "
            "remove it or choose metric “euclidean”."
        )
    if not 0 <= random_state <= MAX_SEED:
        raise InvalidInputError(
            f"random_state = {random_state} is outside its limits; choose from 0 to {MAX_SEED:,}."
        )
    return fit(points, n_components, int(random_state), metric, **parameters)


def check_matrix(matrix: ArrayLike) -> NDArray[np.float32]:
    """Return `matrix` as (n, dim) float32, or say what is wrong with it.

    Raises:
        InvalidInputError: not two-dimensional, not finite, or all rows alike.
    """
    try:
        points = np.asarray(matrix, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise InvalidInputError(
            f"The matrix holds values that are not numbers ({error}); give numbers only."
        ) from error
    if points.ndim != 2 or 0 in points.shape:
        raise InvalidInputError(
            f"A map needs a matrix of rows and columns; this one has shape {points.shape}."
        )
    if not np.isfinite(points).all():
        bad = int((~np.isfinite(points).all(axis=1)).sum())
        raise InvalidInputError(
            f"{bad} of {len(points)} rows hold values that are not finite; remove these rows."
        )
    if len(points) > 1 and (points == points[0]).all():
        raise InvalidInputError(
            f"All {len(points)} vectors are the same, so there is nothing to tell apart; "
            "choose different ones."
        )
    return points


def fit_pca(points: NDArray[np.float32], n_components: int, seed: int, metric: str) -> Projection:
    """Rotate so that the first axes hold the most variance, and keep those."""
    from sklearn.decomposition import PCA

    pca = PCA(n_components=n_components, svd_solver="full")
    coordinates = pca.fit_transform(points.astype(np.float64)).astype(np.float32)
    used = {"n_components": n_components, "metric": "euclidean"}
    return Projection(coordinates, "pca", used, pca.explained_variance_ratio_)


def fit_tsne(
    points: NDArray[np.float32], n_components: int, seed: int, metric: str, *, perplexity: float = 30.0
) -> Projection:
    """Keep neighbors together by matching probabilities of being neighbors."""
    largest = (len(points) - 1) / 3
    _check_range("perplexity", perplexity, 1, 1000)
    used_perplexity = min(float(perplexity), largest)
    with FIT:
        _give_numba_a_folder()
        from openTSNE import TSNE

        layout = TSNE(
            n_components=n_components,
            perplexity=used_perplexity,
            metric=metric,
            neighbors="exact",
            # interpolation is faster for many points, but draws two dimensions only
            negative_gradient_method="auto" if n_components == 2 else "bh",
            random_state=seed,
            n_jobs=1,
        ).fit(points)
    used = {
        "n_components": n_components,
        "metric": metric,
        "random_state": seed,
        "perplexity": round(used_perplexity, 2),
    }
    return Projection(np.asarray(layout, dtype=np.float32), "tsne", used)


def fit_umap(
    points: NDArray[np.float32],
    n_components: int,
    seed: int,
    metric: str,
    *,
    n_neighbors: int = 15,
    min_dist: float = 0.1,
) -> Projection:
    """Keep neighbors together by drawing the graph of nearest neighbors."""
    _check_range("n_neighbors", n_neighbors, 2, 1000)
    _check_range("min_dist", min_dist, 0, 1)
    with FIT:
        _give_numba_a_folder()
        from umap import UMAP

    used_neighbors = min(int(n_neighbors), len(points) - 1)
    nearest = nearest_rows(points, used_neighbors, metric=metric)
    # umap-learn counts a point as its own first neighbor
    own = np.arange(len(points))[:, None]
    indices = np.hstack((own, nearest.indices)).astype(np.int32)[:, :used_neighbors]
    distances = np.hstack((np.zeros(own.shape), nearest.distances)).astype(np.float32)[:, :used_neighbors]
    model = UMAP(
        n_neighbors=used_neighbors,
        min_dist=min_dist,
        n_components=n_components,
        metric=metric,
        random_state=seed,
        n_jobs=1,
        init="spectral" if len(points) > n_components + 2 else "random",
        precomputed_knn=(indices, distances, None),
    )
    with FIT, warnings.catch_warnings():
        # a disconnected graph is laid out part by part; umap-learn says so once a fit
        warnings.simplefilter("ignore", UserWarning)
        layout = model.fit_transform(points)
    used = {
        "n_components": n_components,
        "metric": metric,
        "random_state": seed,
        "n_neighbors": used_neighbors,
        "min_dist": min_dist,
    }
    return Projection(np.asarray(layout, dtype=np.float32), "umap", used)


def _give_numba_a_folder() -> None:
    """Let numba keep compiled code where this account may write; it fails to import umap otherwise."""
    if "NUMBA_CACHE_DIR" not in os.environ and (folder := cache_folder()) is not None:
        os.environ["NUMBA_CACHE_DIR"] = str(folder / "numba")


def _check_range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise InvalidInputError(f"{name} = {value} is outside its limits; choose from {low} to {high}.")


# method -> (points needed, function, its parameters)
METHODS: dict[str, tuple[int, Callable[..., Projection], tuple[str, ...]]] = {
    "pca": (2, fit_pca, ()),
    "tsne": (5, fit_tsne, ("perplexity",)),
    "umap": (5, fit_umap, ("n_neighbors", "min_dist")),
}
