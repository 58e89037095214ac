"""Rotary positions: queries and keys are rotated by their position (Su et al. 2021, RoFormer).

Pair i of a vector at position p is rotated by the angle p · base^(-2i / dim). The dot product of a rotated
query and a rotated key then depends on the distance of their positions alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.context.rotation import ROTARY_LAYOUTS, rotate_pairs
from embedlab.cosine import paired_cosines, vector_lengths
from embedlab.errors import InvalidInputError, check_choice
from embedlab.positional.limits import check_base, check_dim, check_length, check_start
from embedlab.positional.sinusoidal import frequencies

__all__ = ["ROTARY_LAYOUTS", "RotatedRows", "apply_rotary", "rotary_angles", "rotate_rows"]

PAIRS = "rotary turns dimensions in pairs"


@dataclass(frozen=True)
class RotatedRows:
    """Vectors before and after they were turned by their positions."""

    positions: NDArray[np.int64]  # (n,)
    before: NDArray[np.floating]  # (n, dim)
    after: NDArray[np.float64]  # (n, dim)

    @property
    def lengths(self) -> NDArray[np.float64]:
        """Lengths before and after, (2, n): turning does not change them."""
        return np.stack([vector_lengths(self.before), vector_lengths(self.after)])

    @property
    def cosines(self) -> NDArray[np.float64]:
        """Cosine of each vector with what it was, (n,)."""
        return paired_cosines(self.before, self.after)


def rotary_angles(length: int, dim: int, base: float = 10000.0, *, start: int = 0) -> NDArray[np.float64]:
    """Return the rotation of each pair at `length` positions from `start` on, in radians, (length, dim // 2).

    A negative position turns the other way. At position p the error is about 3 · 2^-53 · |p| radians.

    Raises:
        InvalidInputError: a value outside its limits; dim must be even, because dimensions turn in pairs.

    >>> rotary_angles(3, 4).tolist()
    [[0.0, 0.0], [1.0, 0.01], [2.0, 0.02]]
    """
    check_length(length)
    check_dim(dim, length, pairs=PAIRS)
    check_base(base)
    check_start(start)
    return np.arange(start, start + length, dtype=np.float64)[:, None] * frequencies(dim, base)


def apply_rotary(
    x: ArrayLike,
    positions: ArrayLike | None = None,
    base: float = 10000.0,
    layout: str = "half_split",
) -> NDArray[np.float64]:
    """Rotate each row of `x` by its position.

    Args:
        x: (length, dim), queries or keys of one head.
        positions: (length,), any real numbers; 0 … length − 1 if None.
        base: sets the slowest rotation.
        layout: which dimensions form a pair: "half_split" takes (i, i + dim / 2), as transformers' Llama
            does; "interleaved" takes (2i, 2i + 1), as the paper does.

    Returns: (length, dim) in float64. Lengths of vectors do not change.

    Raises:
        InvalidInputError: a value outside its limits, or not one position a row.
        UnknownNameError: no such layout.
    """
    rows = np.asarray(x, dtype=np.float64)
    if rows.ndim != 2:
        raise InvalidInputError(f"x needs the shape (length, dim); this one has {rows.shape}.")
    length, dim = rows.shape
    check_dim(dim, length, pairs=PAIRS)
    check_base(base)
    check_choice(layout, ROTARY_LAYOUTS, "layout")
    places = np.arange(length, dtype=np.float64) if positions is None else np.asarray(positions, np.float64)
    if places.shape != (length,) or not np.isfinite(places).all():
        raise InvalidInputError(
            f"There must be one finite position for each of the {length} rows; "
            f"the shape given is {places.shape}."
        )
    angles = places[:, None] * frequencies(dim, base)  # (length, dim / 2)
    return rotate_pairs(rows, angles, layout=layout)


def rotate_rows(rows: NDArray[np.floating], *, base: float = 10000.0, start: int = 0) -> RotatedRows:
    """Rotate rows that stand at the positions from `start` on, as `apply_rotary` does.

    Raises:
        InvalidInputError: a value outside its limits.
    """
    positions = np.arange(start, start + len(rows))
    return RotatedRows(positions, rows, apply_rotary(rows, positions, base))
