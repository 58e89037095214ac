"""Every limit of an uploaded table, by name. What a file breaks is said in one sentence with its remedy.

The limits hold before memory is taken: a size a file declares is checked first, and counted again while
reading, because a file may lie.
"""

from __future__ import annotations

from embedlab.errors import InvalidInputError

__all__ = [
    "MAX_ARCHIVE_ENTRIES",
    "MAX_COLUMNS",
    "MAX_CONTAINERS",
    "MAX_DECOMPRESSED",
    "MAX_DIM",
    "MAX_FOOTER",
    "MAX_HEADER",
    "MAX_LABEL_BYTES",
    "MAX_LABEL_GRAPHEMES",
    "MAX_LINE",
    "MAX_LINES",
    "MAX_MATRIX",
    "MAX_NAME",
    "MAX_UPLOAD",
    "MAX_VALUES",
    "MAX_VECTORS",
    "MEGABYTE",
    "check_shape",
    "check_total",
    "check_upload",
]

MEGABYTE = 1 << 20
MAX_UPLOAD = 25 * MEGABYTE  # bytes of the table's file, and of the labels' file
MAX_DECOMPRESSED = 64 * MEGABYTE  # bytes that compressed content may unfold to, all parts together
MAX_VECTORS = 50_000
MAX_DIM = 4_096
MAX_MATRIX = 64 * MEGABYTE  # bytes of all vectors as float32
MAX_LABEL_GRAPHEMES = 100  # longer labels are cut
MAX_LABEL_BYTES = 4_096  # a longer label is no label: the file is damaged, or something else
MAX_LINE = 128 << 10  # bytes; 4,096 numbers of 24 characters are 98 KB
MAX_LINES = 4 * MAX_VECTORS  # the blank ones and those inside cells too
MAX_COLUMNS = 50  # of metadata, beside the label and the numbers
MAX_ARCHIVE_ENTRIES = 100
MAX_CONTAINERS = 10 * MAX_VECTORS  # lists and objects in a JSON text
MAX_VALUES = MAX_MATRIX // 4 + MAX_COLUMNS * MAX_VECTORS  # values in a JSON text
MAX_HEADER = 10_000  # bytes of the header of a .npy, as in NumPy
MAX_FOOTER = 4 * MEGABYTE  # bytes of the header of a safetensors file, or the footer of a Parquet file
MAX_NAME = 60  # characters of a file's name that are shown


def check_upload(size: int, what: str = "file") -> None:
    """Raise `InvalidInputError` unless a file of `size` bytes may be read."""
    if not size:
        raise InvalidInputError(f"The {what} is empty (0 bytes); choose one with something in it.")
    if size > MAX_UPLOAD:
        raise InvalidInputError(
            f"The {what} has {size / MEGABYTE:,.1f} MB and at most {MAX_UPLOAD // MEGABYTE} MB are read; "
            "keep its first rows, or compress a text with gzip."
        )


def check_total(size: int, what: str) -> None:
    """Raise `InvalidInputError` if `what` unfolds to more bytes than are read."""
    if size > MAX_DECOMPRESSED:
        raise InvalidInputError(
            f"{what} unfolds to more than {MAX_DECOMPRESSED // MEGABYTE} MB, the most that is read; "
            "keep the first rows of the table."
        )


def check_shape(rows: int, dim: int) -> None:
    """Raise `InvalidInputError` unless a table of (rows, dim) is within the limits. Takes no memory.

    >>> check_shape(50_000, 300)
    """
    if dim > MAX_DIM:
        raise InvalidInputError(
            f"The vectors have {dim:,} numbers each and at most {MAX_DIM:,} are read; "
            "reduce them first, for example with PCA."
        )
    if rows > MAX_VECTORS:
        raise InvalidInputError(
            f"The table has {rows:,} vectors and at most {MAX_VECTORS:,} are read; keep its first rows."
        )
    if rows < 1 or dim < 1:
        raise InvalidInputError(
            f"The table holds {max(rows, 0):,} vectors{' of 0 numbers' if rows > 0 else ''}, so there is "
            "nothing to show; choose a file with at least one vector."
        )
    if rows * dim * 4 > MAX_MATRIX:
        raise InvalidInputError(
            f"The table of {rows:,} × {dim:,} numbers takes {rows * dim * 4 / MEGABYTE:,.0f} MB and at most "
            f"{MAX_MATRIX // MEGABYTE} MB are read; keep its first {MAX_MATRIX // (4 * dim):,} rows."
        )
