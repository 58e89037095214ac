"""Sinusoidal positions: a fixed vector for each position, added to the token's (Vaswani et al. 2017).

PE(p, 2i)     = sin(p / base^(2i / dim))
PE(p, 2i + 1) = cos(p / base^(2i / dim))
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import check_choice
from embedlab.positional.limits import check_base, check_dim, check_length

__all__ = ["SINUSOIDAL_LAYOUTS", "frequencies", "sinusoidal"]

SINUSOIDAL_LAYOUTS = ("interleaved", "concatenated")


def frequencies(dim: int, base: float = 10000.0) -> NDArray[np.float64]:
    """Return the angular frequency of each pair of dimensions, base^(-2i / dim), shape (dim // 2,)."""
    return base ** (-np.arange(0, dim, 2, dtype=np.float64) / dim)


def sinusoidal(
    length: int, dim: int, base: float = 10000.0, layout: str = "interleaved"
) -> NDArray[np.float64]:
    """Return the sinusoidal vectors of the positions 0 … length − 1, shape (length, dim), in [-1, 1].

    Args:
        length: positions, at least 1.
        dim: numbers a position; even, at least 2.
        base: sets the longest wavelength, 2π · base (in the limit of many dimensions).
        layout: "interleaved" puts the sine of a pair at 2i and the cosine at 2i + 1, as in the paper;
            "concatenated" puts all sines first, as tensor2tensor does. The same numbers in another order.

    Raises:
        InvalidInputError: a value outside its limits.
        UnknownNameError: no such layout.

    >>> sinusoidal(2, 4).round(4).tolist()
    [[0.0, 1.0, 0.0, 1.0], [0.8415, 0.5403, 0.01, 1.0]]
    """
    check_length(length)
    check_dim(dim, length)
    check_base(base)
    check_choice(layout, SINUSOIDAL_LAYOUTS, "layout")
    angles = np.arange(length, dtype=np.float64)[:, None] * frequencies(dim, base)  # (length, dim / 2)
    table = np.empty((length, dim))
    if layout == "interleaved":
        table[:, 0::2], table[:, 1::2] = np.sin(angles), np.cos(angles)
    else:
        table[:, : dim // 2], table[:, dim // 2 :] = np.sin(angles), np.cos(angles)
    return table
