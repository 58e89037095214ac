"""A map as a file: CSV for spreadsheets, Parquet for programs, two TSVs for the Embedding Projector.

Parquet loses nothing. CSV changes text that a spreadsheet would run as a formula, and the Projector's
format cannot hold every label; both say so below. Pictures are drawn in `embedlab.figures`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.export import csv_text
from embedlab.space.points import check_points

__all__ = ["MAX_NUMBERS", "ProjectorFiles", "map_csv", "map_parquet", "projector_files"]

MAX_NUMBERS = 10_000_000  # of a matrix written as text, about 110 MB
AXES = ("x", "y", "z")
Columns = Mapping[str, Sequence[Any] | NDArray[Any]]

# what ends a cell or a line for one reader or another, and how it is shown; as in the token lesson
MARKS = {"\t": "⇥", "\n": "⏎", "\r": "␍", "\x85": "⏎", "\u2028": "⏎", "\u2029": "⏎"}
BREAKS = str.maketrans({chr(code): chr(0x2400 + code) for code in range(0x20)} | MARKS)
OUTER_SPACE = re.compile(r"^[\s\ufeff]+|[\s\ufeff]+$")  # the Projector trims every line


@dataclass(frozen=True)
class ProjectorFiles:
    """The two files that the Embedding Projector loads, line by line about the same points."""

    vectors: str  # vectors.tsv: a line of numbers for each point, no header
    metadata: str  # metadata.tsv: a line for each point; a header above them only where there are two columns


def map_csv(labels: Sequence[str], coordinates: ArrayLike, columns: Columns) -> str:
    """Return a map as CSV: label, x, y (and z), then `columns`.

    Text that a spreadsheet would run as a formula gets a ' before it; numbers are written so that they come
    back as the same float32.

    Args:
        labels: n texts.
        coordinates: (n, 2 or 3), finite; stored as float32.
        columns: name -> n values, such as the group or the recall of each point.

    Raises:
        InvalidInputError: coordinates or columns that do not match the labels, or a name taken twice.
    """
    return csv_text(_table(labels, coordinates, columns))


def map_parquet(labels: Sequence[str], coordinates: ArrayLike, columns: Columns) -> bytes:
    """Return a map as a Parquet file: the columns of `map_csv`, labels as they are, coordinates as float32.

    Raises:
        InvalidInputError: as `map_csv`, or a column that mixes kinds of values.
    """
    import pyarrow as pa
    from pyarrow import parquet

    arrays = {}
    for name, values in _table(labels, coordinates, columns).items():
        try:
            arrays[name] = pa.array(values)
        except (pa.ArrowException, OverflowError) as error:
            raise InvalidInputError(
                f"The column {quote(name)} mixes kinds of values, which Parquet cannot hold ({error}); "
                "give one kind, or take the CSV."
            ) from error
    output = io.BytesIO()
    parquet.write_table(pa.table(arrays), output, compression="zstd")
    return output.getvalue()


def projector_files(labels: Sequence[str], matrix: ArrayLike, columns: Columns) -> ProjectorFiles:
    """Return vectors and labels as the Embedding Projector (projector.tensorflow.org) loads them.

    Its rule for metadata.tsv: one column has no header, several have one; with a wrong guess every label
    stands one line off. A cell cannot hold a tab or a line break, nothing quotes them, and outer spaces are
    trimmed, so all these are written as visible marks, and an empty cell as "(empty)". Nothing is defused
    against spreadsheets; that is what `map_csv` is for.

    Args:
        labels: n texts.
        matrix: (n, dim) vectors, finite; written so that they come back as the same float32.
        columns: name -> n values.

    Raises:
        InvalidInputError: a matrix or columns that do not match the labels, or more than `MAX_NUMBERS`
            numbers.
    """
    table = _with_columns({"label": _storable(labels)}, columns)
    rows = [[_cell(value) for value in row] for row in zip(*table.values(), strict=True)]
    header = [[_cell(name) for name in table]] if len(table) > 1 else []
    lines = ["\t".join(row) + "\n" for row in header + rows]
    return ProjectorFiles(_vectors_tsv(_check_vectors(matrix, len(labels))), "".join(lines))


def _table(labels: Sequence[str], coordinates: ArrayLike, columns: Columns) -> dict[str, Any]:
    """Return label, coordinates and columns as one table of columns of equal length."""
    points = check_points(coordinates, len(labels))
    axes = dict(zip(AXES, points.T, strict=False))  # two axes or three
    return _with_columns({"label": _storable(labels), **axes}, columns)


def _with_columns(table: dict[str, Any], columns: Columns) -> dict[str, Any]:
    count = len(table["label"])
    for name, values in columns.items():
        if name in table:
            raise InvalidInputError(f"There are two columns named {quote(name)}; rename one of them.")
        if len(values) != count:
            raise InvalidInputError(
                f"The column {quote(name)} has {len(values):,} values for {count:,} points; "
                "give one for each point."
            )
        (storable,) = _storable([name])
        table[storable] = _storable(values)
    return table


def _storable(values: Sequence[Any] | NDArray[Any]) -> Any:
    """Return values without halves of surrogate pairs, which no file in UTF-8 can hold: U+FFFD instead."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "biuf":
        return values
    return [
        value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if isinstance(value, str)
        else value
        for value in values
    ]


def _cell(value: Any) -> str:
    """Return a value as the Projector can hold it.

    >>> _cell(" the\\tend"), _cell("")
    ('␣the⇥end', '(empty)')
    """
    text = "" if value is None else str(value).translate(BREAKS)
    return OUTER_SPACE.sub(lambda match: "␣" * len(match[0]), text) or "(empty)"


def _check_vectors(matrix: ArrayLike, count: int) -> NDArray[np.float32]:
    try:
        vectors = np.asarray(matrix, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise InvalidInputError(
            f"The vectors hold values that are not numbers ({error}); give numbers only."
        ) from error
    if vectors.ndim != 2 or len(vectors) != count or vectors.size == 0:
        raise InvalidInputError(
            f"There are {count:,} labels and the vectors have shape {vectors.shape}; "
            "give one vector for each label."
        )
    if vectors.size > MAX_NUMBERS:
        raise InvalidInputError(
            f"The vectors hold {vectors.size:,} numbers and a text file at most {MAX_NUMBERS:,}; "
            "choose fewer points."
        )
    if not np.isfinite(vectors).all():
        bad = int((~np.isfinite(vectors).all(axis=1)).sum())
        raise InvalidInputError(
            f"{bad:,} of {count:,} vectors hold values that are not finite; remove these rows."
        )
    return vectors


def _vectors_tsv(vectors: NDArray[np.float32]) -> str:
    """Write numbers in the fewest digits that give the same float32; pyarrow halves the time of Python."""
    import pyarrow as pa
    import pyarrow.csv as tables

    table = pa.table({str(place): column for place, column in enumerate(vectors.T)})
    output = io.BytesIO()
    tables.write_csv(table, output, tables.WriteOptions(include_header=False, delimiter="\t"))
    return output.getvalue().decode()
