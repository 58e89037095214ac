"""A table that a visitor uploads, read in a process of its own; only its labels and numbers come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from embedlab.errors import InvalidInputError
from embedlab.processes import Sandbox
from embedlab.tables.limits import check_shape
from embedlab.tables.reading import read_vector_table
from embedlab.tables.table import VectorTable

__all__ = ["read", "read_untrusted_table"]

SECONDS = 90.0
REMEDY = "try again, or choose a smaller or plainer file"


def read_untrusted_table(
    content: bytes,
    *,
    labels: bytes | None = None,
    skip_rows: int = 0,
    encoding: str = "utf-8",
    name: str,
    label_column: str | None = None,
    vector_column: str | None = None,
    begun: Callable[[Sandbox], object] | None = None,
) -> VectorTable:
    """Return what `read_vector_table` returns, read outside this process.

    `begun` is given the sandbox before that reads: whoever ends it ends the reading.

    Raises:
        InvalidInputError: as `read_vector_table`; or the reader crashed, or sent what is not a table.
        UnavailableError: it takes too long, or no process can be started.
    """
    with Sandbox(f"Reading “{name}”", remedy=REMEDY) as sandbox:
        if begun is not None:
            begun(sandbox)
        answer = sandbox.ask(
            "embedlab.tables.untrusted:read",
            seconds=SECONDS,
            content=content,
            labels=labels,
            skip_rows=skip_rows,
            encoding=encoding,
            file=name,
            label_column=label_column,
            vector_column=vector_column,
        )
    try:
        return _table(answer)
    except (TypeError, LookupError, ValueError, AttributeError) as error:
        raise InvalidInputError(
            f"Reading “{name}” sent what is not a table ({error}); choose another file."
        ) from error


def read(file: str, **options: Any) -> dict[str, Any]:
    """Read a table in this process and return it as JSON and a matrix."""
    table = read_vector_table(name=file, **options)
    return {
        "labels": table.labels,
        "columns": dict(table.columns),
        "format": table.format,
        "notes": table.notes,
        "matrix": table.matrix,
        "reading": table.reading,
        "label": [table.label_column, *table.label_columns],
        "vector": [table.vector_column, *table.vector_columns],
    }


def _table(answer: Any) -> VectorTable:
    """Return the table in an answer whose every part is checked.

    Raises:
        TypeError, LookupError, ValueError, AttributeError: it is not a table.
    """
    matrix = answer["matrix"]
    if not isinstance(matrix, np.ndarray) or matrix.dtype != np.float32 or matrix.ndim != 2:
        raise TypeError("no matrix of float32")
    check_shape(*matrix.shape)
    if not np.isfinite(matrix).all():
        raise ValueError("NaN or infinite values")
    columns = {str(name): _texts(values, len(matrix)) for name, values in answer["columns"].items()}
    notes = _texts(answer["notes"], len(answer["notes"]))
    label, *label_columns = answer["label"]
    vector, *vector_columns = answer["vector"]
    return VectorTable(
        _texts(answer["labels"], len(matrix)),
        matrix,
        columns,
        str(answer["format"]),
        notes,
        str(answer["reading"]),
        None if label is None else str(label),
        _texts(label_columns, len(label_columns)),
        None if vector is None else str(vector),
        _texts(vector_columns, len(vector_columns)),
    )


def _texts(values: Any, count: int) -> tuple[str, ...]:
    if not isinstance(values, list) or len(values) != count:
        raise ValueError(f"not a list of {count:,} texts")
    if not all(isinstance(value, str) for value in values):
        raise TypeError("a list of something else than texts")
    return tuple(values)
