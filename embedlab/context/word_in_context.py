"""One word in several sentences: its vector at every layer.

The word is found as a whole word, whatever its case. A word of several pieces gets one vector by pooling
them. Which sense a sentence means is not guessed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embedlab.content_key import content_key
from embedlab.context.encoder import ContextualEncoding, Encoder
from embedlab.context.pooling import WORD_POOLINGS, pool_tokens
from embedlab.context.touching import touching
from embedlab.context.word_borders import AROUND, whole_words
from embedlab.display import visible_text
from embedlab.errors import InvalidInputError, check_choice, quote
from embedlab.tokens.tokenizer import replace_surrogates

__all__ = ["WordInContext", "find_word", "tokens_inside", "word_in_context"]

MAX_PIECES = 16  # of a word: each takes 11 kB a sentence for as long as the result is kept


@dataclass(frozen=True)
class WordInContext:
    """A word's vectors in several sentences."""

    word: str
    sentences: tuple[str, ...]
    pooling: str
    vectors: NDArray[np.float32]  # (layers + 1, sentences, dim); 0 = the embedding layer's output
    static: NDArray[np.float32]  # (sentences, dim) the same pieces in the input table, pooled alike
    spans: tuple[tuple[int, int], ...]  # the characters of each sentence that were taken
    pieces: tuple[tuple[str, ...], ...]  # the tokens that were pooled, for each sentence
    piece_vectors: tuple[NDArray[np.float32], ...]  # for each sentence (layers + 1, pieces, dim)
    piece_static: tuple[NDArray[np.float32], ...]  # for each sentence (pieces, dim) of the input table
    cut: tuple[int, ...]  # tokens of each sentence left out because it exceeds the model's window

    def pooled(self, pooling: str) -> WordInContext:
        """Return the same word with its pieces pooled in another way; the model does not run again.

        Raises:
            UnknownNameError: no such pooling.
        """
        check_choice(pooling, WORD_POOLINGS, "pooling")
        return replace(
            self,
            pooling=pooling,
            vectors=np.stack([pool_tokens(pieces, pooling) for pieces in self.piece_vectors], axis=1),
            static=np.stack([pool_tokens(pieces, pooling) for pieces in self.piece_static]),
        )

    def take(self, rows: Sequence[int]) -> WordInContext:
        """Return the same word in some of its sentences, in this order; the model does not run again."""
        return replace(
            self,
            sentences=tuple(self.sentences[row] for row in rows),
            vectors=self.vectors[:, list(rows)],
            static=self.static[list(rows)],
            spans=tuple(self.spans[row] for row in rows),
            pieces=tuple(self.pieces[row] for row in rows),
            piece_vectors=tuple(self.piece_vectors[row] for row in rows),
            piece_static=tuple(self.piece_static[row] for row in rows),
            cut=tuple(self.cut[row] for row in rows),
        )

    @cached_property
    def key(self) -> str:
        """The content key, of the texts, the spans and the pooled vectors: they fix those of the pieces."""
        return content_key(
            self.word, self.sentences, self.pooling, self.spans, self.pieces, self.vectors, self.static
        )


