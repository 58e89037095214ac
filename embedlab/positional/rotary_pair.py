"""One query and one key as hands of clocks: what rotary positions turn, and what stays when both move on.

A rotary model turns each pair of dimensions as one hand of a clock: pair i of the query at position m by
m · base^(-2i / dim), pair i of the key at n by n · base^(-2i / dim). The dot product of the two is a sum over
the pairs, |q| · |k| · cos(angle between the two hands), and that angle depends on n − m alone. Whole texts
and the softmax over them are left to `conventions`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.cosine import vector_lengths
from embedlab.errors import InvalidInputError, check_choice
from embedlab.positional.limits import check_base, check_dim
from embedlab.positional.rotary import ROTARY_LAYOUTS, apply_rotary
from embedlab.positional.sinusoidal import frequencies, wavelengths

__all__ = ["RotaryPair", "move_both", "rotary_pair", "rounding_of_moves", "score_by_offset", "split_pairs"]

MAX_POSITION = 10_000_000  # beyond it, angles in float64 lose the digits that are shown


@dataclass(frozen=True)
class RotaryPair:
    """A query at position m and a key at position n; a hand is the (first, second) number of a pair."""

    m: float
    n: float
    base: float
    layout: str
    frequencies: NDArray[np.float64]  # (pairs,) radians a position
    query: NDArray[np.float64]  # (pairs, 2) hands before
    key: NDArray[np.float64]  # (pairs, 2) hands before
    turned_query: NDArray[np.float64]  # (pairs, 2) hands at m
    turned_key: NDArray[np.float64]  # (pairs, 2) hands at n

    @property
    def contributions(self) -> NDArray[np.float64]:
        """What each pair adds to the dot product, (pairs,)."""
        return np.asarray((self.turned_query * self.turned_key).sum(axis=1))

    @property
    def total(self) -> float:
        """The dot product of the turned query and the turned key."""
        return float(self.contributions.sum())

    @property
    def lengths(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lengths of the hands of the query and of the key, (pairs,) each; turning does not change them."""
        return vector_lengths(self.query), vector_lengths(self.key)

    @property
    def wavelengths(self) -> NDArray[np.float64]:
        """Positions that each pair needs for one full turn, (pairs,)."""
        return wavelengths(2 * len(self.frequencies), self.base)

    @property
    def angles(self) -> NDArray[np.float64]:
        """Angles from the query's hands to the key's in degrees, −180 to 180, (2, pairs): before, turned."""
        query, key = (np.arctan2(hands[:, 1], hands[:, 0]) for hands in (self.query, self.key))
        before = np.degrees(key - query)
        after = before + np.degrees((self.n - self.m) * self.frequencies)
        return np.asarray((np.stack([before, after]) + 180) % 360 - 180)


def split_pairs(vector: ArrayLike, layout: str = "half_split") -> NDArray[np.float64]:
    """Return the pairs of a vector, (pairs, 2).

    >>> split_pairs([1, 2, 3, 4]).tolist(), split_pairs([1, 2, 3, 4], "interleaved").tolist()
    ([[1.0, 3.0], [2.0, 4.0]], [[1.0, 2.0], [3.0, 4.0]])

    Raises:
        InvalidInputError: not a vector of an even number of finite numbers.
        UnknownNameError: no such layout.
    """
    numbers = np.asarray(vector, dtype=np.float64)
    if numbers.ndim != 1 or not np.isfinite(numbers).all():
        raise InvalidInputError(
            f"A query or key is one row of finite numbers; this has the shape {numbers.shape}."
        )
    check_dim(len(numbers))
    check_choice(layout, ROTARY_LAYOUTS, "layout")
    return numbers.reshape(2, -1).T.copy() if layout == "half_split" else numbers.reshape(-1, 2).copy()


def rotary_pair(
    query: ArrayLike,
    key: ArrayLike,
    m: float,
    n: float,
    *,
    base: float = 10000.0,
    layout: str = "half_split",
) -> RotaryPair:
    """Turn a query to position m and a key to position n.

    >>> pair = rotary_pair([1, 0], [1, 0], 3, 3)
    >>> round(pair.total, 12)
    1.0

    Raises:
        InvalidInputError: the two have different lengths, an odd one, or a position or base outside its
            limits.
        UnknownNameError: no such layout.
    """
    check_base(base)
    hands, others = split_pairs(query, layout), split_pairs(key, layout)
    if hands.shape != others.shape:
        raise InvalidInputError(
            f"The query has {hands.size} numbers and the key {others.size}; both need the same count."
        )
    for place in (m, n):
        if not abs(place) <= MAX_POSITION:
            raise InvalidInputError(
                f"Position {place:,} is outside its limits; choose from {-MAX_POSITION:,} to "
                f"{MAX_POSITION:,}."
            )
    both = apply_rotary(np.stack([hands.ravel(), others.ravel()]), [m, n], base, "interleaved")
    turned, other_turned = both.reshape(2, -1, 2)
    return RotaryPair(m, n, base, layout, frequencies(hands.size, base), hands, others, turned, other_turned)


def move_both(pair: RotaryPair, shifts: ArrayLike) -> NDArray[np.float64]:
    """Return the dot product after both have moved on by each of some positions, in the shape of `shifts`.

    Everything is turned anew for each of them: what is left between them is rounding.
    """
    moves = np.asarray(shifts, dtype=np.float64)
    flat = moves.ravel()
    sides = ((pair.query, pair.m), (pair.key, pair.n))
    queries, keys = (
        apply_rotary(np.tile(hands.ravel(), (flat.size, 1)), flat + place, pair.base, "interleaved")
        for hands, place in sides
    )
    return np.asarray((queries * keys).sum(axis=1).reshape(moves.shape))


def rounding_of_moves(pair: RotaryPair, farthest: int) -> float:
    """Return how much the dot product changes at most when both move on by 1 to `farthest` positions."""
    return float(np.abs(move_both(pair, np.arange(farthest + 1)) - pair.total).max())


def score_by_offset(pair: RotaryPair, offsets: ArrayLike) -> NDArray[np.float64]:
    """Return what each pair adds when the key stands so many positions after the query, (..., pairs).

    Their sum over the last axis is the dot product as a function of n − m.
    """
    angles = np.asarray(offsets, dtype=np.float64)[..., None] * pair.frequencies
    aligned = (pair.query * pair.key).sum(axis=1)  # (pairs,) |q||k| cos of the angle before
    crossed = pair.query[:, 0] * pair.key[:, 1] - pair.query[:, 1] * pair.key[:, 0]  # … sin
    return np.asarray(aligned * np.cos(angles) - crossed * np.sin(angles))
