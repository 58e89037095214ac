"""JSON as a table: what people save and what the interfaces of embedding models answer.

Whichever of the usual shapes a text has (`json_shapes`), it becomes records, and those are read by the
rules of `columns`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from embedlab.errors import InvalidInputError
from embedlab.tables.cells import Cell
from embedlab.tables.column_table import ColumnTable, kinds_of
from embedlab.tables.columns import unique_names
from embedlab.tables.json_kinds import is_record, is_vector, may_be_rows
from embedlab.tables.json_shapes import VECTOR, WORD, records_in
from embedlab.tables.json_text import json_values
from embedlab.tables.limits import MAX_COLUMNS, MAX_DIM, MAX_LABEL_BYTES, check_shape
from embedlab.tables.table import RawTable

__all__ = ["read_json"]

COLUMNS = (
    "Numbered objects in an object were read as columns, as DataFrame.to_json writes them; if they are rows, "
    'write them with orient="records".'
)
SAMPLE = 100  # records that decide what the columns hold
ABOUT = ("object", "model", "type")  # of every record of an answer the same
MOST_KEYS = MAX_DIM + MAX_COLUMNS + 1

Record = dict[str, Cell]


def read_json(
    content: bytes,
    notes: Sequence[str] = (),
    *,
    skip_rows: int = 0,
    vector: str | None = None,
    label: str | None = None,
) -> RawTable:
    """Return the table of a JSON text.

    Args:
        content: of the text, as UTF-8.
        notes: what was noticed so far.
        skip_rows: lines at the beginning that are left out.
        vector: the column of lists to be read, or `columns.NUMBERS`.
        label: the column of labels.

    Raises:
        UnknownNameError: no such column.
        InvalidInputError: no table, outside the limits, or damaged.
    """
    values, are_lines = json_values(content, skip_rows)
    shaped = records_in(
        values[0] if len(values) == 1 and isinstance(values[0], dict) and not is_record(values[0]) else values
    )
    if not shaped:
        check_shape(0, 1)
    if len(values) == 1 and may_be_rows(values[0]):
        notes = (*notes, COLUMNS)
    records = [_cells(record) for record in shaped]
    names = list(dict.fromkeys(name for record in records for name in record))
    if len(names) > MOST_KEYS:
        raise InvalidInputError(
            f"The records have {len(names):,} different keys and at most {MOST_KEYS:,} are read; keep the "
            "label and the vector of each."
        )
    names = [name for name in names if name not in ABOUT or _varies(records, name)]
    _check_dense(names)
    rows = [
        (place, [record.get(name, "") for name in names]) for place, record in enumerate(records, start=1)
    ]
    kinds = kinds_of(unique_names(names), rows[:SAMPLE])
    table = ColumnTable(kinds, rows[:SAMPLE], vector=vector, label=label, row_name="Record")
    for number, cells in rows:
        table.add(number, cells)
    return _without_made_names(table.finish("JSON Lines" if are_lines else "JSON", notes), content)


def _check_dense(names: Sequence[str]) -> None:
    """Raise `InvalidInputError` if vectors are sparse: their numbers, and apart from them their places."""
    for name in names:
        if name.endswith("values") and name.removesuffix("values") + "indices" in names:
            raise InvalidInputError(
                f"The vectors in “{name}” are sparse: their places stand apart, in “indices”; write each "
                "with its zeros, as one list as long as all the others."
            )


def _without_made_names(raw: RawTable, content: bytes) -> RawTable:
    """Return the table without the names of columns that the file does not have."""
    made = [name for name in (WORD, VECTOR) if f'"{name}"'.encode() not in content]
    if raw.label_column in made:
        raw = replace(raw, label_column=None)
    if raw.vector_column in made:
        raw = replace(raw, vector_column=None, vector_columns=(), notes=raw.notes[:-1])
    return replace(raw, label_columns=tuple(name for name in raw.label_columns if name not in made))


def _cells(record: Mapping[str, Any], prefix: str = "", depth: int = 2) -> Record:
    """Return the cells of a record; an object inside it becomes columns of its own."""
    cells: Record = {}
    for name, value in record.items():
        key = _whole_text(f"{prefix}{name}"[:MAX_LABEL_BYTES])
        if isinstance(value, dict) and depth:
            cells |= _cells(value, f"{key}.", depth - 1)
        else:
            cells[key] = _cell(value)
    return cells


def _cell(value: Any) -> Cell:
    while isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
        value = value[0]
    if isinstance(value, list) and is_vector(value):
        with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite, and is counted later
            return np.array([_number(one) for one in value], np.float64).astype(np.float32)
    if isinstance(value, str):
        return _whole_text(value)
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_whole_text(str(one))[:MAX_LABEL_BYTES] for one in value[:MAX_COLUMNS])[
            :MAX_LABEL_BYTES
        ]
    return str(value)[:MAX_LABEL_BYTES]


def _whole_text(text: str) -> str:
    """Return a text without halves of a character, which JSON can write."""
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def _number(value: float | None) -> float:
    try:
        return float("nan") if value is None else float(value)
    except OverflowError:  # a whole number beyond 1e308
        return float("inf")


def _varies(records: Iterable[Record], name: str) -> bool:
    return len({cell for record in records if isinstance(cell := record.get(name, ""), str)}) > 1