def word_in_context(
    encoder: Encoder,
    sentences: Sequence[str],
    word: str,
    *,
    pooling: str = "mean",
    occurrences: Sequence[int] | None = None,
) -> WordInContext:
    """Return the vectors of `word` in each sentence, at every layer.

    Args:
        encoder: the model to use.
        sentences: at least one; each must contain the word.
        word: what to look for, as a whole word, in any case; signs around it that nobody sees, such as a
            byte order mark, are taken off.
        pooling: how the pieces of a word become one vector: "mean", "first", "last" or "max".
        occurrences: which occurrence is meant in each sentence, counted from 1; the first if None.

    Raises:
        InvalidInputError: a sentence does not contain the word that often, or only beyond the model's window,
            or the word has more than 16 pieces.
        UnknownNameError: no such pooling.
    """
    check_choice(pooling, WORD_POOLINGS, "pooling")
    wanted = replace_surrogates(word).strip(AROUND)
    if not wanted:
        raise InvalidInputError("The word to look for is empty; type one word.")
    sentences = [replace_surrogates(sentence) for sentence in sentences]
    counts = [1] * len(sentences) if occurrences is None else list(occurrences)
    if len(counts) != len(sentences):
        raise InvalidInputError(
            f"There are {len(counts)} occurrences for {len(sentences)} sentences; give one for each."
        )
    numbered = zip(sentences, counts, strict=True)
    spans = tuple(
        find_word(sentence, wanted, number, occurrence=count)
        for number, (sentence, count) in enumerate(numbered, start=1)
    )
    taken: dict[int, _Taken] = {}
    for index, encoding in encoder.encode_each(sentences, attentions=False):
        places = tokens_inside(encoding, spans[index], index + 1)
        if len(places) > MAX_PIECES:
            raise InvalidInputError(
                f"{quote(wanted)} is {len(places)} pieces in sentence {index + 1}, and at most {MAX_PIECES} "
                "are pooled; choose a shorter word."
            )
        ids = [encoding.ids[place] for place in places]
        taken[index] = _Taken(
            tuple(encoding.tokens[place] for place in places),
            encoding.hidden_states[:, places],
            encoder.token_embeddings[ids],
            encoding.cut,
        )
    rows = [taken[index] for index in range(len(sentences))]
    return WordInContext(
        word=wanted,
        sentences=tuple(sentences),
        pooling=pooling,
        vectors=np.stack([pool_tokens(row.vectors, pooling) for row in rows], axis=1),
        static=np.stack([pool_tokens(row.static, pooling) for row in rows]),
        spans=spans,
        pieces=tuple(row.pieces for row in rows),
        piece_vectors=tuple(row.vectors for row in rows),
        piece_static=tuple(row.static for row in rows),
        cut=tuple(row.cut for row in rows),
    )


@dataclass(frozen=True)
class _Taken:
    """What is kept of one sentence."""

    pieces: tuple[str, ...]
    vectors: NDArray[np.float32]  # (layers + 1, pieces, dim)
    static: NDArray[np.float32]  # (pieces, dim)
    cut: int


def find_word(sentence: str, word: str, number: int = 1, *, occurrence: int = 1) -> tuple[int, int]:
    """Return the (start, end) characters of a whole-word occurrence of `word`, in any case.

    The rules are those of `word_borders`.

    Args:
        sentence: where to look.
        word: what to look for.
        number: of the sentence, for the message.
        occurrence: which one, counted from 1.

    Raises:
        InvalidInputError: the sentence does not contain it, or not that often.
    """
    wanted = replace_surrogates(word).strip(AROUND)
    spans = whole_words(replace_surrogates(sentence), wanted)
    if not spans:
        raise InvalidInputError(
            f"Sentence {number}, {quote(replace_surrogates(sentence))}, does not contain the word "
            f"{quote(wanted)}; write the word into it or remove the sentence."
        )
    if not 1 <= occurrence <= len(spans):
        times = "once" if len(spans) == 1 else f"{len(spans)} times"
        raise InvalidInputError(
            f"Sentence {number} contains {quote(wanted)} {times}, and occurrence {occurrence} is asked for; "
            f"choose 1{'' if len(spans) == 1 else f' to {len(spans)}'}."
        )
    return spans[occurrence - 1]


def tokens_inside(encoding: ContextualEncoding, span: tuple[int, int], number: int = 1) -> list[int]:
    """Return the places of the tokens that touch the characters of `span`.

    Raises:
        InvalidInputError: they lie beyond the model's window, or the model reads nothing there, as with
            control characters; `number` names the sentence in the message.
    """
    start, end = span
    reach = max((last for _, last in encoding.offsets), default=0)
    if encoding.cut and end > reach:  # also where only the last pieces of the word are cut off
        raise InvalidInputError(
            f"In sentence {number} the word stands beyond the model's window of {len(encoding.ids)} tokens; "
            "shorten the sentence."
        )
    places = touching(encoding.offsets, encoding.tokens, span, encoding.special)
    if not places:
        quoted = quote(visible_text(encoding.text[start:end]))
        raise InvalidInputError(
            f"In sentence {number} the model has no token where {quoted} stands; choose another word."
        )
    return places
