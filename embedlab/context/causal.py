"""What a word can know of the sentence: all of it in an encoder, only what stands before it in a decoder.

Two sentences that are equal up to and including a word tell the two kinds of model apart. A decoder gives
that word the same vector in both, at every layer: what follows has not been read yet. An encoder reads both
sides. The sense is then decided elsewhere in the sentence; in a decoder the tokens that follow carry it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import Encoder
from embedlab.context.word_in_context import find_word, word_in_context
from embedlab.cosine import paired_cosines

__all__ = ["CAUSAL_PAIRS", "CausalPair", "PrefixEffect", "prefix_effect"]


@dataclass(frozen=True)
class CausalPair:
    """A word in two senses: decided after it, in sentences that begin alike, and decided before it."""

    word: str
    senses: tuple[str, str]
    after: tuple[str, str]  # equal up to and including the word
    before: tuple[str, str]


@dataclass(frozen=True)
class PrefixEffect:
    """How alike a word's vectors are in two sentences, layer by layer."""

    word: str
    sentences: tuple[str, str]
    same_beginning: bool  # whether the sentences are equal up to and including the word
    cosines: NDArray[np.float64]  # (layers + 1,)


# our own sentences
CAUSAL_PAIRS: tuple[CausalPair, ...] = (
    CausalPair(
        "bank",
        ("river", "money"),
        (
            "The bank was closed because the river had flooded it.",
            "The bank was closed because the manager had fled with the money.",
        ),
        ("Where the river bends, they sat on the bank.", "To borrow the money, they went to the bank."),
    ),
    CausalPair(
        "bark",
        ("tree", "dog"),
        ("The bark was so rough that the tree looked old.", "The bark was so loud that the dog scared us."),
        ("The old tree has a rough bark.", "The angry dog has a loud bark."),
    ),
    CausalPair(
        "seal",
        ("letter", "animal"),
        (
            "The seal was broken when she opened the letter.",
            "The seal was hungry and dived for another fish.",
        ),
        ("She opened the letter and broke the seal.", "On the ice by the sea lay a young seal."),
    ),
    CausalPair(
        "spring",
        ("season", "water"),
        (
            "The spring was late, and snow still lay on the fields in April.",
            "The spring was cold, and we filled our bottles with its water.",
        ),
        ("After the long winter came the spring.", "We filled our bottles with water at the spring."),
    ),
    CausalPair(
        "bat",
        ("animal", "game"),
        (
            "The bat was hanging upside down in the cave.",
            "The bat was made of wood and cracked when it hit the ball.",
        ),
        ("Out of the dark cave flew a bat.", "To hit the ball he swung the bat."),
    ),
    CausalPair(
        "crane",
        ("bird", "machine"),
        (
            "The crane was standing in the reeds and caught a frog.",
            "The crane was standing on the site and lifted steel beams.",
        ),
        ("In the reeds by the lake we saw a crane.", "To lift the steel beams they used a crane."),
    ),
)


def prefix_effect(encoder: Encoder, first: str, second: str, word: str) -> PrefixEffect:
    """Return the cosines of the vectors of `word` in two sentences, at every layer.

    In a causal model they are 1 (up to rounding) where the sentences are equal up to and including the word;
    see Radford et al. 2018 for the mask that makes it so.

    Args:
        encoder: the model; each sentence is sent through it alone.
        first: a sentence with the word.
        second: another one.
        word: its first occurrence counts.

    Raises:
        InvalidInputError: a sentence does not contain the word, or only beyond the model's window.
    """
    occurrences = [word_in_context(encoder, [sentence], word) for sentence in (first, second)]
    one, other = (words.vectors[:, 0] for words in occurrences)  # (layers + 1, dim) each
    ends = find_word(first, word)[1], find_word(second, word)[1]
    return PrefixEffect(
        word=word,
        sentences=(first, second),
        same_beginning=first[: ends[0]] == second[: ends[1]],
        cosines=paired_cosines(one, other),
    )
