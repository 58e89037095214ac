"""Pairs of words looked up: the unit vectors of the first and of the second words.

The border of everything that takes pairs: what it returns can be subtracted without a further check. Reading
pairs from a text is not its business.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import vector_lengths
from embedlab.errors import InvalidInputError, quote
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["MAX_PAIRS", "pair_units", "word_units"]

MAX_PAIRS = 500
SAME = 1e-6  # unit vectors closer than this differ by rounding only


def word_units(vectors: WordVectors, words: Sequence[str]) -> NDArray[np.float64]:
    """Return the vectors of some words scaled to length 1, shape (words, dim).

    Raises:
        UnknownWordError: a word is not in the table.
        InvalidInputError: a word's vector is zero.
    """
    return np.stack([vectors.unit(word) for word in words]).astype(np.float64)


def pair_units(
    vectors: WordVectors, pairs: Sequence[tuple[str, str]], *, least: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the unit vectors of the first words and of the second words, each (pairs, dim).

    Args:
        vectors: the table.
        pairs: two different words each.
        least: how many pairs are needed.

    Raises:
        UnknownWordError: a word is not in the table.
        InvalidInputError: too few pairs or too many, a pair given twice, or one whose words have the same
            direction.
    """
    if not least <= len(pairs) <= MAX_PAIRS:
        raise InvalidInputError(
            f"{len(pairs):,} pairs of words were given; give at least {least} and at most {MAX_PAIRS}."
        )
    seen: set[tuple[int, int]] = set()
    for number, (first, second) in enumerate(pairs, start=1):
        rows = (vectors.row(first), vectors.row(second))
        if rows in seen:
            raise InvalidInputError(
                f"Pair {number} ({quote(first)}, {quote(second)}) was given before; each pair counts once, "
                "so remove it."
            )
        seen.add(rows)
    firsts, seconds = (word_units(vectors, words) for words in zip(*pairs, strict=True))
    lengths = vector_lengths(seconds - firsts)
    if lengths.min() < SAME:
        number = int(lengths.argmin()) + 1
        first, second = pairs[number - 1]
        raise InvalidInputError(
            f"Pair {number} ({quote(first)}, {quote(second)}) has two words of the same direction, so "
            "nothing leads from one to the other; choose two different words."
        )
    return firsts, seconds
