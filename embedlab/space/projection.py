"""Maps: many dimensions drawn in two or three, by PCA, t-SNE or UMAP.

Every map loses something; `embedlab.projection_quality` says how much. The same input and seed give the
same map on every run: the neighbors are found exactly, one thread does the layout, and the layout is turned
until it lies as the PCA of the same rows does (or as the map it started from), because neither method knows
left from right. The methods themselves live in `pca`, `tsne` and `umap_layout`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError, check_choice
from embedlab.space.alignment import align, turn
from embedlab.space.layout import METRICS, Layout, Request
from embedlab.space.pca import fit_pca
from embedlab.space.tsne import fit_tsne
from embedlab.space.umap_layout import fit_umap

__all__ = [
    "METHODS",
    "METRICS",
    "Projection",
    "check_matrix",
    "check_places",
    "check_start",
    "project",
    "run_method",
    "scaled",
]

MAX_SEED = 2**32 - 1
MAX_FRAMES = 200
LARGEST, SMALLEST = 1e15, 1e-15  # the squares of such numbers, added up, still exist in float32


@dataclass(frozen=True)
class Projection:
    """A map, with everything needed to make it again."""

    coordinates: NDArray[np.float32]  # (n, n_components)
    method: str
    parameters: Mapping[str, Any]  # those that took effect
    explained_variance_ratio: NDArray[np.float64] | None = None  # (n_components,) for PCA only
    spectrum: NDArray[np.float64] | None = None  # (min(n, dim),) the same for every component, PCA only
    frames: NDArray[np.float32] = field(  # (frames, n, n_components) on the way to coordinates, which end it
        default_factory=lambda: np.empty((0, 0, 2), dtype=np.float32)
    )
    steps: tuple[int, ...] = ()  # the iteration (t-SNE) or epoch (UMAP) of each frame


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
    layout = run_method(method, given, parameters)
    if method == "pca":
        return _projection(layout, method)
    reference = given.start
    if reference is None:
        reference = fit_pca(given).coordinates
    moved = align(layout.coordinates, reference)
    return _projection(turn(layout, moved), method)


def run_method(method: str, given: Request, parameters: Mapping[str, Any]) -> Layout:
    """Return the layout of a method as it comes out, not yet turned; the values are taken as checked."""
    return METHODS[method].fit(given, **parameters)


def scaled(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return points whose largest number is near 1: the neighbors stay, no square is lost to rounding."""
    largest = np.abs(points).max()
    return points if 1e-3 < largest < 1e3 else (points / largest.astype(np.float64)).astype(np.float32)


def check_matrix(matrix: ArrayLike) -> NDArray[np.float32]:
    """Return `matrix` as (n, dim) float32, or say what is wrong with it.

    Raises:
        InvalidInputError: not two-dimensional, not finite, too large or too small to be squared, or all
            rows alike.
    """
    try:
        with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite and is refused below
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
    largest = float(np.abs(points).max())
    if largest > LARGEST or 0 < largest < SMALLEST:
        raise InvalidInputError(
            f"The largest value is {largest:.1e} and the limits are {SMALLEST:.0e} and {LARGEST:.0e}; "
            "multiply all values by the same number, which changes the shape of no map."
        )
    if len(points) > 1 and (points == points[0]).all():
        raise InvalidInputError(
            f"All {len(points)} vectors are the same, so there is nothing to tell apart; "
            "choose different ones."
        )
    return points


def check_places(coordinates: ArrayLike, rows: int) -> NDArray[np.float64]:
    """Return the positions of a map of `rows` points in float64, or say what is wrong with them.

    Raises:
        InvalidInputError: not one position a row, or positions that are not finite.
    """
    places = np.asarray(coordinates, dtype=np.float64)
    if places.ndim != 2 or len(places) != rows:
        raise InvalidInputError(
            f"A map needs one position for each row: {rows} rows were given with positions "
            f"of shape {places.shape}."
        )
    if not np.isfinite(places).all():
        raise InvalidInputError("The map holds positions that are not finite; make the map again.")
    return places


def check_start(
    start: ArrayLike | None, points: NDArray[np.float32], components: int
) -> NDArray[np.float32] | None:
    """Return a map to start from as float32, None where there is none, or say what is wrong with it."""
    if start is None:
        return None
    places = np.asarray(start, dtype=np.float32)
    if places.shape != (len(points), components) or not np.isfinite(places).all():
        raise InvalidInputError(
            f"A map to start from needs {len(points)} × {components} finite numbers; "
            f"this one has shape {places.shape}; start from a map of the same points."
        )
    if len(places) > 1 and (places == places[0]).all():
        raise InvalidInputError("All points of the map to start from lie on one spot; start from another.")
    return places


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


def _projection(layout: Layout, method: str) -> Projection:
    return Projection(
        layout.coordinates,
        method,
        layout.parameters,
        layout.explained_variance_ratio,
        layout.spectrum,
        layout.frames,
        layout.steps,
    )


@dataclass(frozen=True)
class Method:
    """One way to draw a map."""

    fewest: int  # points
    fit: Callable[..., Layout]
    parameters: Mapping[str, tuple[Any, ...]]  # name -> (lowest, highest), or the words to choose from


METHODS: dict[str, Method] = {
    "pca": Method(2, fit_pca, {}),
    "tsne": Method(5, fit_tsne, {"perplexity": (1, 1000), "init": ("pca", "random")}),
    "umap": Method(
        5, fit_umap, {"n_neighbors": (2, 1000), "min_dist": (0, 1), "init": ("spectral", "random")}
    ),
}
