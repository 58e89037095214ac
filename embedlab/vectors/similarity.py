"""How similar some words are to each other, what random words would give, and which one does not belong.

A cosine means little by itself: `random_pair_cosines` says what two words that have nothing to do with each
other reach in the same table. The neighbors of one word among all others are the table's own business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import cosine_matrix, paired_cosines, vector_lengths
from embedlab.errors import InvalidInputError, check_choice, quote
from embedlab.ranking import MEASURES
from embedlab.vectors.pair_units import word_units
from embedlab.vectors.word_vectors import WordVectors

__all__ = [
    "OddOneOut",
    "RandomPairs",
    "most_similar_pair",
    "odd_one_out",
    "random_pair_cosines",
    "similarity_matrix",
]

MAX_COMPARED = 200  # words in one matrix
MIN_ODD, MAX_ODD = 3, 50  # words of which one may not belong
MAX_RANDOM_PAIRS = 1_000_000


@dataclass(frozen=True)
class RandomPairs:
    """The cosines of pairs of words drawn at random: the baseline of every other cosine."""

    cosines: NDArray[np.float64]  # (pairs,)
    mean: float
    low: float  # 5% of the pairs lie below
    median: float
    high: float  # 5% of the pairs lie above
    among: int  # the most frequent words they were drawn from

    def reaching(self, cosine: float) -> int:
        """Return how many of the pairs have at least this cosine."""
        return int((self.cosines >= cosine).sum())


@dataclass(frozen=True)
class OddOneOut:
    """Words and how close each is to the middle of all of them."""

    words: tuple[str, ...]  # as they were given
    cosines: NDArray[np.float64]  # (words,) with the mean of all their unit vectors
    odd: str  # the word of the lowest cosine
    margin: float  # how far the next lowest cosine lies above it


def similarity_matrix(
    vectors: WordVectors, words: Sequence[str], *, measure: str = "cosine"
) -> NDArray[np.float64]:
    """Return how similar each word is to each other one, shape (words, words).

    Args:
        vectors: the table.
        words: 1 to 200.
        measure: "cosine" of the directions, in [-1, 1]; "dot" product of the vectors as they are, which
            grows with their lengths; "euclidean" distance of the vectors as they are, where 0 is the same
            place and less is closer.

    Raises:
        UnknownNameError: no such measure.
        UnknownWordError: a word is not in the table.
        InvalidInputError: no words or too many, or under "cosine" one whose vector is zero.
    """
    check_choice(measure, MEASURES, "measure")
    if not 1 <= len(words) <= MAX_COMPARED:
        raise InvalidInputError(
            f"{len(words):,} words cannot be compared in one matrix; give 1 to {MAX_COMPARED}."
        )
    if measure == "cosine":
        cosines = cosine_matrix(word_units(vectors, words))
        np.fill_diagonal(cosines, 1)  # the units are rounded
        return cosines
    points = np.stack([vectors[word] for word in words]).astype(np.float64)
    if measure == "dot":
        return np.asarray(points @ points.T)
    # from the differences: the squares of long vectors would swallow a small distance
    return np.stack([vector_lengths(points - point) for point in points])


def most_similar_pair(matrix: NDArray[np.float64], *, measure: str = "cosine") -> tuple[int, int]:
    """Return the indices of the two words that are most alike in a matrix of `similarity_matrix`.

    >>> most_similar_pair(np.array([[1, 0.2, 0.7], [0.2, 1, 0.1], [0.7, 0.1, 1]]))
    (0, 2)
    """
    check_choice(measure, MEASURES, "measure")
    firsts, seconds = np.triu_indices(len(matrix), 1)
    values = matrix[firsts, seconds]
    best = int(np.argmin(values) if measure == "euclidean" else np.argmax(values))
    return int(firsts[best]), int(seconds[best])


def random_pair_cosines(
    vectors: WordVectors, *, pairs: int = 10_000, among: int = 20_000, random_state: int = 0
) -> RandomPairs:
    """Return the cosines of random pairs of two different words among the most frequent ones.

    Words whose vector is zero are never drawn. A pair may be drawn twice.

    Args:
        vectors: the table, most frequent word first.
        pairs: how many.
        among: of how many words; the whole table where it is smaller.
        random_state: the same pairs for the same number.

    Raises:
        InvalidInputError: a number outside its limits, or fewer than two words with a direction.
    """
    if not 1 <= pairs <= MAX_RANDOM_PAIRS:
        raise InvalidInputError(f"{pairs:,} random pairs cannot be drawn; choose 1 to {MAX_RANDOM_PAIRS:,}.")
    rows = np.flatnonzero(vectors.inverse_norms[: max(among, 0)])
    if len(rows) < 2:
        raise InvalidInputError(
            f"Only {len(rows)} of the first {among:,} words has a direction and a pair needs two; "
            "draw among more words."
        )
    random = np.random.default_rng(random_state)
    first = random.integers(len(rows), size=pairs)
    second = random.integers(len(rows) - 1, size=pairs)
    second += second >= first  # any word but the first
    cosines = paired_cosines(vectors.matrix[rows[first]], vectors.matrix[rows[second]])
    low, median, high = np.quantile(cosines, (0.05, 0.5, 0.95)).tolist()
    return RandomPairs(cosines, float(cosines.mean()), low, median, high, among=min(among, len(vectors)))


def odd_one_out(vectors: WordVectors, words: Sequence[str]) -> OddOneOut:
    """Return the word that is farthest from the middle of all: of lowest cosine with their mean direction.

    Args:
        vectors: the table.
        words: 3 to 50 different ones.

    Raises:
        UnknownWordError: a word is not in the table.
        InvalidInputError: too few words or too many, one given twice, or words that cancel each other.

    Source: gensim's `doesnt_match`, which gives the same answer where all words are known.
    """
    if not MIN_ODD <= len(words) <= MAX_ODD:
        raise InvalidInputError(
            f"The odd one out of {len(words)} words cannot be told; give {MIN_ODD} to {MAX_ODD}."
        )
    rows: set[int] = set()
    for word in words:
        if vectors.row(word) in rows:
            raise InvalidInputError(f"{quote(word)} was given twice; give each word once.")
        rows.add(vectors.row(word))
    units = word_units(vectors, words)
    mean = units.mean(axis=0)
    if vector_lengths(mean) < 1e-6:
        raise InvalidInputError(
            "These words cancel each other, so they have no middle to be far from; change one of them."
        )
    cosines = paired_cosines(units, mean)
    lowest, next_lowest = np.argsort(cosines, kind="stable")[:2].tolist()
    margin = float(cosines[next_lowest] - cosines[lowest])
    return OddOneOut(tuple(words), cosines, words[lowest], margin)
