"""What a JSON value may be on its own: a vector, a record, words with vectors, rows or columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from embedlab.tables.columns import SERIES, is_running

__all__ = [
    "are_columns",
    "are_pieces",
    "are_records",
    "is_record",
    "is_vector",
    "is_words",
    "may_be_rows",
]


def are_pieces(values: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every object is one word with its record: {"king": {"vector": [..]}} one a line."""
    names = {next(iter(one), "") for one in values}
    return len(names) == len(values) > 1 and all(
        len(one) == 1 and isinstance(next(iter(one.values())), dict) for one in values
    )


def are_texts_and_numbers(value: Mapping[str, Any]) -> bool:
    """Whether an object holds nothing but columns that are as long as each other, one of texts at least."""
    return (
        all(isinstance(one, list) for one in value.values())
        and len({len(one) for one in value.values()}) == 1
        and any(isinstance(one[0], str) for one in value.values() if one)
    )


def are_columns(value: Mapping[str, Mapping[str, Any]], keys: Sequence[str]) -> bool:
    """Whether objects with the same keys are columns (pandas' own choice), not rows.

    Names such as x0, x1, … are those of columns. Beneath other names, running keys number the rows of
    columns of different sorts, and the columns of rows of one sort.
    """
    sorts = {_sort(one) for one in value.values()}
    if len(sorts) > 1:
        return True
    numeric = next(iter(sorts)) in (("float",), ("int",), ("float", "int"))
    if _is_series(list(value)):
        return numeric and (not next(iter(value)).isdecimal() or not _is_series(keys) or is_running(keys))
    return is_running(keys) and not numeric


def may_be_rows(value: Any) -> bool:
    """Whether objects in an object may be its rows as well as its columns, because both are numbered."""
    if not (
        isinstance(value, dict) and value and all(isinstance(one, dict) and one for one in value.values())
    ):
        return False
    keys = list(next(iter(value.values())))
    return _is_series(list(value)) and _is_series(keys) and are_columns(value, keys)


def _is_series(names: Sequence[str]) -> bool:
    """Whether names are those of columns: x0, x1, …; 0, 1, …; a, b, …"""
    series = SERIES.fullmatch(names[0])
    return is_running([name.removeprefix(series[1] if series else "") for name in names])


def _sort(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the types of the values of an object, if they are all the same."""
    return tuple(sorted({type(one).__name__ for one in values.values()}))


def is_words(value: Mapping[str, Any]) -> bool:
    """Whether an object holds vectors by their words."""
    return bool(value) and all(isinstance(one, list) and is_vector(one) for one in value.values())


def are_records(value: Mapping[str, Any]) -> bool:
    """Whether an object holds records by their names, as Pinecone answers; single values are none."""
    return all(
        isinstance(one, dict) and is_record(one) and any(map(is_vector, one.values()))
        for one in value.values()
    )


def is_record(value: Mapping[str, Any]) -> bool:
    """Whether an object is one row: a list of numbers beside something else, or single values only."""
    vectors = [one for one in value.values() if isinstance(one, list) and is_vector(one)]
    deep = any(isinstance(one, list) and one and isinstance(one[0], dict | list) for one in value.values())
    single = not any(isinstance(one, list | dict) for one in value.values())
    if are_texts_and_numbers(value):
        return False
    return bool(value) and not deep and ((bool(vectors) and len(vectors) < len(value)) or single)


def is_vector(values: Any) -> bool:
    """Whether a value is a list of numbers, some of which may be missing."""
    return (
        isinstance(values, list)
        and bool(values)
        and all(isinstance(one, int | float | None) and not isinstance(one, bool) for one in values)
    )
