"""What each other word of a sentence does to a word's vector: take it away, or put another one in.

The influence of a word is measured on the model itself, layer by layer: 1 minus the cosine of the vector
with and without it (erasure, as in Li, Monroe and Jurafsky 2016, "Understanding Neural Networks through
Representation Erasure"). Two words that say the same cover for each other: without either, little changes.
Which token attends to which is another question (`word_attention`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import Encoder
from embedlab.context.masking import mask_token
from embedlab.context.pooling import WORD_POOLINGS, pool_tokens
from embedlab.context.sentence_words import ChangedText, change_word, changeable_words, check_span
from embedlab.context.word_in_context import tokens_inside
from embedlab.cosine import paired_cosines
from embedlab.errors import InvalidInputError, check_choice, quote

__all__ = ["WAYS", "Influence", "Replacement", "replace_word", "word_influence"]

WAYS = ("remove", "mask")
MAX_REPLACEMENT = 40  # characters


@dataclass(frozen=True)
class Influence:
    """A word's vector in a sentence, and what it is without each of the other words."""

    sentence: str
    span: tuple[int, int]  # the word that is looked at
    how: str
    words: tuple[str, ...]  # of the sentence, in order; those the model has no token for are left out
    spans: tuple[tuple[int, int], ...]
    target: int  # which of the words is looked at
    variants: tuple[str, ...]  # the sentence without each word, or with it masked; at the target as it is
    vectors: NDArray[np.float32]  # (layers + 1, dim) in the whole sentence
    without: NDArray[np.float32]  # (words, layers + 1, dim) without each word; at the target as in the whole
    cosines: NDArray[np.float64]  # (layers + 1, words) of the two; nan at the target
    cut: int  # tokens of the sentence beyond the model's window: words there have no influence

    @property
    def influences(self) -> NDArray[np.float64]:
        """1 minus the cosines, (layers + 1, words): 0 where the word changes nothing."""
        return 1 - self.cosines

    def strongest(self, layer: int) -> int:
        """Return which word changes the vector most at a layer; the first of equal ones."""
        return int(np.nanargmax(self.influences[layer]))


@dataclass(frozen=True)
class Replacement:
    """A word's vector before and after another word of the sentence was replaced."""

    sentence: str
    changed: str  # the new sentence
    old: str
    new: str
    span: tuple[int, int]  # the word that is looked at, in the old sentence
    changed_span: tuple[int, int]  # and in the new one
    before: NDArray[np.float32]  # (layers + 1, dim)
    after: NDArray[np.float32]  # (layers + 1, dim)
    cosines: NDArray[np.float64]  # (layers + 1,)


def word_influence(
    encoder: Encoder, sentence: str, span: tuple[int, int], *, how: str = "remove", pooling: str = "mean"
) -> Influence:
    """Return how much the vector of the word at `span` depends on each other word of its sentence.

    Removing a word also moves every later word one place to the left, which changes their position vectors;
    so layer 0 changes with the words before. Masking keeps the places, but shows the model a token that means
    "something stands here"; an encoder fine-tuned on whole sentences has rarely seen it of late.

    Args:
        encoder: the model to use.
        sentence: of 2 to 60 words.
        span: (start, end) characters of the word that is looked at.
        how: "remove" each word with its white space, or "mask" its pieces by the tokenizer's mask token.
        pooling: how the pieces of the word become one vector.

    Raises:
        InvalidInputError: too few words or too many, no word at `span`, the word beyond the model's window,
            or a tokenizer without a mask token.
        UnknownNameError: no such way or pooling.
    """
    check_choice(how, WAYS, "way to leave a word out")
    check_choice(pooling, WORD_POOLINGS, "pooling")
    check_span(sentence, span)
    spans = changeable_words(encoder.tokenizer, sentence, span, least=2)
    target = spans.index(span)
    if how == "remove":
        texts = [change_word(sentence, span, place) for place in spans if place != span]
        variants, masked = texts, None
    else:
        name, _ = mask_token(encoder.tokenizer)
        variants = [change_word(sentence, span, place, name) for place in spans if place != span]
        texts = [ChangedText(sentence, span, place) for place in spans if place != span]
        masked = [None, *(text.place for text in texts)]
    whole = ChangedText(sentence, span, span)
    vectors, cuts = _vectors(encoder, [whole, *texts], pooling, masked)
    without = np.insert(vectors[1:], target, vectors[0], axis=0)
    cosines = paired_cosines(without, vectors[0]).T
    cosines[:, target] = np.nan
    variant_texts = [variant.text for variant in variants]
    variant_texts.insert(target, sentence)
    return Influence(
        sentence=sentence,
        span=span,
        how=how,
        words=tuple(sentence[start:end] for start, end in spans),
        spans=spans,
        target=target,
        variants=tuple(variant_texts),
        vectors=vectors[0],
        without=without,
        cosines=cosines,
        cut=cuts[0],
    )


def replace_word(
    encoder: Encoder,
    sentence: str,
    span: tuple[int, int],
    place: int,
    replacement: str,
    *,
    pooling: str = "mean",
) -> Replacement:
    """Return what another word in the place of one of the sentence does to the vector of the word at `span`.

    Args:
        encoder: the model to use.
        sentence: of 2 to 60 words.
        span: (start, end) characters of the word that is looked at.
        place: which word is replaced, from 0, counted as in `Influence.words`.
        replacement: 1 to 40 characters.
        pooling: how the pieces of the word become one vector.

    Raises:
        InvalidInputError: a sentence or replacement outside these limits, or the word itself replaced.
        UnknownNameError: no such pooling.
    """
    check_choice(pooling, WORD_POOLINGS, "pooling")
    check_span(sentence, span)
    spans = changeable_words(encoder.tokenizer, sentence, span, least=2)
    target, new = spans.index(span), replacement.strip()
    if not 0 <= place < len(spans) or place == target:
        raise InvalidInputError(
            f"Word {place + 1} of {quote(sentence)} cannot be replaced; choose one from 1 to {len(spans)} "
            f"other than {target + 1}, which is the word that is looked at."
        )
    if not 1 <= len(new) <= MAX_REPLACEMENT:
        raise InvalidInputError(
            f"The replacement {quote(new)} has {len(new)} characters; type 1 to {MAX_REPLACEMENT}."
        )
    changed = change_word(sentence, span, spans[place], new)
    (before, after), _ = _vectors(encoder, [ChangedText(sentence, span, span), changed], pooling)
    return Replacement(
        sentence=sentence,
        changed=changed.text,
        old=sentence[slice(*spans[place])],
        new=new,
        span=span,
        changed_span=changed.target,
        before=before,
        after=after,
        cosines=paired_cosines(before, after),
    )


def _vectors(
    encoder: Encoder,
    texts: Sequence[ChangedText],
    pooling: str,
    masked: Sequence[tuple[int, int] | None] | None = None,
) -> tuple[NDArray[np.float32], list[int]]:
    """Return the word's vectors in each text, (texts, layers + 1, dim), and how many tokens were cut."""
    vectors = np.empty((len(texts), encoder.layers + 1, encoder.dim), dtype=np.float32)
    cuts = [0] * len(texts)
    written = [text.text for text in texts]
    for index, encoding in encoder.encode_each(written, attentions=False, masked=masked):
        places = tokens_inside(encoding, texts[index].target)
        vectors[index] = pool_tokens(encoding.hidden_states[:, places], pooling)
        cuts[index] = encoding.cut
    return vectors, cuts
