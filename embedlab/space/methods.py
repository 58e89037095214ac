"""Maps: many dimensions drawn in two or three, by PCA, t-SNE or UMAP.

Every map loses something; `embedlab.projection_quality` says how much. The same input and seed give the
same map on every run: the neighbors are found exactly, one thread does the fit, and the map is turned until
it lies as the PCA of the same rows does (or as the map it started from), because neither method knows left
from right. The methods themselves live in `pca`, `tsne` and `umap_layout`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError, check_choice
from embedlab.space.alignment import align, turn
from embedlab.space.pca import fit_pca
from embedlab.space.projection import SMALLEST, Projection, check_matrix, check_start
from embedlab.space.request import METRICS, Request
from embedlab.space.tsne import fit_tsne
from embedlab.space.umap_layout import fit_umap

__all__ = ["METHODS", "project"]

MAX_SEED = 2**32 - 1
MAX_FRAMES = 200


def project(
    matrix: ArrayLike,
    *,
    method: str = "umap",
    n_components: int = 2,
    random_state: int = 0,
    metric: str = "cosine",
    start: ArrayLike | None = None,
    frames: int = 0,
    watch: Callable[[float], object] | None = None,
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
        start: (n, n_components), a map of the same rows to start from, such as one with another perplexity;
            takes less than half the time of a fit from nothing.
        frames: states to keep on the way, at most 200, for t-SNE and UMAP.
        watch: called with the share that is done, from 0 to 1; what it raises ends the fit.
        parameters: `perplexity` (t-SNE, default 30), `n_neighbors` (default 15) and `min_dist` (default
            0.1; both UMAP), and `init` (t-SNE: "pca" or "random"; UMAP: "spectral" or "random"). Perplexity
            and n_neighbors are lowered where there are too few rows; `Projection.parameters` tells what
            was used.

    Raises:
        UnknownNameError: no such method or metric.
        InvalidInputError: too few rows, rows all alike, values that are not finite, or a parameter
            outside its limits.

    Sources: Pearson 1901 (scikit-learn); van der Maaten and Hinton 2008 (openTSNE); McInnes et al. 2018
    (umap-learn).
    """
    points = check_matrix(matrix)
    given = Request(
        points, n_components, random_state, metric, check_start(start, points, n_components), frames, watch
    )
    _check(given, method, parameters)
    projection = METHODS[method].fit(given, **parameters)
    if method == "pca":
        return projection
    reference = given.start
    if reference is None:
        reference = fit_pca(given).coordinates
    return turn(projection, align(projection.coordinates, reference))


def _check(given: Request, method: str, parameters: Mapping[str, Any]) -> None:
    check_choice(method, METHODS, "method")
    check_choice(given.metric, METRICS, "metric")
    points, components = given.points, given.n_components
    if components not in (2, 3):
        raise InvalidInputError(f"n_components = {components} cannot be drawn; choose 2 or 3.")
    if components > min(points.shape):
        raise InvalidInputError(
            f"A map in {components} dimensions needs at least {components} rows and columns; "
            f"the matrix has {points.shape[0]} × {points.shape[1]}."
        )
    needed = METHODS[method]
    if len(points) < needed.fewest:
        raise InvalidInputError(
            f"{method} needs at least {needed.fewest} points and there are {len(points)}; add more."
        )
    if unknown := set(parameters) - set(needed.parameters):
        raise InvalidInputError(
            f"{method} has no parameter {', '.join(sorted(unknown))}; "
            f"it takes {', '.join(needed.parameters) or 'none'}."
        )
    if method != "pca" and given.metric == "cosine":
        _check_directions(points)
    _check_range("random_state", given.random_state, 0, MAX_SEED)
    _check_range("frames", given.frames, 0, MAX_FRAMES)
    for name, value in parameters.items():
        limits = needed.parameters[name]
        if isinstance(limits[0], str):
            check_choice(value, limits, name)
        else:
            _check_range(name, value, *limits)


def _check_directions(points: NDArray[np.float32]) -> None:
    """Refuse what has no cosine, or only one."""
    if (np.abs(points).max(axis=1) < SMALLEST).any():
        raise InvalidInputError(
            f"A row is all zeros, or below {SMALLEST:.0e}, so it has no direction and no cosine; "
            "remove it or choose metric “euclidean”."
        )
    # float64: the rounding of float32 would tell rows of the same direction apart
    units = unit_rows(points)
    if np.allclose(units, units[0], rtol=0, atol=1e-7):
        raise InvalidInputError(
            f"All {len(points)} vectors point the same way, so the cosine cannot tell them apart; "
            "choose metric “euclidean” or other vectors."
        )


def _check_range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise InvalidInputError(f"{name} = {value} is outside its limits; choose from {low} to {high:,}.")


@dataclass(frozen=True)
class Method:
    """One way to draw a map."""

    fewest: int  # points
    fit: Callable[..., Projection]
    parameters: Mapping[str, tuple[Any, ...]]  # name -> (lowest, highest), or the words to choose from


METHODS: dict[str, Method] = {
    "pca": Method(2, fit_pca, {}),
    "tsne": Method(5, fit_tsne, {"perplexity": (1, 1000), "init": ("pca", "random")}),
    "umap": Method(
        5, fit_umap, {"n_neighbors": (2, 1000), "min_dist": (0, 1), "init": ("spectral", "random")}
    ),
}
