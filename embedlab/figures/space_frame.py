"""The frame of a flat map: how large it is drawn, and which pixel a point falls on.

A map is drawn to scale, so that the frame fixes the ranges of both axes. On a screen wider than the frame the
points stay where they are, in the middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.figures.label_placement import Area

__all__ = ["Frame", "frame_of"]

MARGIN = (64.0, 28.0)  # pixels beside and above the outermost points: room for their words


@dataclass(frozen=True)
class Frame:
    """An area of a map in pixels, and what of the map it shows."""

    area: Area
    center: NDArray[np.float64]  # (2,) the point of the map in the middle of the area
    scale: float  # pixels per unit of the map

    def pixels(self, coordinates: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return where (n, 2) points of the map fall, from the top left corner."""
        middle = np.array([self.area.width, self.area.height]) / 2
        pixels: NDArray[np.float64] = middle + (coordinates - self.center) * (self.scale, -self.scale)
        return pixels

    def position(self, pixel: NDArray[np.floating] | tuple[float, float]) -> NDArray[np.float64]:
        """Return the point of the map, (2,), at a pixel."""
        middle = np.array([self.area.width, self.area.height]) / 2
        point: NDArray[np.float64] = self.center + (np.asarray(pixel) - middle) / (self.scale, -self.scale)
        return point

    def corners(self) -> NDArray[Any]:
        """Return the lower left and the upper right corner of the area on the map, shape (2, 2)."""
        return np.stack([self.position((0, self.area.height)), self.position((self.area.width, 0))])


def frame_of(
    coordinates: NDArray[np.floating],
    *,
    width: float,
    height: float,
    margin: tuple[float, float] = MARGIN,
) -> Frame:
    """Return the frame in which (n, 2) points are as large as their words leave room for."""
    low, high = coordinates.min(axis=0).astype(np.float64), coordinates.max(axis=0).astype(np.float64)
    span = np.where(high > low, high - low, 0)
    room = np.array([width, height]) - 2 * np.array(margin)
    largest = (span / room).max()
    return Frame(Area(width, height), (low + high) / 2, 1 / largest if largest > 0 else 1.0)
