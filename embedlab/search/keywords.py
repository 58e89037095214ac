"""Search by keywords: BM25, the score of full-text search engines.

score(query, text) = Σ over the words of the query of
    idf(word) · tf · (k1 + 1) / (tf + k1 · (1 − b + b · length / mean length)),
idf(word) = ln(1 + (n − n_word + ½) / (n_word + ½)), with k1 = 1.2 and b = 0.75, as Lucene and LanceDB have it
(Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"). A word is a run of letters and digits
in lower case: nothing is stemmed, and no word is left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["KeywordIndex", "matching_words", "words_of"]

K1, B = 1.2, 0.75
WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared.

    >>> words_of("Reset, RESET a pass-word!")
    ['reset', 'reset', 'a', 'pass', 'word']
    """
    return WORD.findall(text.lower())


def matching_words(query: str, text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each word of a text that the query holds, too.

    >>> matching_words("reset password", "Reset the password.")
    [(0, 5), (10, 18)]
    """
    words = set(words_of(query))
    return [match.span() for match in WORD.finditer(text) if match[0].lower() in words]


class KeywordIndex:
    """The words of n texts, each with the texts that hold it and what it adds to their scores."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(words_of(text)) for text in texts]
        lengths = np.array([count.total() for count in counts], dtype=np.float64)
        norms = K1 * (1 - B + B * lengths / max(float(lengths.sum()) / max(len(texts), 1), 1e-12))
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row, count in enumerate(counts):
            for word, frequency in count.items():
                postings[word].append((row, frequency))
        self.size = len(texts)
        self._weights: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
        for word, pairs in postings.items():
            rows, tf = np.array(pairs).T
            self._weights[word] = rows, self.idf(len(rows)) * tf * (K1 + 1) / (tf + norms[rows])

    def idf(self, holders: int) -> float:
        """Return the weight of a word that stands in so many of the texts."""
        return float(np.log1p((self.size - holders + 0.5) / (holders + 0.5)))

    def scores(self, query: str) -> NDArray[np.float64]:
        """Return the score of each text, shape (n,); 0 where it holds no word of the query."""
        scores = np.zeros(self.size)
        for word, times in Counter(words_of(query)).items():
            if word in self._weights:
                rows, weights = self._weights[word]
                scores[rows] += times * weights
        return scores
