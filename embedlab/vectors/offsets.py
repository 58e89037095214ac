"""The offsets of many pairs of one relation: are they parallel, as the parallelogram of an analogy wants?

Each pair's offset leads from its first word to its second, on vectors scaled to length 1. Their mean cosine
says how parallel they are; it counts only against what the same words give when the second words are dealt
out anew, because two groups of words lie apart whichever way they are paired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import cosine_matrix, unit_rows, vector_lengths
from embedlab.errors import InvalidInputError
from embedlab.vectors.pair_units import pair_units
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["RelationOffsets", "mean_pair_cosine", "relation_offsets"]

MIN_PAIRS = 3
MAX_ROUNDS = 10_000
TRIES = 50  # to deal out second words so that nobody gets one of its own; each succeeds one time in three


@dataclass(frozen=True)
class RelationOffsets:
    """The offsets of n pairs of words, all drawn from one origin."""

    pairs: tuple[tuple[str, str], ...]
    offsets: NDArray[np.float64]  # (n, dim) second − first, of unit vectors
    coordinates: NDArray[np.float64]  # (n, 2) in the plane through the origin that holds most of them
    explained: float  # share of their squared length that lies in this plane
    cosines: NDArray[np.float64]  # (n, n) of the offsets with each other
    mean_cosine: float  # over all pairs of two different offsets
    shuffled: NDArray[np.float64]  # (rounds,) the same mean where the second words are dealt out anew
    mean_length: float  # of the offsets; 2 at most

    @property
    def mean_shuffled(self) -> float:
        """The mean of `shuffled`: what the two groups of words give without their pairing."""
        return float(self.shuffled.mean())


def relation_offsets(
    vectors: WordVectors,
    pairs: Sequence[tuple[str, str]],
    *,
    rounds: int = 200,
    random_state: int = 0,
) -> RelationOffsets:
    """Return the offsets of a relation, the plane that shows most of them, and how parallel they are.

    A parallel relation has a mean cosine near 1. In the shuffled rounds no first word gets a second word
    that is its own, where that is possible; what they reach comes from the two groups of words alone.

    Args:
        vectors: the table.
        pairs: at least 3, such as ("france", "paris"), ("japan", "tokyo"), …
        rounds: how often the second words are dealt out anew.
        random_state: the same rounds for the same number.

    Raises:
        UnknownWordError: a word is not in the table.
        InvalidInputError: too few pairs or too many, one without an offset, or rounds outside their limits.

    Source: Rogers, Drozd and Li 2017 for offsets that are not parallel; Ethayarajh, Duvenaud and Hirst 2019
    for when they are; Fournier, Dupoux and Dunbar 2020 for the mean cosine against shuffled pairs.
    """
    if not 1 <= rounds <= MAX_ROUNDS:
        raise InvalidInputError(f"{rounds:,} rounds were asked for; choose 1 to {MAX_ROUNDS:,}.")
    firsts, seconds = pair_units(vectors, pairs, least=MIN_PAIRS)
    offsets = seconds - firsts
    coordinates, explained = _in_main_plane(offsets)
    orders = _new_orders(_own(vectors, pairs), rounds, random_state)
    shuffled = [mean_pair_cosine(seconds[order] - firsts) for order in orders]
    return RelationOffsets(
        tuple((first, second) for first, second in pairs),
        offsets,
        coordinates,
        explained,
        cosine_matrix(offsets),
        mean_pair_cosine(offsets),
        np.array(shuffled),
        float(vector_lengths(offsets).mean()),
    )


def mean_pair_cosine(offsets: NDArray[np.float64]) -> float:
    """Return the mean cosine of all pairs of two different rows of (n, dim); a zero row counts as 0.

    The sum of all n² cosines is the squared length of the sum of the directions; those of a row with itself
    are taken away.
    """
    directions = unit_rows(offsets)
    total = directions.sum(axis=0)
    with_itself = directions.any(axis=1).sum()
    return float((total @ total - with_itself) / (len(offsets) * (len(offsets) - 1)))


def _in_main_plane(offsets: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Return (n, 2) coordinates in the plane through the origin nearest to all rows, and its share."""
    _, sizes, axes = np.linalg.svd(offsets, full_matrices=False)
    coordinates = np.zeros((len(offsets), 2))
    dims = min(2, len(axes))
    coordinates[:, :dims] = offsets @ axes[:dims].T
    coordinates *= np.where(coordinates.sum(axis=0) < 0, -1, 1)  # the sign of an axis is free: mostly upwards
    return coordinates, float((sizes[:2] ** 2).sum() / (sizes**2).sum())


def _own(vectors: WordVectors, pairs: Sequence[tuple[str, str]]) -> NDArray[np.bool_]:
    """Return (n, n): whether the second word of column j makes a pair of the relation with the first of i."""
    rows = [(vectors.row(first), vectors.row(second)) for first, second in pairs]
    known = set(rows)
    return np.array(
        [[(first, second) in known or first == second for _, second in rows] for first, _ in rows]
    )


def _new_orders(own: NDArray[np.bool_], rounds: int, random_state: int) -> NDArray[np.int64]:
    """Return (rounds, n) orders of the second words in which, where possible, no first word keeps its own."""
    random = np.random.default_rng(random_state)
    places = np.arange(len(own))
    orders = random.permuted(np.tile(places, (rounds, 1)), axis=1)
    similarity = own[places, orders].sum(axis=1)
    for _ in range(TRIES):
        if not similarity.any():
            break
        again = random.permuted(orders, axis=1)
        kept_again = own[places, again].sum(axis=1)
        better = kept_again < similarity
        orders[better], similarity[better] = again[better], kept_again[better]
    return orders
