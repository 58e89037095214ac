"""Why a text was found: its most similar sentence, and the scores of random pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.search.index import SearchIndex
from embedlab.tokens.chunks import Chunk, split_sentences

__all__ = ["ChanceBand", "best_sentences", "chance_band"]

PAIRS = 60  # texts whose first sentences are queries for the others
LOW, HIGH = 0.05, 0.95
Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class ChanceBand:
    """The scores of random pairs: the first sentence of one text as a query for another text."""

    low: float  # 5th percentile
    high: float  # 95th percentile
    pairs: int


def best_sentences(
    index: SearchIndex, query: str, chunks: Sequence[int], *, embed: Embed | None = None
) -> list[tuple[Chunk, float]]:
    """Return the sentence of each chunk that is nearest to a query, as a place in its text, and its cosine.

    A sentence is read alone here, so that its cosine may exceed that of its chunk.

    Args:
        index: of the chunks.
        query: what was searched for.
        chunks: rows of the index.
        embed: returns the vectors of texts by the encoder of the index, perhaps from a cache.
    """
    sentences = [
        (number, index.texts[index.text_rows[chunk]], Chunk(whole.start + each.start, whole.start + each.end))
        for number, chunk in enumerate(chunks)
        for whole in [index.chunks[chunk]]
        for each in split_sentences(index.texts[index.text_rows[chunk]][whole.start : whole.end])
    ]
    embed = embed or index.encoder.embed
    vectors = embed([query, *(each.of(text) for _, text, each in sentences)])
    cosines = (vectors[1:] @ vectors[0]).tolist()
    best: dict[int, tuple[Chunk, float]] = {}
    for (number, _, each), cosine in zip(sentences, cosines, strict=True):
        if number not in best or cosine > best[number][1]:
            best[number] = each, cosine
    return list(best.values())


def chance_band(index: SearchIndex, mode: str, *, random_state: int = 0) -> ChanceBand:
    """Return which scores random pairs have by "meaning" or "keywords": what a score has to exceed.

    At most 60 texts are drawn; fewer than two have no pairs, and the band is nan.
    """
    texts = [row for row, text in enumerate(index.texts) if text.strip()]
    sampled = np.random.default_rng(random_state).permutation(texts)[:PAIRS].tolist()
    queries = [split_sentences(index.texts[row])[0].of(index.texts[row]) for row in sampled]
    if mode == "meaning":
        scores = [index.cosines(vector) for vector in index.encoder.embed(queries)]
    else:
        scores = [index.keywords.scores(query) for query in queries]
    pairs = zip(scores, sampled, strict=True)
    others = np.concatenate([np.delete(index.text_scores(each), row) for each, row in pairs])
    others = others[np.isfinite(others)]
    low, high = np.quantile(others, [LOW, HIGH]) if others.size else (np.nan, np.nan)
    return ChanceBand(float(low), float(high), len(others))
