"""Tables to take away: CSV that a spreadsheet cannot mistake for formulas, and JSON that loses nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["csv_text", "defuse", "npy_bytes", "parquet_bytes", "word2vec_text"]

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # OWASP, "CSV Injection"


def defuse(cell: Any) -> Any:
    """Return a cell that no spreadsheet runs as a formula: text that could begin one gets a ' before it.

    >>> defuse("=1+1"), defuse(-1.5), defuse("cat")
    ("'=1+1", -1.5, 'cat')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def csv_text(columns: Mapping[str, Sequence[Any] | NDArray[Any]]) -> str:
    """Return columns of equal length as CSV with a header (RFC 4180), every text cell and name defused.

    Every text is quoted: a spreadsheet that separates cells by ";" must not find one inside of it.
    """
    output = io.StringIO()
    writer = csv.writer(output, quoting=csv.QUOTE_NONNUMERIC)
    for row in (columns, *zip(*columns.values(), strict=True)):
        writer.writerow([str(defuse(cell)) if isinstance(cell, str) else cell for cell in row])
    return output.getvalue()


def parquet_bytes(columns: Mapping[str, Sequence[Any] | NDArray[Any]]) -> bytes:
    """Return columns of equal length as a Parquet file, unchanged."""
    import pyarrow
    from pyarrow import parquet

    output = io.BytesIO()
    parquet.write_table(pyarrow.table(dict(columns)), output)
    return output.getvalue()


def npy_bytes(array: NDArray[Any]) -> bytes:
    """Return an array as a file of NumPy (.npy): numbers only, no objects."""
    import numpy

    output = io.BytesIO()
    numpy.save(output, array, allow_pickle=False)
    return output.getvalue()


def word2vec_text(words: Sequence[str], matrix: NDArray[Any]) -> bytes:
    """Return words without spaces and their float32 vectors (n, dim) in word2vec's text format, exactly.

    >>> import numpy
    >>> word2vec_text(["cat"], numpy.float32([[0.1, -2]]))
    b'1 2\\ncat 0.100000001 -2\\n'
    """
    lines = [f"{len(words)} {matrix.shape[1]}"]
    for word, row in zip(words, matrix.tolist(), strict=True):
        lines.append(f"{word} {' '.join(f'{number:.9g}' for number in row)}")
    return ("\n".join(lines) + "\n").encode()
