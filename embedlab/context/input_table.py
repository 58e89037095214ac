"""Words looked up in an encoder's input table: one static vector a word, before any context is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import Encoder
from embedlab.errors import InvalidInputError

__all__ = ["InputVectors", "input_vectors"]


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
