"""A table of static word vectors: one vector a word, whatever the sentence.

Similarity is the cosine. The table is read where it lies (memory-mapped), never copied or normalized: the
norms are kept beside it. Questions asked at the same moment share a pass over it, see `scan`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.cosine import unit_rows, vector_lengths
from embedlab.errors import InvalidInputError, UnknownWordError, quote
from embedlab.ranking import Ranking, top_k
from embedlab.vectors.scan import SharedScan
from embedlab.vectors.spelling import closest_spellings

__all__ = ["IndexedWords", "WordVectors"]


class IndexedWords(Sequence[str], ABC):
    """Different words, most frequent first, that know their own rows."""

    @abstractmethod
    def get(self, word: str, /) -> int | None:
        """Return the row of `word`, None where there is none."""


class WordVectors:
    """Words and their vectors, most frequent word first.

    Args:
        words: the vocabulary; of a repeated word the first row is kept and the others are dropped. Words that
            know their own rows (`IndexedWords`) are used as they are.
        matrix: (n, dim), used as it is where it is float32 already.
        name: what messages and sources call the table.
        uncased: the table was trained on lower-cased text, so words are looked up in lower case.

    Raises:
        InvalidInputError: no words, or not one row a word.
    """

    def __init__(
        self, words: Sequence[str], matrix: ArrayLike, *, name: str = "custom", uncased: bool = False
    ) -> None:
        self.name = name
        self.uncased = uncased
        self.words: Sequence[str] = words if isinstance(words, IndexedWords) else list(words)
        self.matrix: NDArray[np.float32] = np.asanyarray(matrix, dtype=np.float32)
        if self.matrix.ndim != 2 or len(self.words) != len(self.matrix) or not len(self.words):
            raise InvalidInputError(
                f"A table needs one row of numbers for each word: {len(self.words):,} words were given "
                f"with an array of shape {self.matrix.shape}."
            )
        self._rows = words if isinstance(words, IndexedWords) else self._unique_rows()
        self._shared = SharedScan(self.matrix)

    def _unique_rows(self) -> dict[str, int]:
        """Return the row of each word, having dropped the later rows of repeated words."""
        # from the end, so that of a repeated word the first row stays
        rows = dict(zip(reversed(self.words), range(len(self) - 1, -1, -1), strict=True))
        if len(rows) < len(self):
            keep = sorted(rows.values())
            self.words, self.matrix = [self.words[row] for row in keep], self.matrix[keep]
            rows = {word: row for row, word in enumerate(self.words)}
        return rows

    @property
    def dim(self) -> int:
        """Numbers in each vector."""
        return int(self.matrix.shape[1])

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        """Whether the table has a vector for `word`."""
        return isinstance(word, str) and self._rows.get(self._fold(word)) is not None

    def __getitem__(self, word: str) -> NDArray[np.float32]:
        """Return the (dim,) vector of `word`.

        Raises:
            UnknownWordError: the word is not in the table.
        """
        vector: NDArray[np.float32] = self.matrix[self.row(word)]
        return vector

    def row(self, word: str) -> int:
        """Return the row of `word`; 0 is the most frequent word.

        Raises:
            InvalidInputError: the word is empty.
            UnknownWordError: the word is not in the table; the error carries the closest spellings.
        """
        if not isinstance(word, str):
            raise TypeError(f"word must be a str, not {type(word).__name__}")
        if not word.strip():
            raise InvalidInputError(f"A word is missing; type one of the {len(self):,} words of {self.name}.")
        index = self._rows.get(self._fold(word))
        if index is None:
            raise UnknownWordError(
                word, source=self.name, size=len(self), suggestions=closest_spellings(word, self.words)
            )
        return index

    def similarity(self, first: str, second: str) -> float:
        """Return the cosine of two words' vectors, in [-1, 1].

        Raises:
            UnknownWordError: a word is not in the table.
            InvalidInputError: a word's vector is zero, which has no direction.
        """
        return float(np.clip(self.unit(first) @ self.unit(second), -1, 1))

    def unit(self, word: str) -> NDArray[np.float32]:
        """Return the vector of `word` scaled to length 1, shape (dim,)."""
        row = self.row(word)
        if self.inverse_norms[row] == 0:
            raise InvalidInputError(
                f"The vector of {quote(word)} is all zeros, so it has no direction and no cosine; "
                "choose another word."
            )
        scaled: NDArray[np.float32] = self.matrix[row] * self.inverse_norms[row]
        return scaled

    def cosines(self, queries: ArrayLike) -> NDArray[np.float32]:
        """Return the cosine of every word with each query, in [-1, 1].

        Args:
            queries: (dim,) or (dim, q), of any length but zero.

        Returns: (n,) or (n, q); -inf for words whose vector is zero.
        """
        asked = np.asarray(queries)
        scores = self.scan(np.atleast_2d(asked.T))  # (q, n)
        np.clip(scores, -1, 1, out=scores)  # rounding reaches a little beyond
        scores[:, self.zero_rows] = -np.inf
        return scores[0] if asked.ndim == 1 else scores.T

    def scan(self, queries: ArrayLike) -> NDArray[np.float32]:
        """Return the cosine of every word with each query before rounding is clipped away, shape (q, n).

        Queries asked at the same moment by several threads are answered by one pass over the table.

        Args:
            queries: (q, dim), of any length but zero.

        Returns: a fresh array; -inf for words whose vector is zero.
        """
        scores = self._shared.products(unit_rows(queries).astype(np.float32), self.inverse_norms)
        scores[:, self.zero_rows] = -np.inf
        return scores

    def neighbors(self, query: str | ArrayLike, k: int = 10) -> Ranking:
        """Return the `k` words closest to a word or a vector by cosine, best first; a word itself left out.

        A table with fewer words returns what it has.

        Raises:
            UnknownWordError: the word is not in the table.
            InvalidInputError: `k` is below 1, or the vector is unusable.
        """
        if isinstance(query, str):
            return self.nearest(self.unit(query), k, exclude=[self.row(query)])
        vector = np.asarray(query, dtype=np.float32)
        if vector.shape != (self.dim,) or not np.isfinite(vector).all() or not vector.any():
            raise InvalidInputError(
                f"A query vector needs {self.dim} finite numbers that are not all zero; "
                f"this one has shape {vector.shape}."
            )
        return self.nearest(vector, k)

    def nearest(self, query: NDArray[np.floating], k: int, *, exclude: Sequence[int] = ()) -> Ranking:
        """Return the `k` words of highest cosine with a (dim,) vector, leaving out the rows in `exclude`."""
        ranking = self.best(self.scan(query[None])[0], k, exclude=exclude)
        return replace(ranking, scores=np.clip(ranking.scores, -1, 1))

    def best(self, scores: NDArray[np.float32], k: int, *, exclude: Sequence[int] = ()) -> Ranking:
        """Return the `k` words of highest score (or as many as there are), leaving out the rows in `exclude`.

        A word whose score is -inf is left out too. `scores` (n,) is changed in place.
        """
        if k < 1:
            raise InvalidInputError(f"k = {k} neighbors cannot be found; k must be at least 1.")
        scores[list(exclude)] = -np.inf
        rows = top_k(scores, min(k, len(self)))
        rows = rows[scores[rows] > -np.inf]
        if not len(rows):
            raise InvalidInputError(
                "No candidates are left: every word of the table was left out; add words."
            )
        return self.ranking(rows, scores)

    def ranking(self, rows: NDArray[np.int64], scores: NDArray[np.floating]) -> Ranking:
        """Return the words of `rows`, best first, with their part of the scores (n,) of all words."""
        return Ranking(rows, scores[rows], tuple(self.words[row] for row in rows.tolist()))

    @cached_property
    def inverse_norms(self) -> NDArray[np.float32]:
        """1 / length of each vector, shape (n,); 0 where the vector is zero."""
        norms = vector_lengths(self.matrix)
        inverse = np.divide(1, norms, out=np.zeros_like(norms), where=norms > 0)
        return np.asarray(inverse, dtype=np.float32)

    @cached_property
    def zero_rows(self) -> NDArray[np.int64]:
        """The rows whose vector is zero: kept, but without a cosine."""
        return np.flatnonzero(self.inverse_norms == 0)

    def _fold(self, word: str) -> str:
        return word.strip().lower() if self.uncased else word

    def __repr__(self) -> str:
        return f"<WordVectors {self.name}: {len(self):,} words × {self.dim}>"
