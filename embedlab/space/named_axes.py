"""Axes with a meaning: the direction from one word to another, averaged over several pairs.

On a map of such axes each coordinate can be read: it is the cosine of the word with the direction, from -1
to 1. The axes are drawn at a right angle even where the directions are not; `angle` says how far they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError
from embedlab.space.projection import Projection, check_matrix

__all__ = ["AxisMap", "NamedAxis", "axis_map", "named_axis"]


@dataclass(frozen=True)
class NamedAxis:
    """A direction in the space of the vectors."""

    negative: str  # what lies at the left or below
    positive: str  # what lies at the right or above
    direction: NDArray[np.float32]  # (dim,) of length 1
    agreement: float  # mean cosine of each pair's own direction with this one; 1 for one pair


def named_axis(
    negatives: ArrayLike, positives: ArrayLike, *, negative: str = "−", positive: str = "+"
) -> NamedAxis:
    """Return the mean direction from each negative to its positive.

    Each pair counts the same, however far its words lie apart: the differences are scaled to length 1 first.

    Args:
        negatives: (pairs, dim)
        positives: (pairs, dim)
        negative: what the axis calls its lower end.
        positive: what it calls its upper end.

    Raises:
        InvalidInputError: no pairs, a pair of two equal vectors, or pairs that cancel each other.

    Source: Bolukbasi et al. 2016; Kozlowski, Taddy and Evans 2019 for the mean of several pairs.
    """
    low, high = np.atleast_2d(np.asarray(negatives)), np.atleast_2d(np.asarray(positives))
    if low.shape != high.shape or not low.size:
        raise InvalidInputError(
            f"An axis needs pairs of vectors of one space; these have shapes {low.shape} and {high.shape}."
        )
    differences = high.astype(np.float64) - low
    lengths = np.linalg.norm(differences, axis=1)
    if not lengths.all():
        raise InvalidInputError(
            f"Pair {int(np.argmin(lengths)) + 1} of the axis {negative} → {positive} joins two equal "
            "vectors, which gives no direction; choose two different words."
        )
    units = differences / lengths[:, None]
    mean = units.mean(axis=0)
    length = np.linalg.norm(mean)
    if length < 1e-6:
        raise InvalidInputError(
            f"The pairs of the axis {negative} → {positive} point in opposite directions and cancel; "
            "write each pair the same way round."
        )
    direction = mean / length
    agreement = float((units @ direction).mean())
    return NamedAxis(negative, positive, direction.astype(np.float32), agreement)


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
    lengths = np.linalg.norm(points.astype(np.float64), axis=1, keepdims=True)
    units = np.divide(points, lengths, out=np.zeros(points.shape), where=lengths > 0)
    cosines = np.clip(units @ directions.T, -1, 1).astype(np.float32)
    angle = float(np.degrees(np.arccos(np.clip(directions[0] @ directions[1], -1, 1))))
    names = [f"{axis.negative} → {axis.positive}" for axis in axes]
    used = {"n_components": len(axes), "metric": "cosine", "axes": names}
    return AxisMap(Projection(cosines, "axes", used), tuple(axes), angle)
