"""The records in a JSON value, whichever of the usual shapes it has.

[{"text": "king", "embedding": [..]}, ..]     records
{"data": [{"embedding": [..], "index": 0}]}   an answer: the records below its one list of objects
{"texts": [..], "embeddings": [[..], ..]}     columns
{"king": [..], "queen": [..]}                 words
[[..], ..], [["king", [..]], ..]              rows, with or without a label
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from embedlab.errors import InvalidInputError, quote
from embedlab.tables.columns import VECTOR_NAMES, is_label_name, is_running, is_vector_name, unique_names
from embedlab.tables.json_kinds import are_columns, are_pieces, are_records, is_record, is_vector, is_words

__all__ = ["VECTOR", "WORD", "records_in"]

DEPTH = 6  # objects that are opened on the way to the records
WORD, VECTOR, INDEX, GROUP = "word", "vector", "index", "group"  # the columns of what has no names
NO_TABLE = (
    "The JSON text holds no table of vectors; write a list of objects with a label and a list of numbers "
    'each, such as [{"word": "king", "vector": [0.1, 0.2]}], or {"king": [0.1, 0.2]}.'
)
PROJECTOR = (
    "This is a configuration of the Embedding Projector, which only names its files; choose the one that "
    "holds the vectors ({})."
)


def records_in(value: Any, depth: int = DEPTH) -> list[Mapping[str, Any]]:
    """Return the records in a value.

    Raises:
        InvalidInputError: there are none.
    """
    if not depth:
        raise InvalidInputError(NO_TABLE)
    if isinstance(value, list):
        return _of_list(value, depth)
    if not isinstance(value, dict):
        raise InvalidInputError(NO_TABLE)
    return _of_object(value, depth)


def _of_list(values: list[Any], depth: int) -> list[Mapping[str, Any]]:
    if all(isinstance(one, dict) for one in values):
        if len({next(iter(one), "") for one in values}) == len(values) > 1 and all(map(is_words, values)):
            return [record for one in values for record in _of_words(one)]  # {"king": [..]} one a line
        if are_pieces(values):
            return _of_object({name: one[name] for one in values for name in one}, depth)
        inner = [None if is_record(one) else _inner(one) for one in values]
        if values and None not in inner and not _are_named_vectors(values, inner):
            return [record for one in values for record in _of_answer(one, depth - 1)]
        return values
    if is_vector(values):
        return [{VECTOR: values}]
    if all(isinstance(one, list) for one in values):
        return _of_rows(values)
    raise InvalidInputError(NO_TABLE)


def _are_named_vectors(values: Sequence[Mapping[str, Any]], inner: Sequence[Any]) -> bool:
    """Whether each of several objects holds vectors under the same names, as Qdrant writes them."""
    names = [set(one) for one in inner if isinstance(one, dict) and is_words(one)]
    keyed = any(is_label_name(name) for name in values[0])
    return len(names) == len(values) and all(one == names[0] for one in names) and (keyed or len(names) > 1)


def _of_object(value: dict[str, Any], depth: int) -> list[Mapping[str, Any]]:  # noqa: PLR0911 (a shape each)
    tensors = value.get("embeddings")
    if isinstance(tensors, list) and (files := [one for one in tensors if _is_tensor(one)]):
        raise InvalidInputError(PROJECTOR.format(quote(str(files[0]["tensorPath"]))))
    value = _with_lists(value)
    if len(value) > 1 and all(map(_are_tokens, value.values())) and not any(map(is_vector_name, value)):
        return [  # {"king": [[..], [..]]}, a vector for each token of a word
            {GROUP: name, WORD: f"{name} {place}", VECTOR: vector}
            for name, vectors in value.items()
            for place, vector in enumerate(vectors, 1)
        ]
    if len(value) == 1 and next(iter(value)).lower() in VECTOR_NAMES:  # {"embedding": [..]}
        return _of_vector_name(next(iter(value.values())), depth)
    if {"columns", "data"} <= value.keys() and isinstance(value["columns"], list):  # pandas, orient="split"
        return _of_split(value)
    if len(value) > 1 and all(isinstance(one, dict) and is_words(one) for one in value.values()):
        words = [word for one in value.values() for word in one]
        if len(set(words)) == len(words):  # {"royal": {"king": [..]}, "person": {..}}
            return [{GROUP: name, **record} for name, one in value.items() for record in _of_words(one)]
    if len(parts := _parts(value)) > 1:  # {"train": [{..}, ..], "test": [{..}, ..]}
        return [{GROUP: name, **one} for name, part in parts.items() for one in records_in(part, depth - 1)]
    if value and all(isinstance(one, dict) and _inner(one) is None for one in value.values()):
        return _of_objects(value)
    if is_words(value) and (len(value) > 1 or not is_label_name(next(iter(value)))):
        return _of_words(value)
    if is_record(value):
        return [value]
    columns = {name: one for name, one in value.items() if isinstance(one, list)}
    if len(columns) > 1 and len({len(one) for one in columns.values()}) == 1 and not _holds_objects(columns):
        return _of_columns(columns)
    return _below(value, columns, depth)


def _is_tensor(value: Any) -> bool:
    """Whether a value names a file of the Embedding Projector."""
    return isinstance(value, dict) and "tensorPath" in value


def _are_tokens(value: Any) -> bool:
    """Whether a value is a list of vectors."""
    return isinstance(value, list) and bool(value) and all(map(is_vector, value))


def _parts(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a table, each of them records, or an object around some, of the same names."""
    parts = {name: one for name, one in value.items() if isinstance(one, list | dict) and _names_of(one)}
    return parts if len({tuple(map(str, _names_of(one))) for one in parts.values()}) == 1 else {}


