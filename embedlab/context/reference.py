"""Words in many sentences: what a contextual cosine is judged against.

A cosine of 0.8 between two vectors of a word may mean nothing: in many encoders all vectors point into a
narrow cone, and two words that have nothing to do with each other reach 0.8 too. So the cosines of random
pairs are measured layer by layer (Ethayarajh 2019, "How Contextual are Contextualized Word
Representations?", section 4.1, which calls their mean the anisotropy of a layer). Subtracting the mean vector
of the layer takes most of the cone away (Mu and Viswanath 2018, "All-but-the-Top"); the principal
directions that paper removes as well are left in here. Which words are near each other is found elsewhere.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import ContextualEncoding, Encoder
from embedlab.context.pooling import pool_tokens
from embedlab.context.separation import checked_center
from embedlab.context.touching import touching
from embedlab.cosine import paired_cosines, unit_rows
from embedlab.errors import InvalidInputError

__all__ = ["Anisotropy", "ReferenceWords", "anisotropy", "reference_words"]

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # letters and digits, with apostrophes between them
MAX_PAIRS = 100_000
USUAL = (0.05, 0.95)  # the shares of pairs below the low and the high end


@dataclass(frozen=True)
class ReferenceWords:
    """Words in many sentences: what a cosine is judged against, and where neighbors are looked for."""

    model: str
    sentences: tuple[str, ...]
    words: tuple[str, ...]  # (n,) every word of every sentence in their order, in lower case
    sentence_of: NDArray[np.int64]  # (n,)
    spans: tuple[tuple[int, int], ...]  # (n,) the characters in its sentence
    first: NDArray[np.bool_]  # (n,) whether it is the first occurrence of its word
    vectors: NDArray[np.float32]  # (layers + 1, n, dim) pieces pooled by mean
    center: NDArray[np.float32]  # (layers + 1, dim) mean over the first occurrence of each word


@dataclass(frozen=True)
class Anisotropy:
    """The cosines of random pairs of words by layer, each of shape (layers + 1,)."""

    mean: NDArray[np.float64]  # of all pairs
    low: NDArray[np.float64]  # 5% of the pairs lie below
    high: NDArray[np.float64]  # 5% of the pairs lie above


def reference_words(encoder: Encoder, sentences: Sequence[str] | None = None) -> ReferenceWords:
    """Return every word of `sentences` at every layer; 300 of them take about a second.

    Words beyond the model's window are left out, also one of which only the beginning lies inside.

    Args:
        encoder: the model to use.
        sentences: what to read; the bundled `REFERENCE_SENTENCES` if None.

    Raises:
        InvalidInputError: no sentence, an empty one, or no word in any of them.
    """
    if sentences is None:
        from embedlab.texts.reference_sentences import REFERENCE_SENTENCES

        sentences = REFERENCE_SENTENCES
    spans = [[match.span() for match in WORD.finditer(sentence)] for sentence in sentences]
    starts = np.cumsum([0, *map(len, spans)])  # the row of the first word of each sentence
    vectors = np.empty((encoder.layers + 1, starts[-1], encoder.dim), dtype=np.float32)
    read = np.zeros(starts[-1], dtype=bool)
    for index, encoding in encoder.encode_each(sentences, attentions=False):
        for row, span in enumerate(spans[index], start=starts[index]):
            places = _tokens_of(encoding, span)
            if places:
                vectors[:, row] = pool_tokens(encoding.hidden_states[:, places], "mean")
                read[row] = True
    if not read.any():
        raise InvalidInputError(
            f"There is no word in these {len(sentences)} sentences; give sentences with letters or digits."
        )
    sentence_of = np.repeat(np.arange(len(sentences)), np.diff(starts))[read]
    read_spans = tuple(itertools.compress(itertools.chain.from_iterable(spans), read))
    words = tuple(
        sentences[index][start:end].lower()
        for index, (start, end) in zip(sentence_of.tolist(), read_spans, strict=True)
    )
    first = np.zeros(len(words), dtype=bool)
    first[np.unique(words, return_index=True)[1]] = True
    vectors = vectors if read.all() else vectors[:, read]
    center = vectors[:, first].mean(axis=1, dtype=np.float64).astype(np.float32)
    return ReferenceWords(
        encoder.name, tuple(sentences), words, sentence_of, read_spans, first, vectors, center
    )


def anisotropy(
    reference: ReferenceWords,
    *,
    center: NDArray[np.floating[Any]] | None = None,
    pairs: int = 5_000,
    random_state: int = 0,
) -> Anisotropy:
    """Return the cosines of random pairs of different words of different sentences, layer by layer.

    Each word stands for itself by its first occurrence. Every pair has the same chance and may be drawn
    twice; all layers are asked about the same pairs.

    Args:
        reference: the words.
        center: (layers + 1, dim) is subtracted first, such as `reference.center`; nothing if None.
        pairs: how many.
        random_state: the same pairs for the same number.

    Raises:
        InvalidInputError: a number outside its limits, a center of another shape, or words of one sentence.
    """
    if not 1 <= pairs <= MAX_PAIRS:
        raise InvalidInputError(f"{pairs:,} random pairs cannot be drawn; choose 1 to {MAX_PAIRS:,}.")
    layers, _, dim = reference.vectors.shape
    shift = checked_center(center, (layers, dim))
    rows = np.flatnonzero(reference.first)
    one, other = _pairs_across(reference.sentence_of[rows], pairs, np.random.default_rng(random_state))
    quantiles = np.full((layers, 3), np.nan)
    for layer in range(layers):
        units = unit_rows(reference.vectors[layer, rows] - shift[layer])
        present: NDArray[np.bool_] = np.any(units, axis=1)
        cosines = paired_cosines(units[one], units[other])[present[one] & present[other]]
        if cosines.size:
            quantiles[layer] = cosines.mean(), *np.quantile(cosines, USUAL)
    return Anisotropy(*quantiles.T)


def _tokens_of(encoding: ContextualEncoding, span: tuple[int, int]) -> list[int]:
    """Return the places of a word's tokens; none where the model's window ends before the word does."""
    if encoding.cut and span[1] > max(last for _, last in encoding.offsets):
        return []
    return touching(encoding.offsets, encoding.tokens, span)


def _pairs_across(
    sentence_of: NDArray[np.int64], pairs: int, random: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw pairs of places whose sentences differ, each such pair as likely as any other."""
    order = np.argsort(sentence_of, kind="stable")
    _, starts, sizes = np.unique(sentence_of[order], return_index=True, return_counts=True)
    if len(sizes) < 2:
        raise InvalidInputError(
            "A random pair needs words of two sentences, and all words stand in one; give another sentence."
        )
    of_place = np.repeat(np.arange(len(sizes)), sizes)  # the sentence of each place in order
    partners = len(order) - sizes[of_place]
    one = random.choice(len(order), size=pairs, p=partners / partners.sum())
    other = random.integers(partners[one])
    other += np.where(other >= starts[of_place[one]], sizes[of_place[one]], 0)  # past its own sentence
    return order[one], order[other]
