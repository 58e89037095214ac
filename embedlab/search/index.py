"""A search index: texts cut into chunks, their vectors and their words; and the three ways to search it.

Meaning is the cosine of the query's vector with that of a chunk. Keywords are BM25. "hybrid" joins both
orders by reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): each text gets 1 / (60 + rank) from each
order that holds it. A text stands where its best chunk stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.errors import InvalidInputError, check_choice
from embedlab.ranking import top_k
from embedlab.search.keywords import KeywordIndex
from embedlab.tokens.chunks import Chunk

__all__ = ["MODES", "Hits", "SearchIndex", "fuse_hits"]

# ways of search
MODES = ("meaning", "keywords", "hybrid")
FUSION = 60  # the constant of reciprocal rank fusion
DEPTH = 100  # texts of each order that are joined


@dataclass(frozen=True)
class Hits:
    """The texts found for a query, best first."""

    rows: NDArray[np.int64]  # (k,) of the texts
    scores: NDArray[np.float64]  # (k,) cosine, BM25, or the sum of reciprocal ranks
    chunks: NDArray[np.int64]  # (k,) the best chunk of each, a row of `SearchIndex.chunks`


class SearchIndex:
    """Texts that can be searched. Safe to share between threads.

    Args:
        texts: the documents.
        chunks: of each text.
        vectors: (chunks, dim), unit length, in the order of the chunks.
        encoder: what made them, and makes the vector of a query.
        key: of its content, by which it is stored.

    Raises:
        InvalidInputError: the vectors are not those of these chunks and this encoder.
    """

    def __init__(
        self,
        texts: Sequence[str],
        chunks: Sequence[Sequence[Chunk]],
        vectors: NDArray[np.float32],
        encoder: Encoder,
        *,
        key: str = "",
    ) -> None:
        counts = [len(each) for each in chunks]
        self.texts = tuple(texts)
        self.chunks: tuple[Chunk, ...] = tuple(chunk for each in chunks for chunk in each)
        self.text_rows = np.repeat(np.arange(len(texts)), counts)  # (chunks,)
        self.vectors, self.encoder, self.key = vectors, encoder, key
        self.path = ""  # of its table on the disk
        self.note = ""  # why it is in memory only
        if vectors.shape != (len(self.chunks), encoder.dim):
            raise InvalidInputError(
                f"The vectors of this index have the shape {vectors.shape}; {len(self.chunks):,} chunks by "
                f"{encoder.name} need {encoder.dim} numbers each: another model made them. Build it anew."
            )
        self._edges = np.cumsum([0, *counts]).tolist()  # the first chunk of each text, and their number

    @cached_property
    def keywords(self) -> KeywordIndex:
        """The words of the chunks."""
        return KeywordIndex([self.chunk_text(row) for row in range(len(self.chunks))])

    def chunk_text(self, row: int) -> str:
        """Return the words of a chunk."""
        return self.chunks[row].of(self.texts[self.text_rows[row]])

    def search(self, query: str, k: int = 10, *, mode: str = "meaning") -> Hits:
        """Return the `k` texts that fit a query best; fewer where fewer fit.

        Args:
            query: a question or some words; the model reads its first 256 tokens.
            k: texts at most.
            mode: "meaning", "keywords" or "hybrid".

        Raises:
            UnknownNameError: no such mode.
            InvalidInputError: the query is empty, or `k` is not positive.
        """
        return self.search_many([query], k, mode=mode)[0]

    def search_many(
        self,
        queries: Sequence[str],
        k: int = 10,
        *,
        mode: str = "meaning",
        vectors: NDArray[np.float32] | None = None,
    ) -> list[Hits]:
        """Return what `search` returns for each query, and raise as it does; they are embedded together.

        `vectors` are those of the queries by the same encoder, (queries, dim), where they are known already.
        """
        check_choice(mode, MODES, "mode of search")
        if k < 1:
            raise InvalidInputError(f"{k} results cannot be shown; ask for at least 1.")
        if not all(query.strip() for query in queries):
            raise InvalidInputError("The query is empty; type at least one word.")
        if mode == "keywords":
            return [self._by_keywords(query, k) for query in queries]
        if vectors is None:
            vectors = self.encoder.embed(list(queries))
        if mode == "meaning":
            return [self._rank(self.cosines(vector), k) for vector in vectors]
        return [
            fuse_hits(self._rank(self.cosines(vector), DEPTH), self._by_keywords(query, DEPTH), k=k)
            for query, vector in zip(queries, vectors, strict=True)
        ]

    def cosines(self, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the cosine of a unit vector with each chunk, shape (chunks,): one matrix product."""
        products: NDArray[np.float64] = (self.vectors @ vector).astype(np.float64)
        return products

    def text_scores(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the best score among the chunks of each text, shape (texts,); -inf for one without any."""
        best = np.full(len(self.texts), -np.inf)
        np.maximum.at(best, self.text_rows, scores)
        return best

    def _by_keywords(self, query: str, k: int) -> Hits:
        return self._rank(self.keywords.scores(query), k, above=0.0)

    def _rank(self, scores: NDArray[np.float64], k: int, *, above: float = -np.inf) -> Hits:
        best = self.text_scores(scores)
        rows = top_k(best, min(k, len(best)))
        rows = rows[best[rows] > above]
        starts = [(self._edges[row], self._edges[row + 1]) for row in rows.tolist()]
        chunks = [start + int(scores[start:end].argmax()) for start, end in starts]
        return Hits(rows, best[rows], np.array(chunks, dtype=np.int64))


def fuse_hits(meaning: Hits, keywords: Hits, *, k: int) -> Hits:
    """Join two orders; of equal sums, the text that stands higher by meaning comes first."""
    sums: dict[int, float] = {}
    chunks: dict[int, int] = {}
    for hits in (meaning, keywords):
        for rank, (row, chunk) in enumerate(zip(hits.rows.tolist(), hits.chunks.tolist(), strict=True), 1):
            sums[row] = sums.get(row, 0.0) + 1 / (FUSION + rank)
            chunks.setdefault(row, chunk)
    rows = sorted(sums, key=lambda row: -sums[row])[:k]  # a stable sort
    best = np.array([(row, chunks[row]) for row in rows], dtype=np.int64).reshape(-1, 2)
    return Hits(best[:, 0], np.array([sums[row] for row in rows]), best[:, 1])