def _names_of(value: Any) -> list[str]:
    """Return the names in the first record of a list, or those of an object with a list of vectors."""
    if isinstance(value, dict):
        return list(value) if any(isinstance(one, list) for one in value.values()) and _inner(value) else []
    first = value[0] if value else None
    return list(first) if isinstance(first, dict) and all(isinstance(one, dict) for one in value) else []


def _with_lists(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object with lists where it has indices of rows: {"king": 0, ..} or {"0": "king", ..}.

    A list around every column, as Chroma answers a query, is opened, too.
    """
    lists = [one for one in value.values() if isinstance(one, list)]
    if len(lists) > 1 and all(len(one) == 1 and isinstance(one[0], list) for one in lists):
        value = {name: one[0] if isinstance(one, list) else one for name, one in value.items()}
    sizes = {len(one) for one in value.values() if isinstance(one, list)}
    return {name: _by_row(one, sizes) if isinstance(one, dict) else one for name, one in value.items()}


def _by_row(value: dict[str, Any], sizes: set[int]) -> Any:
    if len(value) in sizes:
        rows = list(range(len(value)))
        if all(type(one) is int for one in value.values()) and sorted(value.values()) == rows:
            return sorted(value, key=value.__getitem__)
        if list(value) == [str(row) for row in rows] and all(isinstance(one, str) for one in value.values()):
            return list(value.values())
    return value


def _of_vector_name(value: Any, depth: int) -> list[Mapping[str, Any]]:
    """Return the records below a name such as “embedding” that stands alone."""
    if isinstance(value, dict) and not is_words(value) and _inner(value) is None and not is_record(value):
        raise InvalidInputError(NO_TABLE)
    return records_in(value, depth - 1)


def _below(value: dict[str, Any], lists: dict[str, list[Any]], depth: int) -> list[Mapping[str, Any]]:
    """Return the records in what stands below an object, with the lists beside it that are as long."""
    inner = _inner(value)
    if inner is None:
        raise InvalidInputError(NO_TABLE)
    if isinstance(inner, list) and len(inner) == 1 and isinstance(inner[0], list) and inner[0]:
        inner = inner[0] if isinstance(inner[0][0], dict) else inner  # a list around the records
    if isinstance(inner, list) and all(isinstance(one, list) for one in inner):
        if not all(is_vector(one) or (len(one) == 1 and isinstance(one[0], list)) for one in inner):
            heads = [one for one in lists.values() if one is not inner and len(one) == len(inner[0])]
            return _of_rows([*(one for one in heads if all(isinstance(x, str) for x in one)), *inner])
        same = {name: one for name, one in lists.items() if one is not inner and len(one) == len(inner)}
        return _of_columns({**same, VECTOR: inner})
    records = records_in(inner, depth - 1)
    same = {
        name: one
        for name, one in lists.items()
        if one is not inner and len(one) == len(records) and not is_vector(one)
    }
    return [
        {**{name: one[row] for name, one in same.items()}, **record} for row, record in enumerate(records)
    ]


def _holds_objects(columns: Mapping[str, list[Any]]) -> bool:
    return any(isinstance(one, dict) for one in next(iter(columns.values())))


def _of_answer(value: dict[str, Any], depth: int) -> list[Mapping[str, Any]]:
    """Return the records of one answer among several, each with what names the answer."""
    names = {name: one for name, one in value.items() if isinstance(one, str | int)}
    return [{**names, **record} for record in records_in(value, depth)]


def _of_words(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [{WORD: word, VECTOR: numbers} for word, numbers in value.items()]


def _of_columns(columns: Mapping[str, Sequence[Any]]) -> list[Mapping[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _of_split(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    names = unique_names([str(name) for name in value["columns"]])
    rows, index = value["data"], value.get("index")
    if not isinstance(rows, list) or not all(
        isinstance(row, list) and len(row) == len(names) for row in rows
    ):
        raise InvalidInputError(NO_TABLE)
    records: list[Mapping[str, Any]] = [dict(zip(names, row, strict=True)) for row in rows]
    if isinstance(index, list) and len(index) == len(rows) and INDEX not in names:
        records = [{INDEX: place, **record} for place, record in zip(index, records, strict=True)]
    return records


def _of_objects(value: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the records of objects in an object: rows by their labels, or columns by their names."""
    keys = list(next(iter(value.values())))
    if keys and all(list(one) == keys for one in value.values()) and are_columns(value, keys):
        columns = {name: list(one.values()) for name, one in value.items()}
        return _of_columns({**({INDEX: keys} if INDEX not in columns else {}), **columns})
    label = INDEX if is_running(list(value)) or any(WORD in record for record in value.values()) else WORD
    return [{label: name, **record} for name, record in value.items()]


def _of_rows(rows: list[list[Any]]) -> list[Mapping[str, Any]]:
    """Return the records of lists: the usual ones, or those of a table with or without a header."""
    records = [_of_row(row) for row in rows]
    complete = [record for record in records if record is not None]
    if len(complete) == len(rows):
        return complete
    if len({len(row) for row in rows}) > 1 or any(isinstance(one, dict) for row in rows for one in row):
        raise InvalidInputError(NO_TABLE)
    first, *others = rows
    names = [f"column {place}" for place in range(1, len(first) + 1)]
    if others and all(isinstance(one, str) for one in first):
        names, rows = unique_names(first), others
    return [dict(zip(names, row, strict=True)) for row in rows]


def _of_row(row: list[Any]) -> Mapping[str, Any] | None:
    """Return the record of a list: a vector, a label and a vector, or a label and numbers."""
    if is_vector(row):
        return {VECTOR: row}
    if len(row) == 2 and isinstance(row[0], str | int) and isinstance(row[1], list):
        return {WORD: row[0], VECTOR: row[1]}
    if row and isinstance(row[0], str) and is_vector(row[1:]):
        return {WORD: row[0], VECTOR: row[1:]}
    if len(row) == 1 and isinstance(row[0], list):
        return _of_row(row[0])
    return None


def _inner(value: Mapping[str, Any], depth: int = DEPTH) -> Any:
    """Return the longest list of objects or lists below an object, or the object with it; None without."""
    lists = [
        one
        for one in value.values()
        if isinstance(one, list) and one and all(isinstance(x, dict | list) for x in one)
    ]
    if lists:
        return max(lists, key=len)
    empty = [one for name, one in value.items() if one == [] and name in ("data", "embeddings", "vectors")]
    objects = [one for one in value.values() if isinstance(one, dict) and one]
    deep = [
        one
        for one in objects
        if is_words(one) or are_records(one) or (depth and _inner(one, depth - 1) is not None)
    ]
    return deep[0] if deep else empty[0] if empty else None
