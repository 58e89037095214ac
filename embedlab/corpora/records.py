"""Rows of text in files of any size: Parquet, JSON Lines, CSV and plain text, read one stretch at a time.

A row that cannot be read comes back as a `BadRow` with its reason. Nothing is unpickled and nothing is run.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from embedlab.corpora.parquet_rows import parquet_values, text_columns
from embedlab.corpora.row_text import TOO_LONG, BadRow, check_text
from embedlab.documents import TEXT_NAMES
from embedlab.errors import InvalidInputError, one_line, quote

__all__ = ["find_column", "header_end", "read_rows", "row_ends"]

MAX_BYTES = 8 << 20  # of a row; more would be held in memory by one without an end
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def find_column(path: Path, kind: str, name: str | None) -> str:
    """Return the name of the column of texts in a file, "" in a plain text.

    Args:
        path: of the file.
        kind: how it is read.
        name: of the column; if None, the first with a usual name, such as "text" or "content".

    Raises:
        InvalidInputError: the file cannot be read, or has no such column, or it holds no texts.
    """
    if kind == "text":
        return ""
    names = _column_names(path, kind)
    lower = {each.lower(): each for each in reversed(names)}
    wanted = (lower[usual] for usual in TEXT_NAMES if usual in lower) if name is None else iter([name])
    column = next(wanted, None)
    if column is None or (column not in names and kind != "jsonl"):  # the rows of JSON Lines differ
        missing = "column of texts" if column is None else f"column named {quote(column)}"
        raise InvalidInputError(
            f"{quote(path.name)} has no {missing}; name one of its columns: {', '.join(names) or 'none'}."
        )
    return column


def row_ends(path: Path, kind: str) -> Iterator[int]:
    """Yield the byte behind each row of a file that is not Parquet, the header left out."""
    with path.open("rb") as stream:
        at, header = 0, kind in ("csv", "tsv")
        for size, _ in _records(stream, kind):
            at += size
            if header:
                header = False
            else:
                yield at


def header_end(path: Path, kind: str) -> int:
    """Return the byte behind the header of a table, 0 for a file without one."""
    if kind not in ("csv", "tsv"):
        return 0
    with path.open("rb") as stream:
        return next(_records(stream, kind), (0, None))[0]


def read_rows(
    path: Path, kind: str, column: str, *, start: int, rows: int, group: int = 0
) -> Iterator[str | BadRow]:
    """Yield the texts of some rows of a file.

    Args:
        path: of the file.
        kind: how it is read.
        column: that holds the texts.
        start: the first byte; of Parquet, the first row within the row group.
        rows: how many.
        group: the row group, of Parquet.
    """
    if kind == "parquet":
        yield from map(check_text, parquet_values(path, column, group, start, rows))
        return
    place = _column_names(path, kind).index(column) if kind in ("csv", "tsv") else 0
    with path.open("rb") as stream:
        stream.seek(start)
        for _, record in islice(_records(stream, kind), rows):
            if isinstance(record, BadRow):
                yield record
            elif kind == "jsonl":
                yield _json_text(record, column)
            elif kind == "text":
                yield check_text(record)
            elif place < len(record):
                yield check_text(record[place].encode("latin-1"))
            else:
                yield BadRow(f"it has only {len(record)} cells")


def _column_names(path: Path, kind: str) -> list[str]:
    if kind == "parquet":
        return text_columns(path)
    with path.open("rb") as stream:
        for _, record in _records(stream, kind):
            if kind != "jsonl":
                return [] if isinstance(record, BadRow) else [_utf8(name) for name in record]
            row = None if isinstance(record, BadRow) else _json_row(record)
            if isinstance(row, dict):
                return list(row)
    return []


def _utf8(cell: str) -> str:
    return cell.encode("latin-1").decode("utf-8", "replace")


def _records(stream: BinaryIO, kind: str) -> Iterator[tuple[int, Any]]:
    """Yield the size in bytes of each row, with empty lines before or behind it, and its raw content."""
    if kind in ("csv", "tsv"):
        yield from _table_records(stream, "\t" if kind == "tsv" else ",")
        return
    size, content = 0, b""
    for length, line in _lines(stream):
        size += length
        is_blank = not line.strip()
        if not is_blank and len(content) <= MAX_BYTES:
            content += line
        if content and (kind == "jsonl" or is_blank):
            yield size, BadRow(TOO_LONG) if len(content) > MAX_BYTES else content
            size, content = 0, b""
    if content:
        yield size, BadRow(TOO_LONG) if len(content) > MAX_BYTES else content


def _table_records(stream: BinaryIO, delimiter: str) -> Iterator[tuple[int, list[str] | BadRow]]:
    """Yield the rows of a table of cells; bytes are read as Latin-1, so that each of them survives."""
    csv.field_size_limit(MAX_BYTES)
    size = 0

    def lines() -> Iterator[str]:
        nonlocal size
        for length, line in _lines(stream):
            size += length
            yield line.decode("latin-1")

    reader = csv.reader(lines(), delimiter=delimiter)
    while True:
        try:
            cells: list[str] | BadRow = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = BadRow(f"it is not a row of a table: {one_line(error)}")
        if cells:
            yield size, cells
            size = 0


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the length of each line and the line; of one that is too long, the first bytes."""
    is_first = stream.tell() == 0
    while line := stream.readline(MAX_BYTES + 1):
        length, last = len(line), line
        while not last.endswith(b"\n") and (last := stream.readline(MAX_BYTES)):
            length += len(last)
        yield length, line.removeprefix(BYTE_ORDER_MARK) if is_first else line
        is_first = False


def _json_row(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return BadRow(f"it is not JSON: {one_line(error)}")


def _json_text(line: bytes, column: str) -> str | BadRow:
    row = _json_row(line)
    if isinstance(row, BadRow):
        return row
    if not isinstance(row, dict):
        return BadRow("the line holds no object with named fields")
    return check_text(row[column]) if column in row else BadRow(f"it has no field {quote(column)}")
