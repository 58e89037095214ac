"""A text as letters: what the letter model reads, which letters it learns, and which of them are vowels."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.numerals import count_text

__all__ = ["MAX_CHARACTERS", "LetterText", "count_vowel_neighbors", "read_letters"]

MIN_CHARACTERS = 500  # about ninety words: the last 10% are held out
MAX_CHARACTERS = 200_000
MIN_LETTERS, MAX_LETTERS = 5, 39  # different ones, beside the space and the rest
SPACE, REST = " ", "…"  # the rest: all letters that are too rare to have a row of their own
HELD_OUT = 0.1  # share of the text
VOWELS = frozenset("aeiouαεηιουωаеиоуыэюяєії")  # Latin, Greek, Cyrillic; with any accent


@dataclass(frozen=True)
class LetterText:
    """A text in small letters and single spaces, as ids."""

    characters: tuple[str, ...]  # the space first, then the letters in order
    ids: NDArray[np.int64]  # (n,)
    cut: int  # characters left out behind the last

    @property
    def train(self) -> NDArray[np.int64]:
        """The first 90%."""
        return self.ids[: -len(self.held_out)]

    @property
    def held_out(self) -> NDArray[np.int64]:
        """The last 10%, which training never sees."""
        return self.ids[round(len(self.ids) * (1 - HELD_OUT)) :]

    @property
    def labels(self) -> list[str]:
        """The characters as they are drawn."""
        return ["␣" if character == SPACE else character for character in self.characters]

    @property
    def vowels(self) -> list[int]:
        """The rows of the vowels."""
        return [row for row, character in enumerate(self.characters) if _is_vowel(character)]


def read_letters(text: str) -> LetterText:
    """Return a text as ids of small letters; whatever is no letter becomes a space, and spaces are joined.

    Of a text with more than 39 different letters the rest shares one row, "…".

    Raises:
        InvalidInputError: fewer than 500 characters or 5 different letters remain.
    """
    composed = unicodedata.normalize("NFC", text[: 2 * MAX_CHARACTERS]).lower()
    clean = SPACE.join("".join(sign if sign.isalpha() else SPACE for sign in composed).split())
    cut, clean = max(0, len(clean) - MAX_CHARACTERS), clean[:MAX_CHARACTERS]
    if len(clean) < MIN_CHARACTERS:
        raise InvalidInputError(
            f"The text has {len(clean):,} letters and spaces; training needs at least "
            f"{MIN_CHARACTERS}: add a few sentences."
        )
    counts = Counter(clean.replace(SPACE, ""))
    if len(counts) < MIN_LETTERS:
        raise InvalidInputError(
            f"The text has {count_text(len(counts), 'different letter')}; training needs at least "
            f"{MIN_LETTERS}: add other words."
        )
    frequent = sorted(letter for letter, _ in counts.most_common(MAX_LETTERS))
    characters = (SPACE, *frequent, *[REST] * (len(counts) > MAX_LETTERS))
    rows = {character: row for row, character in enumerate(characters)}
    ids = np.array([rows.get(character, len(characters) - 1) for character in clean])
    return LetterText(characters, ids, cut)


def _is_vowel(letter: str) -> bool:
    """Return whether a letter is written for a vowel in Latin, Greek or Cyrillic script, accents aside.

    >>> [letter for letter in "añéyя" if _is_vowel(letter)]
    ['a', 'é', 'я']
    """
    return letter in VOWELS or unicodedata.normalize("NFD", letter)[0] in VOWELS


def count_vowel_neighbors(text: LetterText, tables: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return for each table, (n, V, D), how many vowels have a vowel as their nearest letter, (n,).

    Nearest by Euclidean distance, as the eye sees it in two dimensions; the space is no letter.
    """
    vowels = text.vowels
    letters = [row for row, character in enumerate(text.characters) if character.isalpha()]
    differences = tables[:, vowels, None] - tables[:, None, letters]  # (n, vowels, letters, D)
    distances = np.einsum("nvld,nvld->nvl", differences, differences)
    distances[:, np.equal.outer(vowels, letters)] = np.inf  # itself
    nearest = np.array(letters)[distances.argmin(axis=2)]
    counts: NDArray[np.int64] = np.isin(nearest, vowels).sum(axis=1)
    return counts
