"""The words of one sentence, by their characters, and the sentence with one of them changed.

Words here are what a reader would cross out: runs of letters and digits, with the apostrophes inside them,
and emoji. In scripts that write no spaces, such as Chinese, every character counts as a word. Other signs
stay where they are. How a tokenizer cuts the words is not its business.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from embedlab.errors import InvalidInputError, quote
from embedlab.tokens import Tokenizer

__all__ = [
    "MAX_WORDS",
    "ChangedText",
    "change_word",
    "changeable_words",
    "check_span",
    "join",
    "sentence_words",
]

MAX_WORDS = 60
MAX_CHARACTERS = 1_000
SPACELESS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
LETTER = rf"[[\p{{L}}\p{{N}}_]--[{SPACELESS}]]"
MARKED = rf"[[\p{{L}}\p{{M}}\p{{N}}_]--[{SPACELESS}]]"
SIGN = r"[\p{So}\p{Sc}][\p{S}\p{M}\u200d\ufe0f]*"  # an emoji of several parts is one
WORD = rf"(?V1)[{SPACELESS}]\p{{M}}*|{LETTER}{MARKED}*(?:['’]{LETTER}{MARKED}*)*|{SIGN}"

Span = tuple[int, int]


@dataclass(frozen=True)
class ChangedText:
    """A sentence in which one word was changed."""

    text: str
    target: Span  # where the word that is looked at stands now
    place: Span  # where the new word stands; empty where one was removed


def sentence_words(sentence: str, target: Span | None = None) -> tuple[Span, ...]:
    """Return the (start, end) characters of each word, in order.

    Args:
        sentence: what to look at.
        target: characters that count as one word, whatever is in them; the words beside it end there.

    >>> sentence_words("Don't go, 🙂")
    ((0, 5), (6, 8), (10, 11))
    """
    if target is None:
        return tuple(match.span() for match in _pattern().finditer(sentence))
    start, end = target
    after = ((first + end, last + end) for first, last in sentence_words(sentence[end:]))
    return (*sentence_words(sentence[:start]), target, *after)


def changeable_words(
    tokenizer: Tokenizer, sentence: str, target: Span | None = None, *, least: int
) -> tuple[Span, ...]:
    """Return the words of a sentence that the model reads: those with at least one token.

    Raises:
        InvalidInputError: the sentence has fewer words than `least`, or more than 60, or 1,000 characters.
    """
    if len(sentence) > MAX_CHARACTERS:
        raise InvalidInputError(
            f"The sentence has {len(sentence):,} characters, and at most {MAX_CHARACTERS:,} can be taken "
            "apart; shorten it."
        )
    words = sentence_words(sentence, target)
    if words:
        offsets = [edges for edges in tokenizer.encode(sentence).offsets if edges[0] < edges[1]]
        words = tuple(
            (start, end)
            for start, end in words
            if (start, end) == target or any(first < end and last > start for first, last in offsets)
        )
    if len(words) < least:
        raise InvalidInputError(
            f"{quote(sentence)} has {len(words)} word{'' if len(words) == 1 else 's'}; "
            f"write a sentence of at least {least}."
        )
    if len(words) > MAX_WORDS:
        raise InvalidInputError(
            f"The sentence has {len(words)} words, and at most {MAX_WORDS} can be changed one by one; "
            "shorten it."
        )
    return words


def check_span(sentence: str, span: Span) -> None:
    """Raise `InvalidInputError` unless `span` holds something of the sentence that can be seen."""
    start, end = span
    if not (0 <= start < end <= len(sentence) and sentence[start:end].strip()):
        raise InvalidInputError(
            f"Characters {start} to {end} of {quote(sentence)} hold no word; "
            f"give the start and the end of one between 0 and {len(sentence)}."
        )


def change_word(sentence: str, target: Span, place: Span, replacement: str = "") -> ChangedText:
    """Return the sentence with other text in the place of a word, or without the word and its white space.

    Where two words would run together, a space keeps them apart.

    Args:
        sentence: what to change.
        target: the word that is looked at; it must not overlap `place`.
        place: the word to change.
        replacement: what to write instead; nothing removes the word.

    >>> change_word("the river bank", (10, 14), (4, 9)).text
    'the bank'
    """
    start, end = place
    left, right = sentence[:start], sentence[end:]
    if not replacement:
        spaced = left[-1:].isspace()
        left = left.rstrip() if spaced else left
        right = right if spaced and left else right.lstrip()
    begun = join(left, replacement)
    text = join(begun, right)
    moved = len(text) - len(sentence) if target[0] >= end else 0
    first = len(begun) - len(replacement)
    return ChangedText(text, (target[0] + moved, target[1] + moved), (first, len(begun)))


def join(left: str, right: str) -> str:
    """Return two parts of a text as one, with a space between where two words would become one."""
    touching = left and right and _letter().match(left[-1]) and _letter().match(right[0])
    return f"{left} {right}" if touching else left + right


@cache
def _pattern() -> Any:
    import regex

    return regex.compile(WORD)


@cache
def _letter() -> Any:
    import regex

    return regex.compile(rf"(?V1){MARKED}")
