"""The closest spellings of a word that a vocabulary does not have.

Searched among the most frequent words only: they are what a person meant.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["closest_spellings"]

SEARCHED = 100_000  # most frequent words
SUGGESTED = 5
MAX_WORD = 100  # characters of the word that are compared


def closest_spellings(word: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the 5 words closest to `word` in edit distance, the more frequent first among equals.

    Args:
        word: the word that was not found.
        words: the vocabulary, most frequent first.

    The distance is optimal string alignment: insert, delete, replace a letter, or swap two neighbors.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    matches = process.extract(word[:MAX_WORD].lower(), words[:SEARCHED], scorer=OSA.distance, limit=SUGGESTED)
    return tuple(match for match, _, _ in matches)
