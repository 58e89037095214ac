"""Which tokens stand for some characters of a text, whole or in part."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["touching"]

SPACES = "▁Ġ "  # how vocabularies spell a space


def touching(
    offsets: Sequence[tuple[int, int]],
    tokens: Sequence[str],
    span: tuple[int, int],
    special: Sequence[bool] = (),
) -> list[int]:
    """Return the places of the tokens that touch the characters of `span`.

    Of several tokens that form one character the first has its span and the others an empty one behind it;
    they belong to it, and a space put in before the next word does not.

    >>> touching([(0, 1), (1, 3), (3, 3), (3, 3)], ["▁a", "<0xE6>", "<0xB0>", "▁"], (1, 3))
    [1, 2]
    """
    start, end = span
    inside: list[int] = []
    for place, (first, last) in enumerate(offsets):
        goes_on = first == last == end and inside[-1:] == [place - 1] and tokens[place].strip(SPACES)
        if ((first < end and last > start) or goes_on) and not any(special[place : place + 1]):
            inside.append(place)
    return inside
