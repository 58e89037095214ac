"""Sinusoidal positions: a fixed vector for each position, added to the token's (Vaswani et al. 2017).

PE(p, 2i)     = sin(p / base^(2i / dim))
PE(p, 2i + 1) = cos(p / base^(2i / dim))
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import check_choice
from embedlab.positional.limits import check_base, check_dim, check_length, check_start

__all__ = ["frequencies", "sinusoidal", "wavelengths"]

SINUSOIDAL_LAYOUTS = ("interleaved", "concatenated")


def frequencies(dim: int, base: float = 10000.0) -> NDArray[np.float64]:
    """Return the angular frequency of each pair of dimensions, base^(-2i / dim), shape (dim // 2,)."""
    return base ** (-np.arange(0, dim, 2, dtype=np.float64) / dim)


def wavelengths(dim: int, base: float = 10000.0) -> NDArray[np.float64]:
    """Return how many positions each pair needs for a full turn, 2π · base^(2i / dim), shape (dim // 2,).

    >>> wavelengths(4).round(2).tolist()
    [6.28, 628.32]
    """
    return np.asarray(2 * np.pi / frequencies(dim, base))


def sinusoidal(
    length: int, dim: int, base: float = 10000.0, layout: str = "interleaved", *, start: int = 0
) -> NDArray[np.float64]:
    """Return the sinusoidal vectors of `length` positions from `start` on, (length, dim), in [-1, 1].

    The frequencies carry a relative error of a few 2^-53, so the angle at position p one of about
    3 · 2^-53 · |p|: 7e-10 at the last position there is, two million.

    Args:
        length: positions, at least 1.
        dim: numbers a position; even, at least 2.
        base: sets the longest wavelength, 2π · base (in the limit of many dimensions).
        layout: "interleaved" puts the sine of a pair at 2i and the cosine at 2i + 1, as in the paper;
            "concatenated" puts all sines first, as tensor2tensor does. The same numbers in another order.
        start: the first position, up to a million on either side; the formula holds for negative ones too.

    Raises:
        InvalidInputError: a value outside its limits.
        UnknownNameError: no such layout.

    >>> sinusoidal(2, 4).round(4).tolist()
    [[0.0, 1.0, 0.0, 1.0], [0.8415, 0.5403, 0.01, 1.0]]
    """
    check_length(length)
    check_dim(dim, length)
    check_base(base)
    check_start(start)
    check_choice(layout, SINUSOIDAL_LAYOUTS, "layout")
    places = np.arange(start, start + length, dtype=np.float64)
    angles = places[:, None] * frequencies(dim, base)  # (length, dim / 2)
    table = np.empty((length, dim))
    half = dim // 2
    sines, cosines = (
        (table[:, 0::2], table[:, 1::2]) if layout == "interleaved" else (table[:, :half], table[:, half:])
    )
    np.sin(angles, out=sines)  # written in place: a third faster than through a copy
    np.cos(angles, out=cosines)
    return table
