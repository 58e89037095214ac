"""Reading the words a person typed or chose."""

from __future__ import annotations

import re
from collections.abc import Sequence

import embedlab
from embedlab.errors import InvalidInputError, UnknownWordError, quote

__all__ = ["read_pairs", "read_sentences", "read_words"]

MAX_WORDS = 500
MAX_SENTENCES = 50
MAX_PAIRS = 12  # of a named axis


def read_words(
    vectors: embedlab.vectors.WordVectors, groups: Sequence[str], own: str
) -> tuple[list[str], list[str], str]:
    """Return the words to draw, the group of each, and a sentence about those that are not known.

    A word of two groups belongs to the first. Own words form a group of their own.

    Raises:
        InvalidInputError: more than 500 own words.
    """
    typed = [word for word in re.split(r"[\s,;]+", own) if word]
    if len(typed) > MAX_WORDS:
        raise InvalidInputError(
            f"{len(typed):,} words were typed and at most {MAX_WORDS} can be drawn; remove some."
        )
    group_of: dict[str, str] = {}
    missing: list[str] = []
    for group in groups:
        for word in embedlab.texts.WORD_GROUPS[group]:
            if word in vectors:
                group_of.setdefault(word, group)
            else:
                missing.append(word)
    for word in typed:
        if word in vectors:
            group_of.setdefault(vectors.words[vectors.row(word)], "your words")
        else:
            missing.append(word)
    return list(group_of), list(group_of.values()), _about_missing(vectors, missing)


def _about_missing(vectors: embedlab.vectors.WordVectors, missing: Sequence[str]) -> str:
    """Return a sentence about the words that are not known; close spellings are sought for the first."""
    if not missing:
        return ""
    try:
        vectors.row(missing[0])
    except UnknownWordError as error:
        more = f" {len(missing) - 1} more of your words are unknown;" if len(missing) > 1 else ""
        return f"{error}{more} What is unknown is left out."
    return ""


def read_sentences(lines: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sentences of a text, one a line, and the sense written before each "|".

    Raises:
        InvalidInputError: more than 50 sentences.
    """
    rows = [line.strip() for line in lines.splitlines() if line.strip()]
    if len(rows) > MAX_SENTENCES:
        raise InvalidInputError(f"There are {len(rows)} sentences and at most {MAX_SENTENCES}; remove some.")
    senses, sentences = [], []
    for row in rows:
        sense, bar, sentence = row.partition("|")
        senses.append(sense.strip() if bar else "")
        sentences.append(sentence.strip() if bar else row)
    return tuple(sentences), tuple(senses)


def read_pairs(text: str, most: int = MAX_PAIRS) -> list[tuple[str, str]]:
    """Return pairs of words, such as those of a named axis: two words each, a comma between the pairs.

    >>> read_pairs("man woman, king queen")
    [('man', 'woman'), ('king', 'queen')]

    Raises:
        InvalidInputError: no pair, too many, or a part that has not two words.
    """
    parts = [part.split() for part in re.split(r"[,;]+", text) if part.strip()]
    if not parts:
        raise InvalidInputError("There is no pair of words; type at least one pair, such as: man woman.")
    if len(parts) > most:
        raise InvalidInputError(f"{len(parts)} pairs are too many here; give at most {most}.")
    for part in parts:
        if len(part) != 2:
            raise InvalidInputError(
                f"{quote(' '.join(part))} is not a pair; write two words, and a comma between pairs."
            )
    return [(low, high) for low, high in parts]
