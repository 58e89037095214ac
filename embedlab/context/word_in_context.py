"""One word in several sentences: its vector at every layer.

The word is found as a whole word, whatever its case. A word of several pieces gets one vector by pooling
them. Which sense a sentence means is not guessed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import ContextualEncoding, Encoder
from embedlab.context.pooling import WORD_POOLINGS, pool_tokens
from embedlab.errors import InvalidInputError, check_choice, quote

__all__ = ["WordInContext", "word_in_context"]


@dataclass(frozen=True)
class WordInContext:
    """A word's vectors in several sentences."""

    word: str
    sentences: tuple[str, ...]
    vectors: NDArray[np.float32]  # (layers + 1, sentences, dim); 0 = the embedding layer's output
    spans: tuple[tuple[int, int], ...]  # the characters of each sentence that were taken
    pieces: tuple[tuple[str, ...], ...]  # the tokens that were pooled, for each sentence
    static: NDArray[np.float32]  # (sentences, dim) the same pieces in the input table, pooled alike
    others: NDArray[np.float32]  # (layers + 1, tokens, dim) all other tokens of the sentences, as a baseline
    other_sentences: NDArray[np.int64]  # (tokens,) the sentence each of them stands in
    other_ids: NDArray[np.int64]  # (tokens,) the id of each
    cut: tuple[int, ...]  # tokens of each sentence left out because it exceeds the model's window


def word_in_context(
    encoder: Encoder, sentences: Sequence[str], word: str, *, pooling: str = "mean"
) -> WordInContext:
    """Return the vectors of the first occurrence of `word` in each sentence, at every layer.

    Args:
        encoder: the model to use.
        sentences: at least one; each must contain the word.
        word: what to look for, as a whole word, in any case.
        pooling: how the pieces of a word become one vector: "mean", "first", "last" or "max".

    Raises:
        InvalidInputError: a sentence does not contain the word, or only beyond the model's window.
        UnknownNameError: no such pooling.
    """
    check_choice(pooling, WORD_POOLINGS, "pooling")
    if not word.strip():
        raise InvalidInputError("The word to look for is empty; type one word.")
    spans = tuple(
        find_word(sentence, word.strip(), number) for number, sentence in enumerate(sentences, start=1)
    )
    encoded = encoder.encode(sentences, attentions=False)
    chosen = [
        _tokens_inside(encoding, span, number)
        for number, (encoding, span) in enumerate(zip(encoded, spans, strict=True), start=1)
    ]
    pairs = list(zip(encoded, chosen, strict=True))
    others = [
        [
            place
            for place in range(len(encoding.tokens))
            if place not in places and not encoding.special[place]
        ]
        for encoding, places in pairs
    ]
    return WordInContext(
        word=word.strip(),
        sentences=tuple(sentences),
        vectors=np.stack([pool_tokens(e.hidden_states[:, places], pooling) for e, places in pairs], axis=1),
        spans=spans,
        pieces=tuple(tuple(e.tokens[place] for place in places) for e, places in pairs),
        static=np.stack(
            [
                pool_tokens(encoder.token_embeddings[[e.ids[place] for place in places]], pooling)
                for e, places in pairs
            ]
        ),
        others=np.concatenate(
            [e.hidden_states[:, places] for (e, _), places in zip(pairs, others, strict=True)], axis=1
        ),
        other_sentences=np.repeat(np.arange(len(others)), [len(places) for places in others]),
        other_ids=np.array(
            [e.ids[place] for (e, _), places in zip(pairs, others, strict=True) for place in places], np.int64
        ),
        cut=tuple(encoding.cut for encoding in encoded),
    )


def find_word(sentence: str, word: str, number: int = 1) -> tuple[int, int]:
    """Return the (start, end) characters of the first whole-word occurrence of `word`, in any case.

    Raises:
        InvalidInputError: the sentence does not contain it; `number` names the sentence in the message.
    """
    found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence, re.IGNORECASE)
    if found is None:
        raise InvalidInputError(
            f"Sentence {number}, {quote(sentence)}, does not contain the word {quote(word)}; "
            "write the word into it or remove the sentence."
        )
    return found.span()


def _tokens_inside(encoding: ContextualEncoding, span: tuple[int, int], number: int) -> list[int]:
    start, end = span
    places = [
        place
        for place, (first, last) in enumerate(encoding.offsets)
        if first < end and last > start and not encoding.special[place]
    ]
    if not places:
        raise InvalidInputError(
            f"In sentence {number} the word stands beyond the model's window of {len(encoding.ids)} tokens; "
            "shorten the sentence."
        )
    return places
