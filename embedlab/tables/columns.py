"""Which column of a table holds its labels, where a file has several."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from embedlab.display import visible_text
from embedlab.errors import quote
from embedlab.tables.limits import MAX_LABEL_GRAPHEMES

__all__ = ["INDEX_NAMES", "LABEL_NAMES", "choose_label", "made_of", "unique_names"]

LABEL_NAMES = (
    "word",
    "token",
    "label",
    "labels",
    "name",
    "text",
    "title",
    "key",
    "term",
)  # the first found wins
INDEX_NAMES = (
    "",
    "id",
    "index",
    "row",
    "unnamed: 0",
    "__index_level_0__",
)  # running numbers, no part of a vector


def choose_label(columns: dict[str, list[str]]) -> tuple[list[str] | None, dict[str, list[str]]]:
    """Return the column of labels and the columns that remain; None and all of them where there is none.

    A column with the name of a label is taken, else the first whose values are all different, else the first.

    >>> choose_label({"kind": ["pet", "pet"], "word": ["cat", "dog"]})
    (['cat', 'dog'], {'kind': ['pet', 'pet']})
    """
    if not columns:
        return None, {}
    named = {name.strip().lower(): name for name in reversed(columns)}
    chosen = next((named[name] for name in LABEL_NAMES if name in named), None)
    texts = [name for name in columns if name.strip().lower() not in INDEX_NAMES] or list(columns)
    if chosen is None:
        chosen = next((name for name in texts if len(set(columns[name])) == len(columns[name])), texts[0])
    return columns[chosen], {name: values for name, values in columns.items() if name != chosen}


def made_of(names: Sequence[str], *, lists: bool = False) -> str:
    """Return the sentence that names the columns the vectors were read from.

    >>> made_of(["x"], lists=True), made_of(["x", "y", "z"])
    ('The vector is the column “x” of lists.', 'The vector is made of 3 columns, from “x” to “z”.')
    """
    first, last = (quote(visible_text(name)) for name in (names[0], names[-1]))
    if len(names) == 1:
        return f"The vector is the column {first}{' of lists' if lists else ''}."
    return f"The vector is made of {len(names):,} columns, from {first} to {last}."


def unique_names(names: Sequence[str]) -> list[str]:
    """Return the names of columns, none of them empty and none of them twice.

    >>> unique_names(["a", "", "a"])
    ['a', 'column 2', 'a (2)']
    """
    taken: dict[str, int] = {}
    unique = []
    for place, given in enumerate(names, start=1):
        # pandas leaves the name of its index empty
        name = given.strip()[:MAX_LABEL_GRAPHEMES] or ("index" if place == 1 else f"column {place}")
        for number in count(taken.get(name, 1)):
            candidate = name if number == 1 else f"{name} ({number})"
            if candidate not in taken:
                break
        taken[name] = number + 1
        taken.setdefault(candidate, 1)
        unique.append(candidate)
    return unique
