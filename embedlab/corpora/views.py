"""A part of a map of any size: how many points lie in each cell, or, where they are few, the points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError

__all__ = ["MOST_POINTS", "MapPart", "view_part"]

MOST_POINTS = 2_000  # that are drawn one by one
COLUMNS, ROWS = 160, 100  # cells
ASPECT = COLUMNS / ROWS
MARGIN = 0.03  # of the extent of the map, around all of it

Box = tuple[float, float, float, float]  # left, right, bottom, top


@dataclass(frozen=True)
class MapPart:
    """What lies in a box of a map."""

    box: Box
    count: int  # points inside
    cells: NDArray[np.int64]  # (ROWS, COLUMNS) points of each cell, from the bottom left
    rows: NDArray[np.int64]  # of the points inside; empty where they are more than `MOST_POINTS`
    points: NDArray[np.float32]  # (rows, 2) where they lie


def view_part(coordinates: NDArray[np.float32], box: Box | None = None) -> MapPart:
    """Return what lies in a part of a map; nothing inside is left out.

    Args:
        coordinates: (n, 2) of all points.
        box: left, right, bottom, top; it is widened to the shape of the picture. The whole map if None.

    Raises:
        InvalidInputError: the box is empty or not finite.
    """
    if box is None:
        low, high = coordinates.min(axis=0), coordinates.max(axis=0)
        edge = MARGIN * float((high - low).max() or 1.0)
        box = (low[0] - edge, high[0] + edge, low[1] - edge, high[1] + edge)
    left, right, bottom, top = _widened(tuple(map(float, box)))
    x, y = coordinates.T
    inside = np.flatnonzero((x >= left) & (x < right) & (y >= bottom) & (y < top))
    columns = ((x[inside] - left) / (right - left) * COLUMNS).astype(np.int64).clip(0, COLUMNS - 1)
    rows = ((y[inside] - bottom) / (top - bottom) * ROWS).astype(np.int64).clip(0, ROWS - 1)
    cells = np.bincount(rows * COLUMNS + columns, minlength=ROWS * COLUMNS).reshape(ROWS, COLUMNS)
    few = inside if len(inside) <= MOST_POINTS else inside[:0]
    return MapPart((left, right, bottom, top), len(inside), cells, few, coordinates[few])


def _widened(box: tuple[float, ...]) -> Box:
    left, right, bottom, top = box
    if not np.isfinite(box).all() or right <= left or top <= bottom:
        raise InvalidInputError(
            f"A part of a map goes from left to right and from bottom to top; {left:g} to {right:g} and "
            f"{bottom:g} to {top:g} do not."
        )
    width, height = right - left, top - bottom
    wider, higher = max(width, ASPECT * height) - width, max(height, width / ASPECT) - height
    return (left - wider / 2, right + wider / 2, bottom - higher / 2, top + higher / 2)
