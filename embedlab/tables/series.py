"""Numbered columns (d0, d1, d2, …) and columns of classes, told apart from other columns of numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

__all__ = ["MIN_SERIES", "are_classes", "numbered_series"]

MIN_SERIES = 3  # columns
NUMBERED = re.compile(r"(.*?)(\d{1,6})\]?")
BEFORE_NUMBER = " ._-["  # what may stand between a stem and its number


def numbered_series(names: Sequence[str], *, stems: Collection[str] = ()) -> frozenset[str]:
    """Return the columns whose names share a stem and count on, if they are at least half of all columns.

    Args:
        names: of columns of numbers.
        stems: those that name a vector; where a series has one of them, only such a series counts.

    >>> sorted(numbered_series(["score", "d0", "d1", "d2"]))
    ['d0', 'd1', 'd2']
    >>> numbered_series(["x1", "x2", "y"])
    frozenset()
    """
    members: dict[str, dict[int, str]] = defaultdict(dict)
    for name in names:
        if match := NUMBERED.fullmatch(name.strip()):
            members[match[1]].setdefault(int(match[2]), name)
    series = {stem: set(each.values()) for stem, each in members.items() if _counts_on(each)}
    for stem in series:  # pandas calls columns of one name d, d.1, d.2
        series[stem] |= {name for name in names if name.strip() and name.strip() == _bare(stem)}
    series = {stem: each for stem, each in series.items() if _bare(stem).lower() in stems} or series
    columns = frozenset[str]().union(*series.values())
    return columns if 2 * len(columns) >= len(names) else frozenset()


def are_classes(cells: Sequence[str]) -> bool:
    """Whether whole numbers name classes: some repeat, and no more than about half of them differ.

    >>> are_classes(["0", "1", "0", "1"]), are_classes(["7", "8", "9", "9"])
    (True, True)
    >>> are_classes(["7", "8", "9"])
    False
    """
    different = len(set(cells))
    return different < len(cells) and different <= len(cells) // 2 + 1


def _counts_on(numbers: Collection[int]) -> bool:
    """Whether some numbers are neighbors: n, n + 1, n + 2."""
    return any(all(first + step in numbers for step in range(MIN_SERIES)) for first in numbers)


def _bare(stem: str) -> str:
    return stem.strip().rstrip(BEFORE_NUMBER)
