"""The first words of a table, matched whatever their case.

Evaluations share it: question files write "Paris" where an uncased table has "paris". The rule is gensim's:
of several spellings of one word the first row, the most frequent, is taken.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["rows_by_upper_case", "words_searched"]


def words_searched(vectors: WordVectors, limit: int | None) -> int:
    """Return how many of the most frequent words take part: `limit`, or all of them for None.

    Raises:
        InvalidInputError: the limit is below 1.
    """
    if limit is None:
        return len(vectors)
    if limit < 1:
        raise InvalidInputError(
            f"A vocabulary of {limit} words cannot be searched; the limit must be at least 1."
        )
    return min(limit, len(vectors))


def rows_by_upper_case(vectors: WordVectors, limit: int) -> tuple[dict[str, int], NDArray[np.int64]]:
    """Return the row of each upper-cased word, and for each row the first row spelled like it.

    Args:
        vectors: the table, most frequent word first.
        limit: only the first rows take part.

    Words whose vector is zero are in the second, but not in the first: they have no cosine with anything.
    """
    upper = [word.upper() for word in vectors.words[:limit]]
    rows = dict(zip(reversed(upper), range(limit - 1, -1, -1), strict=True))
    groups = np.fromiter((rows[word] for word in upper), dtype=np.int64, count=limit)
    for row in vectors.zero_rows[vectors.zero_rows < limit].tolist():
        if rows.get(upper[row]) == row:
            del rows[upper[row]]
    return rows, groups
