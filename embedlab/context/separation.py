"""How far apart the senses of a word are, layer by layer, beside what any two words would show.

A cosine of a contextual vector means little by itself: in most layers all vectors point in similar
directions (Ethayarajh 2019, "How Contextual are Contextualized Word Representations?"). So the mean cosine
of two other tokens, different ones from different sentences, is returned with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.context.word_in_context import WordInContext
from embedlab.errors import InvalidInputError

__all__ = ["Separation", "cosine_matrix", "sense_separation"]


@dataclass(frozen=True)
class Separation:
    """Mean cosines by layer, each of shape (layers + 1,); nan where there is no such pair."""

    all_pairs: NDArray[np.float64]  # of two sentences, whatever the sense
    within: NDArray[np.float64]  # of two sentences of the same sense
    between: NDArray[np.float64]  # of two sentences of different senses
    baseline: NDArray[np.float64]  # of two different other tokens from two sentences

    @property
    def gap(self) -> NDArray[np.float64]:
        """Within minus between: above 0 where the layer tells the senses apart."""
        return self.within - self.between


def cosine_matrix(vectors: ArrayLike) -> NDArray[np.float64]:
    """Return the cosine of every pair of rows of (n, dim), shape (n, n), in [-1, 1].

    Rows and columns of zero vectors are nan: they have no direction.
    """
    matrix = np.asarray(vectors, dtype=np.float64)
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    units = np.divide(matrix, norms, out=np.full_like(matrix, np.nan), where=norms > 0)
    cosines: NDArray[np.float64] = np.clip(units @ units.T, -1, 1)
    return cosines


def sense_separation(words: WordInContext, senses: Sequence[str] | None = None) -> Separation:
    """Return how similar a word's vectors are within a sense, between senses, and against a baseline.

    Args:
        words: what `word_in_context` returned.
        senses: a label for each sentence; None if they are not known, `within` and `between` are then nan.

    Raises:
        InvalidInputError: not one label for each sentence.
    """
    count = len(words.sentences)
    if senses is not None and len(senses) != count:
        raise InvalidInputError(
            f"There are {len(senses)} sense labels for {count} sentences; give one label for each."
        )
    pairs = np.triu(np.ones((count, count), dtype=bool), k=1)
    same = np.zeros_like(pairs)
    if senses is not None:
        labels = np.array(senses, dtype=object)
        same = labels[:, None] == labels[None, :]
    # two different tokens of two different sentences: the same token twice would be no stranger
    apart = (words.other_sentences[:, None] != words.other_sentences[None, :]) & (
        words.other_ids[:, None] != words.other_ids[None, :]
    )
    cosines = [cosine_matrix(layer) for layer in words.vectors]
    known = senses is not None
    return Separation(
        all_pairs=np.array([_mean(layer[pairs]) for layer in cosines]),
        within=np.array([_mean(layer[pairs & same & known]) for layer in cosines]),
        between=np.array([_mean(layer[pairs & ~same & known]) for layer in cosines]),
        baseline=np.array([_mean(cosine_matrix(layer)[apart]) for layer in words.others]),
    )


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if values.size else float("nan")
