"""A map on named axes: each coordinate is the cosine of a row with a direction, from -1 to 1.

The axes are drawn at a right angle even where the directions are not; `angle` says how far they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from embedlab.cosine import paired_cosines, unit_rows
from embedlab.errors import InvalidInputError
from embedlab.space.projection import Projection, check_matrix
from embedlab.vectors.named_axis import NamedAxis

__all__ = ["AxisMap", "axis_map"]


@dataclass(frozen=True)
class AxisMap:
    """A map on named axes."""

    projection: Projection  # the coordinates are cosines
    axes: tuple[NamedAxis, ...]
    angle: float  # degrees between the first two directions, which are drawn at 90


def axis_map(matrix: ArrayLike, axes: Sequence[NamedAxis]) -> AxisMap:
    """Place every row by its cosine with each of two or three directions.

    Args:
        matrix: (n, dim); a zero row lies at 0.
        axes: 2 or 3.

    Raises:
        InvalidInputError: another number of axes, or of another space.
    """
    points = check_matrix(matrix)
    if len(axes) not in (2, 3):
        raise InvalidInputError(f"{len(axes)} axes cannot be drawn; give 2 or 3.")
    directions = np.stack([axis.direction for axis in axes]).astype(np.float64)
    if directions.shape[1] != points.shape[1]:
        raise InvalidInputError(
            f"The axes have {directions.shape[1]} numbers and the vectors {points.shape[1]}; use one model."
        )
    cosines = np.clip(unit_rows(points) @ directions.T, -1, 1).astype(np.float32)
    angle = float(np.degrees(np.arccos(paired_cosines(*directions[:2]))))
    names = [f"{axis.negative} → {axis.positive}" for axis in axes]
    used = {"n_components": len(axes), "metric": "cosine", "axes": names}
    return AxisMap(Projection(cosines, "axes", used), tuple(axes), angle)
