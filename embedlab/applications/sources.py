"""Which vectors serve a task best: word vectors, the input table, or one of the layers of an encoder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.applications.labeled_texts import LabeledTexts, duplicate_groups
from embedlab.applications.validation import cross_validate
from embedlab.context import Encoder, load_encoder
from embedlab.cosine import unit_rows
from embedlab.timing import fastest
from embedlab.vectors import WordVectors, load_word_vectors, mean_word_vectors

__all__ = ["SourceScore", "compare_sources", "text_vectors"]


@dataclass(frozen=True)
class SourceScore:
    """How well one kind of vectors serves a task, and what it takes to make them."""

    name: str
    accuracy: float
    interval: tuple[float, float]  # of the accuracy, 95%
    seconds: float  # to make the vectors of all texts, here and now; the layers come out of one pass


def _layer_vectors(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the mean over the tokens of each text after every layer, (layers + 1, n, dim), of length 1.

    Raises:
        InvalidInputError: there is no text, or one with nothing in it.
    """
    means = np.empty((encoder.layers + 1, len(texts), encoder.dim), dtype=np.float32)
    for row, encoding in encoder.encode_each(texts, attentions=False):
        means[:, row] = encoding.hidden_states.mean(axis=1)
    return unit_rows(means).astype(np.float32)


def _table_vectors(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the mean of the rows of the input table for the tokens of each text, (n, dim), of length 1."""
    ids = [encoder.tokenizer.encode(text, special_tokens=True).ids for text in texts]
    means = np.stack([encoder.token_embeddings[each].mean(axis=0) for each in ids])
    return unit_rows(means).astype(np.float32)


def text_vectors(
    encoder: Encoder, words: WordVectors, texts: Sequence[str]
) -> Mapping[str, tuple[NDArray[np.float32], float]]:
    """Return name -> the (n, dim) vectors of the texts and the seconds it took to make them."""
    quick, static = fastest(lambda: unit_rows(mean_word_vectors(texts, words)).astype(np.float32), runs=1)
    short, rows = fastest(lambda: _table_vectors(encoder, texts), runs=1)
    whole, layers = fastest(lambda: _layer_vectors(encoder, texts), runs=1)
    names = ["layer 0 (with positions, before attention)", *(f"layer {row}" for row in range(1, len(layers)))]
    return {"word vectors": (static, quick), "input table": (rows, short)} | {
        name: (matrix, whole) for name, matrix in zip(names, layers, strict=True)
    }


def compare_sources(
    data: LabeledTexts, encoder: str, words: str, *, watch: Callable[[float], object] = bool
) -> tuple[SourceScore, ...]:
    """Cross-validate the same classifier on every kind of vectors, as `text_vectors` returns them.

    The folds are the same for all, and so are the texts that count as one. Encoder and word vectors are
    loaded by their names; `watch` is called with the share that is done.

    Raises:
        InvalidInputError: as `cross_validate`.
    """
    vectors = text_vectors(load_encoder(encoder), load_word_vectors(words), data.texts)
    groups = duplicate_groups(data.texts, list(vectors.values())[-1][0])
    scores = []
    for name, (matrix, seconds) in vectors.items():
        result = cross_validate(data, matrix, groups=groups)
        scores.append(SourceScore(name, result.accuracy, result.interval, seconds))
        watch((1 + len(scores) / len(vectors)) / 2)
    return tuple(scores)
