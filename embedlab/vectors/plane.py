"""The plane in which the parallelogram of an analogy lies.

Three points define a plane exactly, so a, b, c and the target b − a + c are drawn where they are. Any other
word, the answer included, lies off that plane; how far is returned beside its shadow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import vector_lengths
from embedlab.vectors.pair_units import word_units
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["AnalogyPlane", "analogy_plane"]

FLAT = 1e-6  # a length below this is rounding


@dataclass(frozen=True)
class AnalogyPlane:
    """Positions in the plane through three unit vectors; a is the origin, a → b the first axis."""

    words: tuple[str, ...]  # a, b, c, then the others
    coordinates: NDArray[np.float64]  # (words, 2)
    off_plane: NDArray[np.float64]  # (words,) distance to the plane; 0 for a, b and c
    target: NDArray[np.float64]  # (2,) b − a + c, which lies in the plane

    @property
    def is_line(self) -> bool:
        """Whether a, b and c lie on one line and define no plane."""
        return bool(abs(self.coordinates[2, 1]) < FLAT)

    @property
    def target_distances(self) -> NDArray[np.float64]:
        """How far each word's shadow lies from the target, (words,)."""
        return vector_lengths(self.coordinates - self.target)


def analogy_plane(vectors: WordVectors, a: str, b: str, c: str, others: Sequence[str] = ()) -> AnalogyPlane:
    """Return where words fall in the plane through a, b and c, all scaled to length 1.

    Distances in the plane are distances between the unit vectors. Where a, b and c lie on one line, the
    second coordinate of the three is 0.

    Raises:
        UnknownWordError: a word is not in the table.
    """
    words = (a, b, c, *others)
    points = word_units(vectors, words)
    centered = points - points[0]
    axes = _orthonormal(centered[1], centered[2])  # (2, dim)
    coordinates = centered @ axes.T
    off_plane = vector_lengths(centered - coordinates @ axes)
    return AnalogyPlane(words, coordinates, off_plane, target=coordinates[1] + coordinates[2])


def _orthonormal(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return two orthogonal axes spanning the vectors; an axis is zero where they span less."""
    axes: list[NDArray[np.float64]] = []
    for direction in (first, second):
        rest = direction.copy()
        for axis in axes:
            rest -= (rest @ axis) * axis
        length = np.linalg.norm(rest)
        axes.append(rest / length if length > 1e-9 else np.zeros_like(rest))
    return np.stack(axes)
