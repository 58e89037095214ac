"""The neighbors of a word in its sentence: the words of other sentences that are closest at one layer.

A word stands for itself by the occurrence that is nearest. The word itself is left out in any case, its other
forms ("banks") are not: they are other words. So are the words of the very same sentence, which lie close
because they share it. What changes from layer to layer is in `dominoes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context.reference import ReferenceWords
from embedlab.context.word_in_context import WordInContext
from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError
from embedlab.ranking import Ranking, top_k
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["WordIndex", "context_neighbors", "input_table_neighbors"]

BLOCK = 256  # queries compared at once: 7 MB of cosines with 3,500 words


def context_neighbors(words: WordInContext, reference: ReferenceWords, *, layer: int, k: int = 6) -> Ranking:
    """Return the `k` different words closest to the word in each sentence; fewer where there are fewer.

    The rows, (sentences, k), are places in `words` of the reference: of each word the nearest occurrence. The
    reference is pooled by mean; a word of several pieces is best compared pooled alike.

    Args:
        words: what `word_in_context` returned.
        reference: the words to look among, of the same encoder.
        layer: 0 is before any context.
        k: how many words for each sentence.

    Raises:
        InvalidInputError: a number outside its limits, a reference of another model, or no other word in it.
    """
    checked_reference(words, reference)
    check_layer(layer, len(words.vectors))
    known = {sentence: number for number, sentence in enumerate(reference.sentences)}
    index = WordIndex(reference)
    own = index.numbers.get(words.word.lower(), -1)
    return index.nearest(
        words.vectors[layer],
        layer,
        k,
        own_words=np.full(len(words.sentences), own),
        own_sentences=np.array([known.get(sentence, -1) for sentence in words.sentences]),
    )


def input_table_neighbors(
    words: WordInContext, table: WordVectors, *, layer: int, k: int = 6
) -> tuple[Ranking, ...]:
    """Return the rows of the input table closest to the word in each sentence, the word itself left out.

    The table and the layers are not made for each other: layer 0 already adds position and segment to the
    row and scales the sum, and nothing in the training keeps the later layers near the table. The cosines
    are what they are, and small ones are no fault of the word.

    Args:
        words: what `word_in_context` returned.
        table: what `input_word_vectors` returned for the same encoder.
        layer: 0 is before any context.
        k: how many words for each sentence.

    Raises:
        InvalidInputError: a number outside its limits, or a table of other dimensions.
    """
    check_layer(layer, len(words.vectors))
    check_k(k)
    if table.dim != words.vectors.shape[-1]:
        raise InvalidInputError(
            f"The table {table.name} has {table.dim} numbers a word and the layers have "
            f"{words.vectors.shape[-1]}; take the input table of the same model."
        )
    own = words.word.casefold()
    left_out = [row for row, word in enumerate(table.words) if word.casefold() == own]
    return tuple(table.nearest(vector, k, exclude=left_out) for vector in words.vectors[layer])


class WordIndex:
    """The words of a reference with their occurrences side by side, so that the nearest of each is found."""

    def __init__(self, reference: ReferenceWords) -> None:
        self.reference = reference
        names = dict.fromkeys(reference.words)  # in the order of their first occurrence
        self.numbers = {word: number for number, word in enumerate(names)}
        self.of_place = np.array([self.numbers[word] for word in reference.words])  # (n,)
        self.order = np.argsort(self.of_place, kind="stable")  # the occurrences of each word side by side
        self.starts = np.searchsorted(self.of_place[self.order], np.arange(len(names)))

    def nearest(
        self,
        queries: NDArray[np.floating[Any]],
        layer: int,
        k: int,
        *,
        own_words: NDArray[np.int64],
        own_sentences: NDArray[np.int64],
    ) -> Ranking:
        """Return the `k` words nearest to each of (q, dim) vectors, fewer where one has fewer.

        Args:
            queries: the vectors.
            layer: of the reference.
            k: how many.
            own_words: (q,) numbers of the words to leave out; -1 for none.
            own_sentences: (q,) numbers of the sentences to leave out; -1 for none.

        Raises:
            InvalidInputError: `k` is below 1, or no word is left.
        """
        check_k(k)
        units = unit_rows(self.reference.vectors[layer, self.order])
        asked = unit_rows(queries)
        places, scores = [], []
        for rows in _blocks(len(asked)):
            cosines = np.clip(asked[rows] @ units.T, -1, 1)  # (block, n)
            # a zero vector has no direction and is nobody's neighbor
            cosines[~(np.any(asked[rows], axis=1, keepdims=True) & np.any(units, axis=1))] = -np.inf
            cosines[own_words[rows, None] == self.of_place[self.order]] = -np.inf
            cosines[own_sentences[rows, None] == self.reference.sentence_of[self.order]] = -np.inf
            best, scored = self._best_words(cosines, k)
            places.append(best)
            scores.append(scored)
        all_scores = np.concatenate(scores)
        count = int(np.isfinite(all_scores).sum(axis=1).min())
        if count == 0:
            raise InvalidInputError(
                f"None of the {len(self.reference.sentences)} sentences to look among has another word; "
                "add sentences of other words."
            )
        return Ranking(np.concatenate(places)[:, :count], all_scores[:, :count])

    def _best_words(
        self, cosines: NDArray[np.float64], k: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the place of the best occurrence of the k best words and its cosine, each (block, k)."""
        best = np.maximum.reduceat(cosines, self.starts, axis=1)  # (block, words)
        count = min(k, best.shape[1])
        ends = np.append(self.starts[1:], cosines.shape[1])
        places = np.empty((len(best), count), dtype=np.int64)
        scores = np.empty((len(best), count))
        for row, scored in enumerate(best):
            chosen = top_k(scored, count)
            scores[row] = scored[chosen]
            for column, word in enumerate(chosen.tolist()):
                start = self.starts[word]
                places[row, column] = self.order[start + cosines[row, start : ends[word]].argmax()]
        return places, scores


def checked_reference(words: WordInContext, reference: ReferenceWords) -> ReferenceWords:
    """Return the reference if its vectors have the shape of the word's.

    Raises:
        InvalidInputError: it is of another model.
    """
    layers, _, dim = words.vectors.shape
    others, _, other_dim = reference.vectors.shape
    if (layers, dim) != (others, other_dim):
        raise InvalidInputError(
            f"The word has {layers} layers of {dim} numbers and the words of {reference.model} have "
            f"{others} of {other_dim}; make both with one encoder."
        )
    return reference


def check_layer(layer: int, count: int) -> None:
    """Raise `InvalidInputError` unless `layer` is one of `count`, layer 0 included."""
    if not 0 <= layer < count:
        raise InvalidInputError(f"There is no layer {layer}; choose 0 to {count - 1}.")


def check_k(k: int) -> None:
    """Raise `InvalidInputError` unless `k` neighbors can be looked for."""
    if k < 1:
        raise InvalidInputError(f"k = {k} neighbors cannot be found; k must be at least 1.")


def _blocks(count: int) -> Iterator[slice]:
    return (slice(start, start + BLOCK) for start in range(0, count, BLOCK))
