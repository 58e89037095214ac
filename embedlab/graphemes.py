"""Graphemes: what a reader takes for one character, however many code points it is made of.

An "é" typed as e + accent, a flag, a family of emoji are one grapheme each. The rules are Unicode's (UAX 29),
applied by the `regex` library.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import Any

__all__ = ["grapheme_edges", "graphemes"]


@cache
def _pattern() -> Any:
    import regex

    return regex.compile(r"\X")


def graphemes(text: str) -> list[str]:
    """Return `text` cut into graphemes.

    >>> graphemes("ae\\u0301")
    ['a', 'é']
    """
    clusters: list[str] = _pattern().findall(text)
    return clusters


def grapheme_edges(text: str) -> list[int]:
    """Return the places (in characters) where `text` may be cut, from 0 to its length.

    >>> grapheme_edges("ae\\u0301")
    [0, 1, 3]
    """
    return list(accumulate(map(len, graphemes(text)), initial=0))
