"""Do vowels lie together? The nearest letter of each vowel, in every snapshot of a table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.training.letter_text import LetterText, is_vowel

__all__ = ["count_vowel_neighbors", "vowel_rows"]


def vowel_rows(text: LetterText) -> list[int]:
    """Return the rows of the vowels that occur in a text."""
    return [row for row, character in enumerate(text.characters) if is_vowel(character)]


def count_vowel_neighbors(text: LetterText, tables: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return for each table, (n, V, D), how many vowels have a vowel as their nearest letter, (n,).

    Nearest by Euclidean distance, as the eye sees it in two dimensions; the space is no letter.
    """
    vowels = vowel_rows(text)
    letters = [row for row, character in enumerate(text.characters) if character.isalpha()]
    differences = tables[:, vowels, None] - tables[:, None, letters]  # (n, vowels, letters, D)
    distances = np.einsum("nvld,nvld->nvl", differences, differences)
    distances[:, np.equal.outer(vowels, letters)] = np.inf  # itself
    nearest = np.array(letters)[distances.argmin(axis=2)]
    counts: NDArray[np.int64] = np.isin(nearest, vowels).sum(axis=1)
    return counts
