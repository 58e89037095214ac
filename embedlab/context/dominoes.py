"""What context does to a word's neighbors: those before any context beside those after the last layer.

The idea of a domino for each object, the most changed ones first, is that of the Embedding Comparator
(Boggust, Carter and Satyanarayan 2022), which lays two embeddings of one vocabulary side by side; here the
two are the first and the last layer of one encoder. A domino counts shared words and weighs none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.context_neighbors import (
    WordIndex,
    check_k,
    context_neighbors,
    input_table_neighbors,
)
from embedlab.context.reference import ReferenceWords
from embedlab.context.word_in_context import WordInContext
from embedlab.errors import InvalidInputError
from embedlab.ranking import Ranking
from embedlab.vectors.word_vectors import WordVectors

__all__ = [
    "ChangedWords",
    "Domino",
    "WordChange",
    "changed_words",
    "dominoes",
    "frequent_neighbors",
    "input_table_dominoes",
    "mean_shared",
]


@dataclass(frozen=True)
class Domino:
    """The neighbors of a word in one sentence, at layer 0 and at the last layer, best first."""

    sentence: int
    first: tuple[str, ...]
    last: tuple[str, ...]
    shared: tuple[str, ...]  # in both, in the order of `first`
    first_scores: tuple[float, ...]  # cosines
    last_scores: tuple[float, ...]
    first_places: tuple[int, ...]  # into `words` of the reference; () where neighbors stand in no sentence
    last_places: tuple[int, ...]


@dataclass(frozen=True)
class WordChange:
    """A word of the reference and its neighbors before and after context."""

    place: int  # in `words` of the reference: its first occurrence
    overlap: float  # the share of `first` that is in `last`
    first: tuple[str, ...]
    last: tuple[str, ...]


@dataclass(frozen=True)
class ChangedWords:
    """How much every different word of the reference changes, and which change most and least."""

    overlap: NDArray[np.float64]  # (words,) share of the k neighbors kept, in the order of `reference.first`
    most: tuple[WordChange, ...]  # the most changed first
    least: tuple[WordChange, ...]  # the least changed first

    @property
    def mean_overlap(self) -> float:
        """The mean share over all words."""
        return float(self.overlap.mean())

    def count(self, overlap: float) -> int:
        """Return how many words have exactly this share."""
        return int((self.overlap == overlap).sum())


def dominoes(words: WordInContext, reference: ReferenceWords, *, k: int = 6) -> tuple[Domino, ...]:
    """Return a domino for each sentence: the fewest shared neighbors first, among equals in their order.

    Args:
        words: what `word_in_context` returned.
        reference: the words to look among, of the same encoder.
        k: neighbors in each half.

    Raises:
        InvalidInputError: `k` is below 1, a reference of another model, or no other word in it.
    """
    first, last = (
        context_neighbors(words, reference, layer=layer, k=k) for layer in (0, len(words.vectors) - 1)
    )
    return _most_changed_first(
        Domino(
            number,
            before,
            after,
            _shared(before, after),
            tuple(first.scores[number].tolist()),
            tuple(last.scores[number].tolist()),
            tuple(first.rows[number].tolist()),
            tuple(last.rows[number].tolist()),
        )
        for number, (before, after) in enumerate(
            zip(_named(first, reference), _named(last, reference), strict=True)
        )
    )


def input_table_dominoes(words: WordInContext, table: WordVectors, *, k: int = 6) -> tuple[Domino, ...]:
    """Return a domino for each sentence with neighbors among the rows of the input table instead.

    The layers are not made for the table, see `input_table_neighbors`.

    Raises:
        InvalidInputError: `k` is below 1, or a table of other dimensions.
    """
    first, last = (
        input_table_neighbors(words, table, layer=layer, k=k) for layer in (0, len(words.vectors) - 1)
    )
    return _most_changed_first(
        Domino(
            number,
            tuple(before.words),
            tuple(after.words),
            _shared(tuple(before.words), tuple(after.words)),
            tuple(before.scores.tolist()),
            tuple(after.scores.tolist()),
            (),
            (),
        )
        for number, (before, after) in enumerate(zip(first, last, strict=True))
    )


def mean_shared(dominoes: Sequence[Domino]) -> float:
    """Return how many neighbors a sentence keeps, the mean over some sentences."""
    return float(np.mean([len(domino.shared) for domino in dominoes]))


def frequent_neighbors(dominoes: Sequence[Domino], *, last: bool) -> tuple[str, ...]:
    """Return the words that are neighbors in the most of some sentences, as many as one domino has.

    Among words of equally many sentences, the one with the higher sum of cosines comes first.

    Args:
        dominoes: at least one.
        last: after the last layer, or before context.
    """
    totals: dict[str, tuple[int, float]] = {}
    for domino in dominoes:
        words, scores = (domino.last, domino.last_scores) if last else (domino.first, domino.first_scores)
        for word, score in zip(words, scores, strict=True):
            count, total = totals.get(word, (0, 0.0))
            totals[word] = count + 1, total + score
    ranked = sorted(totals, key=totals.__getitem__, reverse=True)
    return tuple(ranked[: len(dominoes[0].first)])


def changed_words(reference: ReferenceWords, *, k: int = 10, count: int = 8) -> ChangedWords:
    """Return how much of its neighbors each different word keeps, and the words that change most and least.

    A word counts at its first occurrence; words of its own sentence are not its neighbors at either layer.
    Among words that keep as many, the one comes first whose neighbors after the last layer are closest: a
    word that has gone somewhere before one that is merely lost.

    Args:
        reference: the words.
        k: neighbors before and after.
        count: how many words at each end; fewer where there are fewer, so that none is at both.

    Raises:
        InvalidInputError: a number below 1, or fewer than two words or sentences.
    """
    if count < 1:
        raise InvalidInputError(f"{count} changed words cannot be shown; choose at least 1.")
    first, last = _first_and_last(reference, k)
    overlap = _overlap(first, last, reference)
    befores, afters = _named(first, reference), _named(last, reference)
    strays = -last.scores.mean(axis=1)
    most, least = (np.lexsort((strays, sign * overlap)).tolist() for sign in (1, -1))
    places = np.flatnonzero(reference.first)
    each = min(count, len(overlap) // 2)

    def changes(rows: list[int]) -> tuple[WordChange, ...]:
        return tuple(
            WordChange(int(places[row]), float(overlap[row]), befores[row], afters[row]) for row in rows
        )

    return ChangedWords(overlap, changes(most[:each]), changes(least[:each]))


def _most_changed_first(dominoes: Iterable[Domino]) -> tuple[Domino, ...]:
    return tuple(sorted(dominoes, key=lambda domino: len(domino.shared)))


def _first_and_last(reference: ReferenceWords, k: int) -> tuple[Ranking, Ranking]:
    """Return the neighbors of every different word at layer 0 and at the last layer."""
    check_k(k)
    index = WordIndex(reference)
    places = np.flatnonzero(reference.first)
    first, last = (
        index.nearest(
            reference.vectors[layer, places],
            layer,
            k,
            own_words=index.of_place[places],
            own_sentences=reference.sentence_of[places],
        )
        for layer in (0, len(reference.vectors) - 1)
    )
    return first, last


def _overlap(first: Ranking, last: Ranking, reference: ReferenceWords) -> NDArray[np.float64]:
    pairs = zip(_named(first, reference), _named(last, reference), strict=True)
    return np.array([len(_shared(before, after)) / len(before) for before, after in pairs])


def _named(ranking: Ranking, reference: ReferenceWords) -> list[tuple[str, ...]]:
    return [tuple(reference.words[place] for place in row) for row in ranking.rows.tolist()]


def _shared(first: tuple[str, ...], last: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in first if word in last)
