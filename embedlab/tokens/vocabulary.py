"""Looking around in a vocabulary: tokens by their text or id, their lengths, the many spellings of one word.

Searches are literal: what is typed is compared byte by byte and never read as a pattern.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from embedlab.errors import InvalidInputError, check_choice
from embedlab.tokens.encoding import Encoding
from embedlab.tokens.tokenizer import Tokenizer, replace_surrogates

__all__ = ["Vocabulary", "WordForm", "word_forms"]

SPACES = ("either", "with", "without")


@dataclass(frozen=True)
class WordForm:
    """One way to write a word, and what a tokenizer makes of it."""

    change: str  # what was done to the word
    text: str
    encoding: Encoding


@dataclass(frozen=True)
class Vocabulary:
    """The tokens of one tokenizer, by id."""

    tokenizer: Tokenizer
    token_bytes: Sequence[bytes] = field(repr=False)  # b"" for a special token or an id without one

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> Vocabulary:
        """Read the vocabulary of a tokenizer."""
        return cls(tokenizer, tokenizer.vocabulary_bytes())

    def __len__(self) -> int:
        """Return the number of ids."""
        return len(self.token_bytes)

    def find(self, text: str, *, space: str = "either") -> list[int]:
        """Return the ids of all tokens that contain `text`, the shortest first.

        Args:
            text: searched for literally; upper and lower case differ. A space at its beginning counts.
            space: only tokens "with" a space at their beginning, or only those "without". WordPiece keeps no
                spaces: there "with" means a piece that begins a word, "without" one inside it.

        Raises:
            InvalidInputError: nothing to search for.
        """
        check_choice(space, SPACES, "way to treat the space")
        if not text:
            raise InvalidInputError("There is nothing to search for; type at least one character.")
        needle = replace_surrogates(text).encode()
        matches = [token_id for token_id, token in enumerate(self.token_bytes) if needle in token]
        if space != "either":
            matches = [token_id for token_id in matches if self._begins_word(token_id) == (space == "with")]
        return sorted(matches, key=lambda token_id: (len(self.token_bytes[token_id]), token_id))

    def _begins_word(self, token_id: int) -> bool:
        if self.tokenizer.algorithm == "WordPiece":
            return not self.tokenizer.spelled(token_id).startswith("##")
        return self.token_bytes[token_id].startswith(b" ")

    def between(self, first: int, last: int) -> list[int]:
        """Return the ids from `first` to `last`, both included.

        Raises:
            InvalidInputError: the range lies outside the vocabulary or runs backwards.
        """
        if not 0 <= first <= last < len(self):
            raise InvalidInputError(
                f"The ids {first:,} to {last:,} are no range of {self.tokenizer.name}; "
                f"its ids run from 0 to {len(self) - 1:,}, and the first may not be above the last."
            )
        return list(range(first, last + 1))

    def lengths(self) -> dict[int, int]:
        """Return how many tokens have each length in characters, the leading space counted.

        Tokens that hold only part of a character count as length 0; special tokens are left out.
        """
        counts: Counter[int] = Counter()
        for token in self.token_bytes:
            if token:
                try:
                    counts[len(token.decode())] += 1
                except UnicodeDecodeError:
                    counts[0] += 1
        return dict(sorted(counts.items()))


def word_forms(tokenizer: Tokenizer, word: str) -> list[WordForm]:
    """Return what becomes of `word` with capitals, with a space before it, with its accents put otherwise.

    NFC writes "é" as one character, NFD as "e" and an accent; a reader sees no difference. Forms that do not
    differ from one above are left out.

    Raises:
        InvalidInputError: the word is empty.
    """
    changes = {
        "as typed": word,
        "a space before": " " + word,
        "lower case": word.lower(),
        "Capital first": word.capitalize(),
        "ALL CAPITALS": word.upper(),
        "composed (NFC)": unicodedata.normalize("NFC", word),
        "decomposed (NFD)": unicodedata.normalize("NFD", word),
        "without accents": "".join(
            letter for letter in unicodedata.normalize("NFD", word) if unicodedata.category(letter) != "Mn"
        ),
    }
    seen: dict[str, str] = {}
    for change, text in changes.items():
        seen.setdefault(text, change)
    return [WordForm(change, text, tokenizer.encode(text)) for text, change in seen.items() if text]
