"""Pairs of dimensions turned by angles: what rotary positions do to queries and keys."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["ROTARY_LAYOUTS", "rotate_pairs"]

ROTARY_LAYOUTS = ("half_split", "interleaved")


def rotate_pairs(
    rows: NDArray[np.float64], angles: NDArray[np.float64], *, layout: str = "half_split"
) -> NDArray[np.float64]:
    """Return rows whose pairs of dimensions are turned by angles (Su et al. 2021, equation 34).

    Args:
        rows: (…, length, dim).
        angles: (length, dim // 2), in radians.
        layout: which dimensions form a pair: "half_split" takes (i, i + dim / 2), "interleaved" (2i, 2i + 1).
    """
    half = rows.shape[-1] // 2
    pair = (
        (slice(None, half), slice(half, None))
        if layout == "half_split"
        else (slice(0, None, 2), slice(1, None, 2))
    )
    first, second = rows[..., pair[0]], rows[..., pair[1]]
    rotated = np.empty_like(rows)
    rotated[..., pair[0]] = first * np.cos(angles) - second * np.sin(angles)
    rotated[..., pair[1]] = first * np.sin(angles) + second * np.cos(angles)
    return rotated
