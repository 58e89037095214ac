"""Which vectors serve a task best: word vectors, the input table, or one of the layers of an encoder."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.applications.labeled_texts import LabeledTexts
from embedlab.applications.validation import CrossValidation, cross_validate, mean_word_vectors
from embedlab.context.encoder import Encoder
from embedlab.cosine import unit_rows
from embedlab.vectors import WordVectors

__all__ = ["SourceScore", "compare_sources", "layer_vectors", "text_vectors"]

WORDS = "word vectors"


@dataclass(frozen=True)
class SourceScore:
    """How well one kind of vectors serves a task, and what it takes to make them."""

    name: str
    dim: int
    accuracy: float
    interval: tuple[float, float]  # of the accuracy, 95%
    seconds: float  # to make the vectors of all texts, here and now; the layers come out of one pass


def layer_vectors(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the mean over the tokens of each text after every layer, (layers + 1, n, dim), of length 1.

    Raises:
        InvalidInputError: there is no text, or one with nothing in it.
    """
    means = np.empty((encoder.layers + 1, len(texts), encoder.dim), dtype=np.float32)
    for row, encoding in encoder.encode_each(texts, attentions=False):
        means[:, row] = encoding.hidden_states.mean(axis=1)
    return unit_rows(means).astype(np.float32)


def text_vectors(
    encoder: Encoder, words: WordVectors, texts: Sequence[str]
) -> Mapping[str, tuple[NDArray[np.float32], float]]:
    """Return name -> the vectors of the texts and the seconds it took to make them."""
    begun = time.perf_counter()
    static = mean_word_vectors(texts, words)
    between = time.perf_counter()
    layers = layer_vectors(encoder, texts)
    whole = time.perf_counter() - between
    found = {WORDS: (unit_rows(static).astype(np.float32), between - begun)}
    for layer, matrix in enumerate(layers):
        found["layer 0 (before attention)" if layer == 0 else f"layer {layer}"] = (matrix, whole)
    return found


def compare_sources(
    data: LabeledTexts, vectors: Mapping[str, tuple[NDArray[np.float32], float]], *, groups: NDArray[np.int64]
) -> tuple[SourceScore, ...]:
    """Cross-validate the same classifier on every kind of vectors, with the same folds.

    Args:
        data: the texts and labels.
        vectors: as `text_vectors` returns them.
        groups: (n,), texts that must stay on one side of a fold.

    Raises:
        InvalidInputError: as `cross_validate`.
    """

    def score(name: str, matrix: NDArray[np.float32], seconds: float) -> SourceScore:
        found: CrossValidation = cross_validate(data, matrix, groups=groups)
        return SourceScore(name, matrix.shape[1], found.accuracy, found.interval, seconds)

    return tuple(score(name, matrix, seconds) for name, (matrix, seconds) in vectors.items())
