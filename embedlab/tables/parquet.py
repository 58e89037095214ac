"""Parquet: a column of texts and the vectors, as one column of lists or as many columns of numbers.

The footer is read first: rows, columns, what each declares to unfold to (the library refuses one nested too
deeply). Only needed columns are read, vectors a few rows at a time, and texts stay in their dictionary, so
that a value repeated 50,000 times is held once.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.display import visible_text
from embedlab.errors import EmbedLabError, InvalidInputError, quote
from embedlab.numerals import count_text
from embedlab.tables.cells import LISTS, Kind, kind_of
from embedlab.tables.column_table import ColumnTable
from embedlab.tables.columns import is_label_name, left_out, made_of, roles_of, take_label
from embedlab.tables.limits import (
    MAX_COLUMNS,
    MAX_DIM,
    MAX_FOOTER,
    MAX_LABEL_BYTES,
    MAX_LINE,
    MAX_VECTORS,
    check_shape,
    check_total,
)
from embedlab.tables.table import RawTable

__all__ = ["PARQUET", "read_parquet"]

PARQUET = b"PAR1"
ROWS_A_BATCH = 1_000
SAMPLE = 100  # rows that decide whether a column of texts holds lists


def read_parquet(content: bytes, *, vector: str | None = None, label: str | None = None) -> RawTable:
    """Return the table of a Parquet file.

    Args:
        content: of the file.
        vector: the column of lists to be read, or `columns.NUMBERS`.
        label: the column of labels.

    Raises:
        UnknownNameError: no such column.
        InvalidInputError: no vectors, lists of different lengths, outside the limits, or damaged.
    """
    import pyarrow

    _check_footer(content)
    try:
        return _read(content, vector, label)
    except EmbedLabError:
        raise
    except (
        pyarrow.ArrowException,
        OSError,
        ValueError,
        KeyError,
        OverflowError,
        NotImplementedError,
    ) as error:
        raise InvalidInputError(
            f"The Parquet file is damaged or of a kind that is not read ({_first_line(error)}); "
            "save it again."
        ) from error


def _check_footer(content: bytes) -> None:
    """Raise `InvalidInputError` if the footer is missing or too large to be looked at."""
    if len(content) < 12 or not content.endswith(PARQUET):
        raise InvalidInputError(
            "The Parquet file is cut off: it does not end with its footer; copy or download it again."
        )
    (length,) = struct.unpack("<I", content[-8:-4])
    if length > min(MAX_FOOTER, len(content) - 12):
        raise InvalidInputError(
            f"The footer of the Parquet file says it has {length:,} bytes; at most {MAX_FOOTER:,} are read, "
            "and no more than there are. Save fewer columns, or save it again."
        )


def _read(content: bytes, vector: str | None, label: str | None) -> RawTable:
    import pyarrow
    import pyarrow.parquet

    source = pyarrow.BufferReader(content)
    metadata = pyarrow.parquet.read_metadata(source)
    if metadata.num_columns > MAX_DIM + MAX_COLUMNS + 1:
        raise InvalidInputError(
            f"The Parquet file has {metadata.num_columns:,} columns and at most "
            f"{MAX_DIM + MAX_COLUMNS + 1:,} are read; keep the label and the vectors."
        )
    schema = metadata.schema.to_arrow_schema()
    kinds = _kinds(schema)
    check_shape(metadata.num_rows, 1)
    texts = [name for name, kind in kinds.items() if kind == "text"]
    _check_declared(metadata, set(texts))
    file = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(content), read_dictionary=texts)
    kinds |= _written_lists(file, texts)
    roles = roles_of(kinds, vector=vector, label=label, typed=True)
    if not roles.vector:
        raise InvalidInputError(
            "The Parquet file has no column of numbers or of lists of numbers; save the vectors as floats."
        )
    others = [name for name in roles.others if kinds[name] not in LISTS]
    names = others[: MAX_COLUMNS + 1]
    if label is not None and label not in names:
        names[-1:] = [label]
    check_shape(metadata.num_rows, 1 if roles.is_list else len(roles.vector))
    _check_declared(metadata, {*roles.vector, *names})
    columns = {name: _texts(file, name) for name in names}
    notes = _notes(list(roles.vector), len(others) - len(columns), is_list=roles.is_list)
    if roles.vector[0] in texts:
        matrix = _matrix_of_texts(_texts(file, roles.vector[0], most=MAX_LINE), roles.vector[0])
    else:
        matrix = _matrix(file, list(roles.vector), is_list=roles.is_list)
    taken = take_label(columns, wanted=label, wholes=[name for name in columns if kinds[name] != "text"])
    beside = [name for name in taken.others if kinds[name] in ("number", "whole") and not is_label_name(name)]
    if beside and not roles.is_list:
        notes = (*notes, left_out(beside))
    return RawTable(
        matrix,
        taken.values,
        "Parquet",
        taken.others,
        notes,
        label_column=taken.name,
        label_columns=taken.offered,
        labels_are_index=taken.is_index,
        vector_column=roles.chosen,
        vector_columns=roles.offered,
    )


def _kinds(schema: Any) -> dict[str, Kind]:
    """Return what each column holds; those of other types are not read."""
    from pyarrow import types

    kinds: dict[str, Kind] = {}
    for field in schema:
        kind = field.type
        is_list = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
        if schema.names.count(field.name) > 1:
            raise InvalidInputError(
                f"The Parquet file has several columns named {quote(visible_text(field.name))}; rename them."
            )
        if is_list and (types.is_floating(kind.value_type) or types.is_integer(kind.value_type)):
            kinds[field.name] = "ids" if types.is_integer(kind.value_type) else "list"
        elif types.is_floating(kind):
            kinds[field.name] = "number"
        elif types.is_integer(kind) or types.is_boolean(kind):
            kinds[field.name] = "whole"
        elif types.is_string(kind) or types.is_large_string(kind) or _is_text_dictionary(kind):
            kinds[field.name] = "text"
    return kinds


def _is_text_dictionary(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_dictionary(kind) and types.is_string(kind.value_type))


def _check_declared(metadata: Any, wanted: set[str]) -> None:
    """Raise `InvalidInputError` if the wanted columns declare more values or bytes than are read."""
    total = values = 0
    roots = {name.split(".")[0] for name in wanted}
    for group in range(metadata.num_row_groups):
        for place in range(metadata.num_columns):
            column = metadata.row_group(group).column(place)
            path = column.path_in_schema
            if path.split(".")[0] in roots:
                total += max(0, column.total_uncompressed_size)
                values += max(0, column.num_values) if "." in path else 0
    check_total(total, "The Parquet file")
    # a list repeated many times takes few bytes in the file and all of them when it is read
    check_total(4 * values, "The column of lists of the Parquet file")


def _matrix(file: Any, names: list[str], *, is_list: bool) -> NDArray[np.float32]:
    """Return the (rows, dim) numbers, read a few rows at a time; a missing number is NaN."""
    blocks: list[NDArray[np.float32]] = []
    rows = 0
    for batch in file.iter_batches(batch_size=ROWS_A_BATCH, columns=names):
        rows += batch.num_rows
        block = _block_of_lists(batch.column(0), rows) if is_list else _block_of_columns(batch)
        check_shape(rows, block.shape[1])
        if blocks and block.shape[1] != blocks[0].shape[1]:
            raise _ragged(rows - batch.num_rows + 1, block.shape[1], blocks[0].shape[1])
        blocks.append(block)
    check_shape(rows, blocks[0].shape[1] if blocks else 1)
    return np.concatenate(blocks)


def _block_of_columns(batch: Any) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):
        return np.stack([_floats(column) for column in batch.columns], axis=1)


def _block_of_lists(column: Any, rows: int) -> NDArray[np.float32]:
    import pyarrow.compute

    lengths = pyarrow.compute.list_value_length(column).to_pylist()
    dim = lengths[0]
    for row, length in enumerate(lengths, start=rows - len(column) + 1):
        if length is None or length != dim:
            raise _ragged(row, length, dim)
    values = column.flatten()
    check_shape(len(column), dim)
    with np.errstate(over="ignore"):
        return _floats(values).reshape(len(column), dim)


def _floats(values: Any) -> NDArray[np.float32]:
    """Return numbers of any type as float32; what is missing, and what is no number, becomes NaN."""
    castable = values.cast("float64") if not str(values.type).startswith(("halffloat", "bool")) else values
    floats: NDArray[np.float32] = castable.to_numpy(zero_copy_only=False).astype(np.float32)
    return floats


def _ragged(row: int, count: int | None, expected: int | None) -> InvalidInputError:
    counted = "no list" if count is None else count_text(count, "number")
    wanted = "" if expected is None else f" where the first vector has {expected:,}"
    return InvalidInputError(f"Row {row:,} has {counted}{wanted}; every vector needs as many, so repair it.")


def _written_lists(file: Any, texts: list[str]) -> dict[str, Kind]:
    """Return which columns of texts hold lists of numbers, by their first rows."""
    if not texts:
        return {}
    batch = next(file.iter_batches(batch_size=SAMPLE, columns=texts), None)
    columns = {} if batch is None else dict(zip(batch.schema.names, batch.columns, strict=True))
    kinds = {
        name: kind_of([_text(one, MAX_LINE) for one in values.to_pylist()])
        for name, values in columns.items()
    }
    return {name: kind for name, kind in kinds.items() if kind in LISTS}


def _matrix_of_texts(texts: list[str], name: str) -> NDArray[np.float32]:
    table = ColumnTable({name: "list"}, [], vector=name, row_name="Row")
    for row, text in enumerate(texts, start=1):
        table.add(row, [text])
    return np.asarray(table.finish("Parquet", ()).matrix)


def _texts(file: Any, name: str, *, most: int = MAX_LABEL_BYTES) -> list[str]:
    """Return a column as texts of at most so many characters, each different one made once."""
    texts: list[str] = []
    for batch in file.iter_batches(batch_size=MAX_VECTORS, columns=[name]):  # places in a dictionary: small
        column = batch.column(0).dictionary_encode()
        known = [_text(value, most) for value in column.dictionary.to_pylist()]
        texts += ["" if place is None else known[place] for place in column.indices.to_pylist()]
    return texts


def _first_line(error: BaseException) -> str:
    return quote(visible_text((str(error).splitlines() or [type(error).__name__])[0], mark_spaces=False))


def _text(value: Any, most: int) -> str:
    return "" if value is None else str(value)[:most]


def _notes(numbers: list[str], further: int, *, is_list: bool) -> tuple[str, ...]:
    notes = [made_of(numbers, lists=is_list)]
    if further > 0:
        notes.append(f"{further:,} further columns were left out; at most {MAX_COLUMNS:,} are kept.")
    return tuple(notes)
