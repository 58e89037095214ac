"""Texts in Parquet files, some rows of a row group at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from embedlab.corpora.row_text import BadRow
from embedlab.errors import InvalidInputError, one_line, quote

__all__ = ["parquet_values", "text_columns"]


def text_columns(path: Path) -> list[str]:
    """Return the names of the columns that may hold texts."""
    import pyarrow
    from pyarrow import parquet, types

    try:
        schema = parquet.read_schema(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise InvalidInputError(
            f"{quote(path.name)} cannot be read as Parquet ({one_line(error)}); write it again."
        ) from error

    def holds_text(kind: Any) -> bool:
        kind = kind.value_type if types.is_dictionary(kind) else kind
        checks = (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary)
        return any(check(kind) for check in checks)

    return [field.name for field in schema if holds_text(field.type)]


def parquet_values(path: Path, column: str, group: int, start: int, rows: int) -> Iterator[object]:
    """Yield values as bytes, so that one that is not UTF-8 spoils no other."""
    import pyarrow
    from pyarrow import parquet, types

    done = 0
    try:
        with parquet.ParquetFile(path) as file:
            before = 0
            for batch in file.iter_batches(columns=[column], row_groups=[group]):
                values: Any = batch.column(0)
                first, last = max(0, start - before), start + rows - before
                before += len(values)
                if first >= len(values):
                    continue
                values = values.slice(first, min(last, len(values)) - first)
                if types.is_dictionary(values.type):
                    values = values.dictionary_decode()
                for value in values.cast(pyarrow.large_binary()):
                    yield value.as_py()
                    done += 1
                if done == rows:
                    return
    except (pyarrow.ArrowException, OSError) as error:
        reason = f"its block of the file is damaged: {one_line(error)}"
    else:
        reason = "the file ends before it"
    for _ in range(rows - done):
        yield BadRow(reason)
