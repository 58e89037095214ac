"""Which columns of a table are the vector and which one its label, where a file has several.

The rules are the same for CSV, JSON and Parquet:

    vector    a column of lists, before columns of numbers; lists of whole numbers may be ids of tokens and
              come last, unless their column is named as a vector
    label     a column with the name of one, before the first whose values are all different
    classes   whole numbers in a column named label, target, id, … are no part of a vector
    series    of columns of numbers only d0, d1, d2, … are the vector, where they are at least half of them
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from string import ascii_lowercase

from embedlab.display import visible_text
from embedlab.errors import check_choice, quote
from embedlab.tables.cells import Kind
from embedlab.tables.limits import MAX_LABEL_GRAPHEMES
from embedlab.tables.series import numbered_series

__all__ = [
    "INDEX_NAMES",
    "LABEL_NAMES",
    "NUMBERS",
    "SERIES",
    "VECTOR_NAMES",
    "Roles",
    "TakenLabel",
    "choose_label",
    "is_label_name",
    "is_running",
    "is_vector_name",
    "left_out",
    "made_of",
    "roles_of",
    "take_label",
    "unique_names",
]

LABEL_NAMES = (  # the first found wins
    *("word", "words", "token", "name", "text", "texts", "title", "key", "term", "sentence", "document"),
    *("content", "input", "query"),
)
CLASS_NAMES = (  # a label where every row has another one
    *("label", "labels", "target", "class", "classes", "cluster", "category", "group"),
)
INDEX_NAMES = (  # running numbers
    *("", "id", "ids", "index", "idx", "row", "rowid", "rownames", "nr", "no", "no.", "#", "unnamed: 0"),
    "__index_level_0__",
)
COUNT_NAMES = ("n_tokens", "num_tokens", "tokens", "count", "counts", "freq", "frequency", "rank")
VECTOR_NAMES = ("embedding", "embeddings", "vector", "vectors", "values", "emb")
MAX_NAMES = 5  # in a sentence
NUMBERS = "the columns of numbers"  # a choice beside columns of lists
UNNAMED = "unnamed: "  # what pandas calls a column without a name
SERIES = re.compile(r"(.*?)\d+")
KEY = re.compile(r"(?i:[ _.-]id|^year|^timestamp|^zip)$|[a-z]I[dD]$")  # user_id, movieId, year


@dataclass(frozen=True)
class Roles:
    """Which columns make the vector, and which remain."""

    vector: tuple[str, ...]  # one column of lists, or those of numbers; empty where there are none
    is_list: bool
    offered: tuple[str, ...]  # what the vector could be
    others: tuple[str, ...]

    @property
    def chosen(self) -> str | None:
        """The choice among those offered."""
        return None if not self.vector else self.vector[0] if self.is_list else NUMBERS


@dataclass(frozen=True)
class TakenLabel:
    """The labels of the rows, where they come from, and the columns that remain."""

    values: list[str] | None
    name: str | None
    is_index: bool
    others: dict[str, list[str]]
    offered: tuple[str, ...]


def roles_of(
    kinds: Mapping[str, Kind], *, vector: str | None = None, label: str | None = None, typed: bool = False
) -> Roles:
    """Return the roles of the columns of a table.

    Args:
        kinds: what each column holds.
        vector: the column of lists to be read, or `NUMBERS`.
        label: the column of labels, which is no part of the vector.
        typed: the file has types: its whole numbers are no vector where it has others.

    Raises:
        UnknownNameError: no such column.
    """
    if label is not None:
        check_choice(label, kinds, "column")
    free = [name for name in kinds if name != label]
    lists = [
        name for name in free if kinds[name] == "list" or (kinds[name] == "ids" and is_vector_name(name))
    ]
    lists.sort(key=_vector_rank)
    numbers = _numbers(kinds, free, typed=typed)
    loose = [name for name in free if kinds[name] in ("ids", "loose") and name not in lists]
    if not any(kinds[name] == "number" for name in numbers):
        lists += [name for name in loose if kinds[name] == "ids"]
        loose = [name for name in loose if kinds[name] == "loose"]
    offered = [*lists, *([NUMBERS] if len(numbers) > bool(lists or loose) else []), *loose]
    if vector is not None:
        check_choice(vector, offered, "column of vectors")
    chosen = vector or next(iter(offered), None)
    taken = tuple(numbers) if chosen == NUMBERS else (chosen,) if chosen else ()
    others = tuple(name for name in kinds if name not in set(taken))
    return Roles(taken, chosen is not None and chosen != NUMBERS, tuple(offered), others)


def choose_label(
    columns: Mapping[str, Sequence[str]], *, wanted: str | None = None, wholes: Collection[str] = ()
) -> tuple[str | None, bool]:
    """Return the name of the column of labels, None where there is none, and whether it is an index only.

    Args:
        columns: those that are no part of the vector.
        wanted: the column to take.
        wholes: those that hold numbers; they are labels only if their name says so and no value repeats.

    Raises:
        UnknownNameError: no such column.

    >>> choose_label({"kind": ["pet", "pet"], "word": ["cat", "dog"]})
    ('word', False)
    """
    if wanted is not None:
        check_choice(wanted, columns, "column")
        return wanted, False
    # an object in a record is flattened: "metadata.text" is a text, too
    named = {_plain(name).rsplit(".")[-1]: name for name in reversed(list(columns))}
    named |= {_plain(name): name for name in reversed(list(columns))}
    unnamed = next(iter(columns), None)
    # beside texts in a column without a name, as pandas writes an index, a column of numbers is one of them
    counts = wholes if unnamed is not None and unnamed not in wholes and _is_index(unnamed) else ()
    for names, repeats in ((LABEL_NAMES, True), (CLASS_NAMES, False)):
        for name in (named[name] for name in names if name in named):
            if (repeats and name not in wholes) or (name not in counts and _all_differ(columns[name])):
                return name, False
    texts = [name for name in columns if name not in wholes and not _is_index(name)]
    indices = [name for name in columns if _is_index(name) or (name in wholes and _is_key(name))]
    index = next((name for name in indices if _all_differ(columns[name])), None)
    most = next((name for name in texts if _all_differ(columns[name])), texts[0] if texts else None)
    if most is None or (index is not None and 2 * len(set(columns[most])) <= len(columns[most])):
        return index, index is not None and index in wholes
    return most, False


def take_label(
    columns: Mapping[str, list[str]], *, wanted: str | None = None, wholes: Collection[str] = ()
) -> TakenLabel:
    """Return the column that `choose_label` chooses, and the others.

    Raises:
        UnknownNameError: no such column.
    """
    name, is_index = choose_label(columns, wanted=wanted, wholes=wholes)
    others = {one: values for one, values in columns.items() if one != name}
    return TakenLabel(None if name is None else columns[name], name, is_index, others, tuple(columns))


def is_label_name(name: str) -> bool:
    """Whether a column of that name is no part of a vector if it holds whole numbers."""
    return _is_index(name) or _is_key(name) or _plain(name) in {*LABEL_NAMES, *CLASS_NAMES}


def is_vector_name(name: str) -> bool:
    """Whether a column of that name is meant to hold vectors."""
    return _vector_rank(name) < len(VECTOR_NAMES)


def made_of(names: Sequence[str], *, lists: bool = False) -> str:
    """Return the sentence that names the columns the vectors were read from.

    >>> made_of(["x"], lists=True), made_of(["x", "y", "z"])
    ('The vector is the column “x” of lists.', 'The vector is made of 3 columns, from “x” to “z”.')
    """
    first, last = (quote(visible_text(name)) for name in (names[0], names[-1]))
    if len(names) == 1:
        return f"The vector is the column {first}{' of lists' if lists else ''}."
    return f"The vector is made of {len(names):,} columns, from {first} to {last}."


def left_out(names: Sequence[str]) -> str:
    """Return the sentence that names columns of numbers that are no part of the vector.

    >>> left_out(["score"])
    'The column “score” holds numbers and is no part of the vector.'
    """
    quoted = [quote(visible_text(name)) for name in names[:MAX_NAMES]]
    if len(names) == 1:
        return f"The column {quoted[0]} holds numbers and is no part of the vector."
    more = f", … ({len(names):,} columns)" if len(names) > MAX_NAMES else ""
    return f"The columns {', '.join(quoted)}{more} hold numbers and are no part of the vector."


def is_running(names: Sequence[str]) -> bool:
    """Whether names count 0, 1, 2, …, 1, 2, 3, … or a, b, c, …, as those that a program gives do.

    >>> is_running(["0", "1"]), is_running(["1990", "1991"])
    (True, False)
    """
    counted = ([str(place) for place in range(first, first + len(names))] for first in (0, 1))
    return list(names) in (*counted, list(ascii_lowercase[: len(names)]))


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


def _numbers(kinds: Mapping[str, Kind], free: Sequence[str], *, typed: bool) -> list[str]:
    """Return the columns of numbers that are part of a vector."""
    wholes = [name for name in free if kinds[name] == "whole" and not is_label_name(name)]
    broken = [name for name in free if kinds[name] == "number" and not (_is_class(name) and typed)]
    names = [name for name in free if name in {*broken, *wholes}]
    if series := numbered_series(names, stems=VECTOR_NAMES):
        return [name for name in names if name in series]
    if typed:
        return broken or wholes
    # d0 and d1 are one vector, too, where the numbers beside them are whole
    prefixes = Counter(match[1] for name in broken if (match := SERIES.fullmatch(name)))
    prefix, size = prefixes.most_common(1)[0] if prefixes else ("", 0)
    counts = {name for name in wholes if _plain(name) in COUNT_NAMES and broken}
    if size > 1:
        counts |= {name for name in wholes if not ((match := SERIES.fullmatch(name)) and match[1] == prefix)}
    return [name for name in names if name not in counts]


def _plain(name: str) -> str:
    return name.strip().lower()


def _is_index(name: str) -> bool:
    return _plain(name) in INDEX_NAMES or _plain(name).startswith(UNNAMED)


def _is_key(name: str) -> bool:
    return bool(KEY.search(name.strip()))


def _is_class(name: str) -> bool:
    return _plain(name) in CLASS_NAMES


def _all_differ(values: Sequence[str]) -> bool:
    return len(set(values)) == len(values)


def _vector_rank(name: str) -> int:
    plain = _plain(name).rsplit(".")[-1]
    return VECTOR_NAMES.index(plain) if plain in VECTOR_NAMES else len(VECTOR_NAMES)
