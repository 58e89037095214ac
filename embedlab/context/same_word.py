"""One word in two texts of a WordPiece encoder: how alike its vectors are, layer by layer.

A word is a token and the pieces that continue it ("##"). It is looked for by its ids, so that the case, the
accents and the script are the tokenizer's affair, and [CLS] or [UNK] can be compared like any other token.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import ContextualEncoding
from embedlab.cosine import paired_cosines

__all__ = ["SameWord", "compare_word", "default_token", "spell_word"]

CONTINUES = "##"
UNKNOWN = "[UNK]"
LONG = 4  # letters of a word that is compared without being asked for


@dataclass(frozen=True)
class SameWord:
    """A word that stands in two texts."""

    first: tuple[int, ...]  # indices of its tokens in the first text
    second: tuple[int, ...]  # and in the second
    cosines: NDArray[np.float64]  # (layers + 1,) of its two vectors, the pieces pooled by mean


def compare_word(first: ContextualEncoding, token: int, second: ContextualEncoding) -> SameWord | None:
    """Return the word around a token of the first text beside its first occurrence in the second.

    Args:
        first: a text with every layer.
        token: index of a token of the word.
        second: another text with every layer of the same encoder.

    Returns:
        None where the second text does not hold the word.
    """
    here = _word_around(first.tokens, token)
    ids = [first.ids[index] for index in here]
    there = next((word for word in _words(second.tokens) if [second.ids[i] for i in word] == ids), None)
    if there is None:
        return None
    one, other = (
        encoding.hidden_states[:, list(word)].mean(axis=1)
        for encoding, word in ((first, here), (second, there))
    )
    return SameWord(tuple(here), tuple(there), paired_cosines(one, other))


def spell_word(tokens: Sequence[str], token: int) -> str:
    """Return the word around a token.

    >>> spell_word(["an", "otter", "##s"], 2)
    'otters'
    """
    pieces = [tokens[index] for index in _word_around(tokens, token)]
    return pieces[0] + "".join(piece.removeprefix(CONTINUES) for piece in pieces[1:])


def default_token(
    first: ContextualEncoding,
    second: ContextualEncoding | None,
    ambiguous: Collection[str],
    *,
    most: int | None = None,
) -> int:
    """Return the token that most deserves a look in the first text.

    This is the first word of `ambiguous`, else the longest word of at least 4 letters that stands in both
    texts, else the longest word of the first. Shorter ones are mostly articles and prepositions.

    Args:
        first: the text.
        second: the text it is compared with, if there is one.
        ambiguous: words known to have several meanings, in lower case.
        most: only words that begin among so many tokens; all if None.
    """
    words = [word for word in _words(first.tokens[:most]) if not first.special[word[0]]]
    if not words:
        return 0
    spelled = [spell_word(first.tokens, word[0]) for word in words]
    shared = set() if second is None else {
        spell_word(second.tokens, word[0]) for word in _words(second.tokens) if not second.special[word[0]]
    }  # fmt: skip
    ranks = [
        (word in ambiguous, word in shared and letters >= LONG, letters)
        for word, letters in zip(spelled, map(_letters, spelled), strict=True)
    ]
    return words[ranks.index(max(ranks))][0]


def _letters(word: str) -> int:
    return 0 if word == UNKNOWN else sum(map(str.isalnum, word))


def _words(tokens: Sequence[str]) -> list[list[int]]:
    """Return the indices of the tokens of each word."""
    words: list[list[int]] = []
    for index, token in enumerate(tokens):
        if words and _continues(token):
            words[-1].append(index)
        else:
            words.append([index])
    return words


def _word_around(tokens: Sequence[str], token: int) -> list[int]:
    return next(word for word in _words(tokens) if token in word)


def _continues(token: str) -> bool:
    return token.startswith(CONTINUES) and token != CONTINUES
