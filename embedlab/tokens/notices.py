"""What a reader must be told of an encoding: text without a token, and text taken for a special token."""

from __future__ import annotations

from embedlab.tokens.encoding import Encoding
from embedlab.tokens.tokenizer import Tokenizer

__all__ = ["lost_text", "special_in_text"]


def lost_text(encoding: Encoding) -> list[str]:
    """Return what the model leaves out of a text without a token, each piece once, in order."""
    return list(dict.fromkeys(encoding.text[start:end] for start, end in encoding.lost))


def special_in_text(tokenizer: Tokenizer, encoding: Encoding) -> list[str]:
    """Return the special tokens that the model itself makes of typed text, each once, in order.

    A vocabulary that holds "</s>" as an ordinary piece cannot tell it from the token that ends a text.
    """
    names = {token_id: token for token, token_id in tokenizer.special_tokens.items()}
    if not names.keys() & set(encoding.ids):
        return []
    columns = zip(encoding.ids, encoding.special, encoding.unknown, strict=True)
    return list(
        dict.fromkeys(
            names[token_id]
            for token_id, special, unknown in columns
            if token_id in names and not special and not unknown
        )
    )
