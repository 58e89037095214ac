"""A map of many vectors, and the checks of what goes into one and of what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError

__all__ = [
    "LARGEST",
    "SMALLEST",
    "Projection",
    "check_matrix",
    "check_places",
    "check_start",
    "scaled",
]

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
