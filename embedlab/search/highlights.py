"""Why a text was found: its matching words, its most similar sentence, and the scores of random pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embedlab.search.chunks import Chunk, split_sentences
from embedlab.search.index import SearchIndex
from embedlab.search.keywords import word_spans, words_of

__all__ = ["ChanceBand", "best_sentences", "chance_band", "matching_words", "word_start"]

PAIRS = 60  # texts whose first sentences are queries for the others
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class ChanceBand:
    """The scores of random pairs: the first sentence of one text as a query for another text."""

    low: float  # 5th percentile
    high: float  # 95th percentile
    pairs: int


def matching_words(query: str, text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each word of a text that the query holds, too.

    >>> matching_words("reset password", "Reset the password.")
    [(0, 5), (10, 18)]
    """
    return list(word_spans(text, words_of(query)))


def word_start(text: str, at: int) -> int:
    """Return the next place, from `at` on, where a word begins.

    >>> word_start("Reset your password", 2)
    6
    """
    while 0 < at < len(text) and not text[at - 1].isspace():
        at += 1
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def best_sentences(index: SearchIndex, query: str, chunks: Sequence[int]) -> list[tuple[Chunk, float]]:
    """Return the sentence of each chunk that is nearest to a query, as a place in its text, and its cosine.

    A sentence is read alone here, so that its cosine may exceed that of its chunk.
    """
    if not len(chunks):
        return []
    places = [_sentences(index, int(chunk)) for chunk in chunks]
    texts = [index.texts[index.text_rows[chunk]] for chunk in chunks]
    words = [each.of(text) for text, own in zip(texts, places, strict=True) for each in own]
    vectors = index.encoder.embed([query, *words])
    cosines = vectors[1:] @ vectors[0]
    best_of_chunks, first = [], 0
    for own in places:
        scores = cosines[first : first + len(own)]
        best = int(scores.argmax())
        best_of_chunks.append((own[best], float(scores[best])))
        first += len(own)
    return best_of_chunks


def _sentences(index: SearchIndex, chunk: int) -> list[Chunk]:
    whole = index.chunks[chunk]
    part = index.texts[index.text_rows[chunk]][whole.start : whole.end]
    return [Chunk(whole.start + each.start, whole.start + each.end) for each in split_sentences(part)]


def chance_band(index: SearchIndex, mode: str, *, random_state: int = 0) -> ChanceBand:
    """Return which scores random pairs of texts have: what a score has to exceed to mean something.

    Args:
        index: at least two texts; fewer have no pairs, and the band is nan.
        mode: "meaning" (cosines) or "keywords" (BM25).
        random_state: which texts are drawn, at most 60.
    """
    texts = [row for row, text in enumerate(index.texts) if text.strip()]
    sampled = np.random.default_rng(random_state).permutation(texts)[:PAIRS]
    queries = [split_sentences(index.texts[row])[0].of(index.texts[row]) for row in sampled]
    if mode == "meaning":
        scores = [index.cosines(vector) for vector in index.encoder.embed(queries)]
    else:
        scores = [index.keywords.scores(query) for query in queries]
    others = np.concatenate(
        [np.delete(index.text_scores(each), row) for each, row in zip(scores, sampled.tolist(), strict=True)]
    )
    others = others[np.isfinite(others)]
    low, high = np.quantile(others, [LOW, HIGH]) if others.size else (np.nan, np.nan)
    return ChanceBand(float(low), float(high), len(others))
