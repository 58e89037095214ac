"""A direction between words, the words that lie along it, and vectors without it.

The direction is that of `named_axis`, on vectors of length 1. Words along it show what a
table associates, not what is true; what taking a direction away does to other words is in
`embedlab.vectors.removal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import unit_rows, vector_lengths
from embedlab.errors import InvalidInputError
from embedlab.ranking import Ranking, top_k
from embedlab.vectors.named_axis import NamedAxis, named_axis
from embedlab.vectors.pair_units import pair_units
from embedlab.vectors.word_vectors import WordVectors

__all__ = [
    "WordsAlong",
    "first_units",
    "project_away",
    "unit_direction",
    "word_direction",
    "words_along",
]

GONE = 1e-6  # of a unit vector: a rest shorter than this is rounding


@dataclass(frozen=True)
class WordsAlong:
    """The words at the two ends of a direction; the scores are cosines with it."""

    low: Ranking  # the most negative cosine first
    high: Ranking  # the most positive cosine first
    among: int  # the most frequent words that took part


def word_direction(vectors: WordVectors, pairs: Sequence[tuple[str, str]]) -> NamedAxis:
    """Return the mean direction from the first to the second words; the first pair names its ends.

    Args:
        vectors: the table.
        pairs: at least one, such as ("he", "she"), ("man", "woman").

    Raises:
        UnknownWordError: a word is not in the table.
        InvalidInputError: no pairs or too many, a pair without a direction, or pairs that cancel.

    Source: Bolukbasi et al. 2016, who take the first principal component of such offsets.
    """
    firsts, seconds = pair_units(vectors, pairs)
    negative, positive = pairs[0]
    return named_axis(firsts, seconds, negative=negative, positive=positive)


def words_along(
    vectors: WordVectors,
    axis: NamedAxis,
    *,
    k: int = 15,
    among: int = 20_000,
    exclude: Sequence[str] = (),
) -> WordsAlong:
    """Return the words with the most negative and the most positive cosine with a direction.

    The two words that name the axis are left out, as the words it was made of would only repeat it.

    Args:
        vectors: the table, most frequent word first.
        axis: a direction in its space.
        k: how many at each end; fewer where the table has fewer, so that no word is at both ends.
        among: search the first N words only.
        exclude: further words to leave out; those the table does not have do no harm.

    Raises:
        InvalidInputError: a number outside its limits, a direction of another space, or no words left.
    """
    direction = unit_direction(vectors, axis)
    units = first_units(vectors, among)
    cosines = np.clip(units @ direction.astype(np.float32), -1, 1)
    allowed: NDArray[np.bool_] = np.any(units, axis=1)
    left_out = [vectors.row(word) for word in (axis.negative, axis.positive, *exclude) if word in vectors]
    allowed[[row for row in left_out if row < len(units)]] = False
    if k < 1:
        raise InvalidInputError(f"k = {k} words cannot be shown; k must be at least 1.")
    count = min(k, int(allowed.sum()) // 2)
    if count == 0:
        raise InvalidInputError(
            f"Fewer than two of the first {len(units):,} words are left to lie along the direction; "
            "search among more words or leave out fewer."
        )
    low, high = (top_k(np.where(allowed, sign * cosines, -np.inf), count) for sign in (-1, 1))
    return WordsAlong(vectors.ranking(low, cosines), vectors.ranking(high, cosines), among=len(units))


def unit_direction(vectors: WordVectors, axis: NamedAxis) -> NDArray[np.float64]:
    """Return the direction of an axis at length 1, shape (dim,).

    Raises:
        InvalidInputError: it is of another space.
    """
    if axis.direction.shape != (vectors.dim,):
        raise InvalidInputError(
            f"The direction has {axis.direction.size} numbers and the vectors of {vectors.name} have "
            f"{vectors.dim}; make both from one table."
        )
    return unit_rows(axis.direction)


def first_units(vectors: WordVectors, among: int) -> NDArray[np.float32]:
    """Return the vectors of the first words scaled to length 1, shape (at most among, dim); zeros stay zero.

    Raises:
        InvalidInputError: `among` is below 1.
    """
    if among < 1:
        raise InvalidInputError(f"{among:,} words cannot be searched; choose at least 1.")
    units: NDArray[np.float32] = vectors.matrix[:among] * vectors.inverse_norms[:among, None]
    return units


def project_away(units: NDArray[np.float32], direction: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return (n, dim) unit vectors without their part along a (dim,) direction; tiny rests become zero.

    Source: the "neutralize" step of Bolukbasi et al. 2016, without scaling to length 1 again.
    """
    rest = units
    narrow = direction.astype(np.float32)
    for _ in range(2):  # the second time takes what the rounding of the first left
        rest = rest - (rest @ narrow)[:, None] * narrow
    rest[vector_lengths(rest) < GONE] = 0
    return np.asarray(rest, dtype=np.float32)
