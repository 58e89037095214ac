"""A word hidden from an encoder: the mask token of its training in the place of each of its pieces.

"[MASK]" typed into a text is text like any other, so it cannot be written there: the ids are exchanged. One
mask a piece keeps every other token at its position, which removing the word would not.
"""

from __future__ import annotations

from collections.abc import Sequence

from embedlab.context.touching import touching
from embedlab.errors import InvalidInputError
from embedlab.tokens import Tokenizer

__all__ = ["mask_pieces", "mask_token"]

NAMES = ("[MASK]", "<mask>")  # of BERT and its like, of RoBERTa and its like


def mask_token(tokenizer: Tokenizer) -> tuple[str, int]:
    """Return the mask token of a tokenizer and its id.

    Raises:
        InvalidInputError: it has none.
    """
    for name in NAMES:
        if name in tokenizer.special_tokens:
            return name, tokenizer.special_tokens[name]
    raise InvalidInputError(
        f"{tokenizer.name} has no mask token, neither {' nor '.join(NAMES)}; remove the word instead."
    )


def mask_pieces(
    ids: Sequence[int],
    tokens: Sequence[str],
    offsets: Sequence[tuple[int, int]],
    span: tuple[int, int],
    tokenizer: Tokenizer,
) -> tuple[list[int], list[str]]:
    """Return ids and tokens with a mask in the place of each token that touches the characters of `span`.

    Raises:
        InvalidInputError: the tokenizer has no mask token.
    """
    name, mask = mask_token(tokenizer)
    hidden = set(touching(offsets, tokens, span))
    return (
        [mask if place in hidden else token_id for place, token_id in enumerate(ids)],
        [name if place in hidden else token for place, token in enumerate(tokens)],
    )
