"""The points of a map, checked once at the border: as many as their labels, in two or three dimensions.

Where they came from and what is drawn at them is left to others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError

__all__ = ["check_points"]


def check_points(coordinates: ArrayLike, count: int) -> NDArray[np.float32]:
    """Return `coordinates` as (count, 2 or 3) float32, or say what is wrong with them.

    Raises:
        InvalidInputError: no points, another number of them, another number of dimensions, or values
            that are not finite.
    """
    try:
        points = np.asarray(coordinates, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise InvalidInputError(
            f"The coordinates hold values that are not numbers ({error}); give numbers only."
        ) from error
    if points.ndim != 2 or points.shape[1] not in (2, 3):
        raise InvalidInputError(
            f"A map has 2 or 3 coordinates for each point; these have shape {points.shape}, "
            "so choose a map in 2 or 3 dimensions."
        )
    if len(points) != count:
        raise InvalidInputError(
            f"There are {count:,} labels and {len(points):,} points; give one label for each point."
        )
    if not count:
        raise InvalidInputError("The map has 0 points; add at least one.")
    if not np.isfinite(points).all():
        bad = int((~np.isfinite(points).all(axis=1)).sum())
        raise InvalidInputError(
            f"{bad:,} of {count:,} points have coordinates that are not finite; remove these points."
        )
    return points
