"""An axis with a meaning: the direction from one word to another, averaged over several pairs.

The cosine of a word with the direction says how far it lies toward either end, from -1 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.cosine import paired_cosines, unit_rows, vector_lengths
from embedlab.errors import InvalidInputError

__all__ = ["NamedAxis", "named_axis"]


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
    lengths = vector_lengths(differences)
    if not lengths.all():
        raise InvalidInputError(
            f"Pair {int(np.argmin(lengths)) + 1} of the axis {negative} → {positive} joins two equal "
            "vectors, which gives no direction; choose two different words."
        )
    mean = unit_rows(differences).mean(axis=0)
    if vector_lengths(mean) < 1e-6:
        raise InvalidInputError(
            f"The pairs of the axis {negative} → {positive} point in opposite directions and cancel; "
            "write each pair the same way round."
        )
    direction = unit_rows(mean)
    agreement = float(paired_cosines(differences, direction).mean())
    return NamedAxis(negative, positive, direction.astype(np.float32), agreement)
