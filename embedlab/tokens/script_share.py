"""How much of a vocabulary is written in a script: why a sentence costs more in one language than another."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

from embedlab.errors import InvalidInputError
from embedlab.tokens.vocabulary import Vocabulary

__all__ = ["count_script_tokens", "script_of"]


def script_of(text: str) -> str:
    """Return the script of most letters of a text, as Unicode names it.

    >>> script_of("बिल्ली"), script_of("cat")
    ('Devanagari', 'Latin')

    Raises:
        InvalidInputError: the text has no letters.
    """
    scripts = Counter(script for letter in text if (script := _letter_script(letter)))
    if not scripts:
        raise InvalidInputError(f"A text of {len(text)} characters has no letters; type at least one word.")
    return scripts.most_common(1)[0][0]


def count_script_tokens(vocabulary: Vocabulary, script: str) -> int:
    """Return how many tokens hold at least one whole letter of a script."""
    texts = (token.decode("utf-8", "ignore") for token in vocabulary.token_bytes)
    return sum(any(_letter_script(letter) == script for letter in text) for text in texts)


@lru_cache(maxsize=100_000)
def _letter_script(letter: str) -> str:
    """Return the script of a letter, the first word of its Unicode name; "" for other characters."""
    if not unicodedata.category(letter).startswith("L"):
        return ""
    return unicodedata.name(letter, "").partition(" ")[0].capitalize()
