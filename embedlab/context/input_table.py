"""Words looked up in an encoder's input table: one static vector a word, before any context is read.

Some words at a time, whatever their tokens (`input_vectors`), or all words that are one token, as a table
like any other (`input_word_vectors`). The positions an encoder adds to its input are no part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import Encoder
from embedlab.errors import InvalidInputError
from embedlab.tokens import Tokenizer
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["InputVectors", "input_vectors", "input_word_vectors"]


@dataclass(frozen=True)
class InputVectors:
    """The rows of the input table for some words."""

    vectors: NDArray[np.float32]  # (n, dim) the mean of the tokens of each word
    pieces: tuple[tuple[str, ...], ...]  # the tokens of each word


def input_vectors(encoder: Encoder, words: Sequence[str]) -> InputVectors:
    """Return the static vector of each word: its token's row of the input table.

    A word of several tokens has no row of its own; it gets the mean of theirs, and `pieces` shows them.

    Raises:
        InvalidInputError: a word without any token, such as white space.
    """
    encodings = [encoder.tokenizer.encode(word) for word in words]
    for word, encoding in zip(words, encodings, strict=True):
        if not encoding.ids:
            raise InvalidInputError(f"{word!r} has no token in {encoder.name}; choose another word.")
    table = encoder.token_embeddings
    vectors = [table[encoding.ids].mean(axis=0) for encoding in encodings]
    return InputVectors(np.stack(vectors), tuple(tuple(encoding.tokens) for encoding in encodings))


def input_word_vectors(encoder: Encoder) -> WordVectors:
    """Return the input table of an encoder as word vectors, in the order of the ids.

    Only tokens that are a whole word are in it: no piece of a word ("##ing"), no special token ("[CLS]"), no
    spare place ("[unused7]"). Signs and single letters come first; the words after them come about in the
    order of their frequency.

    Raises:
        InvalidInputError: the tokenizer is no WordPiece, whose spelling tells words from pieces.
    """
    tokenizer = encoder.tokenizer
    if tokenizer.algorithm != "WordPiece":
        raise InvalidInputError(
            f"{encoder.name} cuts words by {tokenizer.algorithm}; only a WordPiece vocabulary tells whole "
            "words from pieces, so choose an encoder that has one."
        )
    spelled = ((token_id, tokenizer.spelled(token_id)) for token_id in range(tokenizer.vocabulary_size))
    words = {token_id: token for token_id, token in spelled if _is_word(token, tokenizer)}
    return WordVectors(
        list(words.values()),
        encoder.token_embeddings[list(words)],
        name=f"{encoder.name} input table",
        uncased=tokenizer.encode("A").ids == tokenizer.encode("a").ids,
    )


def _is_word(token: str, tokenizer: Tokenizer) -> bool:
    """Whether a token of a WordPiece vocabulary is a whole word."""
    spare = len(token) > 2 and token.startswith("[") and token.endswith("]")
    return bool(token) and not spare and not token.startswith("##") and token not in tokenizer.special_tokens
