"""What a text costs: tokens per word, per character, per byte, and money at a price per million."""

from __future__ import annotations

from dataclasses import dataclass

from embedlab.errors import InvalidInputError
from embedlab.tokens.encoding import Encoding

__all__ = ["TokenCost", "token_cost"]


@dataclass(frozen=True)
class TokenCost:
    """The size of one text under one tokenizer."""

    tokens: int
    words: int  # separated by white space
    characters: int  # code points
    utf8_bytes: int
    unknown: int  # tokens that stand for a part the vocabulary has no piece for: the model never sees it

    @property
    def bytes_per_character(self) -> float:
        """The mean size of a character in UTF-8."""
        return self.utf8_bytes / max(1, self.characters)

    @property
    def bytes_per_token(self) -> float:
        """How many bytes of the text a token stands for on average: more is cheaper."""
        return self.utf8_bytes / max(1, self.tokens)

    def per(self, unit: str, *, spaced: bool = True) -> float | None:
        """Return tokens per "text", "word", "character" or "byte".

        None per word where the script does not separate words by spaces (`spaced`).
        """
        if unit == "word" and not spaced:
            return None
        sizes = {"text": 1, "word": self.words, "character": self.characters, "byte": self.utf8_bytes}
        return self.tokens / sizes[unit] if sizes[unit] else float("nan")

    def price(self, per_million: float) -> float:
        """Return what the tokens cost at `per_million` for a million of them, in the same money.

        Raises:
            InvalidInputError: the price is negative.
        """
        if not per_million >= 0:
            raise InvalidInputError(
                f"A price of {per_million} for a million tokens is below 0; choose 0 or more."
            )
        return self.tokens * per_million / 1_000_000


def token_cost(encoding: Encoding) -> TokenCost:
    """Return the size of the text of an encoding."""
    text = encoding.text
    return TokenCost(len(encoding), len(text.split()), len(text), len(text.encode()), sum(encoding.unknown))
