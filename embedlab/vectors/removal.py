"""What taking a direction away does, to some words and to everything else.

A word whose cosine with the direction is 0 afterwards may keep all its neighbors: the direction is gone and
the association is not (Gonen and Goldberg 2019). So neighborhoods are compared, and relations that nobody
meant to touch are measured before and after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError
from embedlab.ranking import Ranking, top_k
from embedlab.texts.relations import RELATIONS, Relation
from embedlab.vectors.directions import first_units, project_away, unit_direction
from embedlab.vectors.named_axis import NamedAxis
from embedlab.vectors.offsets import MIN_PAIRS, mean_pair_cosine
from embedlab.vectors.pair_units import pair_units, word_units
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["Removal", "removal_effect"]

MAX_WORDS = 100
MIN_USABLE = 3  # words with a direction that is not the one taken away
EXAMINED = (
    1_000  # words whose neighborhoods are compared for `moved`: those that lie most along the direction
)
SHOWN = 15  # of them that are returned
BLOCK = 250  # words whose neighbors are searched at a time


@dataclass(frozen=True)
class Removal:
    """Some words before and after a direction is projected away, and what else moves."""

    words: tuple[str, ...]
    before: NDArray[np.float64]  # (words,) cosine with the direction; afterwards it is 0
    preservation: NDArray[np.float64]  # (words,) share of the neighbors that stay, in [0, 1]
    neighbors_before: tuple[tuple[str, ...], ...]  # nearest first
    neighbors_after: tuple[tuple[str, ...], ...]  # none for a word that had no other direction
    others: dict[str, tuple[float, float]]  # relation -> mean cosine of its offsets before, after
    moved: Ranking  # the words with the most new neighbors; the score is 1 − its preservation
    examined: int  # how many words `moved` was chosen from: those of largest cosine, either sign
    among: int  # the most frequent words that count as neighbors


def removal_effect(
    vectors: WordVectors,
    axis: NamedAxis,
    words: Sequence[str],
    *,
    k: int = 10,
    among: int = 20_000,
    relations: Mapping[str, Relation] = RELATIONS,
) -> Removal:
    """Compare words, their neighbors and relations before and after a direction is projected away.

    Neighbors are ranked by cosine in both, among the first words only; a word itself is none.

    Args:
        vectors: the table, most frequent word first.
        axis: the direction to take away.
        words: 1 to 100, of any frequency.
        k: how many neighbors of each word are compared.
        among: how many of the most frequent words count as neighbors.
        relations: measured before and after; pairs the table does not have are passed over, and a relation
            with fewer than 3 left is not in the result.

    Raises:
        UnknownWordError: a word is not in the table.
        InvalidInputError: too many words or none, or a number outside its limits.

    Source: Gonen and Goldberg 2019, "Lipstick on a Pig", who count the biased neighbors that remain.
    """
    if not 1 <= len(words) <= MAX_WORDS:
        raise InvalidInputError(f"{len(words):,} words were given; give 1 to {MAX_WORDS}.")
    direction = unit_direction(vectors, axis)
    search = _Search(first_units(vectors, among), direction, k)
    rows = np.array([vectors.row(word) for word in words])
    units = word_units(vectors, words).astype(np.float32)
    compared = search.compare(units, rows)
    strength = np.abs(search.before @ direction.astype(np.float32))
    strength[~search.before.any(axis=1)] = -np.inf
    examined = top_k(strength, min(EXAMINED, search.usable))
    changed = 1 - _preservation(search.compare(search.before[examined], examined))
    most = top_k(changed, min(SHOWN, len(changed)))  # among equals the one farther along the direction
    sides = [[_words(vectors, own) for own in side] for side in zip(*compared, strict=True)]
    return Removal(
        tuple(words),
        units @ direction,
        _preservation(compared),
        tuple(sides[0]),
        tuple(sides[1]),
        _relations_moved(vectors, direction, relations),
        Ranking(examined[most], changed[most].astype(np.float32), _words(vectors, examined[most])),
        examined=len(examined),
        among=len(search.before),
    )


Compared = list[tuple[NDArray[np.int64], NDArray[np.int64]]]  # of each word, its neighbors before and after


class _Search:
    """The nearest of the first words, with the direction and without it."""

    def __init__(self, units: NDArray[np.float32], direction: NDArray[np.float64], k: int) -> None:
        self.direction, self.k = direction, k
        self.before = units
        self.after = unit_rows(project_away(units, direction)).astype(np.float32)
        self.usable = int(self.after.any(axis=1).sum())
        if self.usable < MIN_USABLE:
            raise InvalidInputError(
                f"Only {self.usable} of the first {len(units):,} words keep a direction, too few to have "
                f"neighbors; search among at least {MIN_USABLE}."
            )
        if not 1 <= k < self.usable:
            raise InvalidInputError(
                f"k = {k} neighbors cannot be compared among {self.usable:,} words; "
                f"k must be 1 to {self.usable - 1:,}."
            )

    def compare(self, units: NDArray[np.float32], rows: NDArray[np.int64]) -> Compared:
        """Return the neighbors of (n, dim) unit vectors, which stand in `rows` of the table."""
        without = unit_rows(project_away(units, self.direction)).astype(np.float32)
        before, after = self._nearest(self.before, units, rows), self._nearest(self.after, without, rows)
        return list(zip(before, after, strict=True))

    def _nearest(
        self, table: NDArray[np.float32], queries: NDArray[np.float32], rows: NDArray[np.int64]
    ) -> list[NDArray[np.int64]]:
        without_direction = np.flatnonzero(~table.any(axis=1))
        neighbors: list[NDArray[np.int64]] = []
        for start in range(0, len(queries), BLOCK):
            part = queries[start : start + BLOCK]
            scores = part @ table.T  # (block, among)
            scores[:, without_direction] = -np.inf
            for query, own, row in zip(part, scores, rows[start : start + BLOCK].tolist(), strict=True):
                if row < len(own):
                    own[row] = -np.inf
                neighbors.append(top_k(own, self.k if query.any() else 0))
        return neighbors


def _preservation(compared: Compared) -> NDArray[np.float64]:
    """Return the share of each word's neighbors that are among those afterwards."""
    return np.array([len({*before.tolist()} & {*after.tolist()}) / len(before) for before, after in compared])


def _words(vectors: WordVectors, rows: NDArray[np.int64]) -> tuple[str, ...]:
    return tuple(vectors.words[row] for row in rows.tolist())


def _relations_moved(
    vectors: WordVectors, direction: NDArray[np.float64], relations: Mapping[str, Relation]
) -> dict[str, tuple[float, float]]:
    """Return the mean cosine of the offsets of each relation before and after."""
    moved: dict[str, tuple[float, float]] = {}
    for name, relation in relations.items():
        pairs = [pair for pair in relation.pairs if pair[0] in vectors and pair[1] in vectors]
        if len(pairs) >= MIN_PAIRS:
            firsts, seconds = pair_units(vectors, pairs)
            after = [
                unit_rows(project_away(units.astype(np.float32), direction)) for units in (firsts, seconds)
            ]
            moved[name] = (mean_pair_cosine(seconds - firsts), mean_pair_cosine(after[1] - after[0]))
    return moved
