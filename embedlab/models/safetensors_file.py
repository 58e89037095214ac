"""One tensor out of a safetensors file, of which nothing is read but the header and that tensor's bytes.

Works on any file that can be read in parts: on this machine, or over HTTP. The header is a stranger's, so
every number in it is checked before a byte is asked for. What the tensors mean is left to the callers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote

__all__ = ["MAX_TENSOR_BYTES", "Header", "Read", "read_header", "read_table"]

Read = Callable[[int, int], bytes]  # (first byte, the one after the last) -> these bytes
FIRST_BYTES = 100_000  # hold the whole header of most files
MAX_HEADER_BYTES = 10_000_000
MAX_TENSOR_BYTES = 64_000_000  # as float32, too
MAX_ROWS, MAX_COLUMNS = 1_000_000, 65_536
BYTES = {"F32": 4, "F16": 2, "BF16": 2}


@dataclass(frozen=True)
class Header:
    """What a safetensors file says of its tensors; nothing of it is checked yet."""

    tensors: Mapping[str, Any]
    begin: int  # the first byte after the header
    size: int  # of the file, in bytes


def read_header(read: Read, size: int, *, label: str) -> Header:
    """Return the header of a file of `size` bytes.

    Args:
        read: returns a part of the file.
        size: of the file, in bytes.
        label: names the file in messages.

    Raises:
        InvalidInputError: longer than the file or than 10 MB, or no JSON object.
    """
    first = read(0, min(FIRST_BYTES, size))
    length = int.from_bytes(first[:8], "little")
    if MAX_HEADER_BYTES < length <= size - 8:
        raise InvalidInputError(
            f"The header of {label} has {length:,} bytes, and at most {MAX_HEADER_BYTES:,} are read; "
            "choose another checkpoint."
        )
    if size < 8 or length > size - 8:
        raise _damaged(label, f"a header of {length:,} bytes in a file of {size:,}")
    begin = 8 + length
    content = first[8:begin] + (read(len(first), begin) if begin > len(first) else b"")
    try:
        tensors = json.loads(content)
    except (ValueError, RecursionError):
        tensors = None
    if not isinstance(tensors, dict):
        raise _damaged(label, "its header is no JSON object")
    tensors.pop("__metadata__", None)
    return Header(tensors, begin, size)


def read_table(read: Read, header: Header, name: str, *, label: str) -> NDArray[np.float32]:
    """Return one tensor of two dimensions, (rows, columns).

    Raises:
        InvalidInputError: another kind of numbers or another shape, too large, outside the file, or numbers
            that are none.
    """
    kind, shape, start, end = _place(header, name, label)
    content = read(header.begin + start, header.begin + end)
    if len(content) != end - start:
        raise _damaged(label, f"{len(content):,} bytes of {quote(name)} came instead of {end - start:,}")
    table: NDArray[np.float32]
    if kind == "BF16":  # the upper half of a float32
        table = (np.frombuffer(content, "<u2").astype(np.uint32) << 16).view(np.float32).reshape(shape)
    else:
        table = np.frombuffer(content, "<f2" if kind == "F16" else "<f4").astype(np.float32).reshape(shape)
    if not np.isfinite(table).all():
        raise InvalidInputError(
            f"The tensor {quote(name)} of {label} has numbers that are none (NaN or infinite); "
            "choose another checkpoint."
        )
    return table


def _place(header: Header, name: str, label: str) -> tuple[str, tuple[int, int], int, int]:
    """Return kind, shape, first byte and the one after the last, counted from the end of the header."""
    entry = header.tensors.get(name)
    if not isinstance(entry, dict):
        raise _damaged(label, f"nothing is said of {quote(name)}")
    kind, shape, offsets = (entry.get(key) for key in ("dtype", "shape", "data_offsets"))
    if not isinstance(kind, str) or kind not in BYTES:
        raise InvalidInputError(
            f"The tensor {quote(name)} of {label} has numbers of the kind {quote(kind)}; "
            "choose a checkpoint with F32, F16 or BF16."
        )
    try:
        (rows, columns), (start, end) = map(_counts, (shape, offsets))
    except ValueError:
        raise InvalidInputError(
            f"The tensor {quote(name)} of {label} has the shape {quote(shape)} and the place "
            f"{quote(offsets)}; a table has rows and columns: choose another checkpoint."
        ) from None
    if not (1 <= rows <= MAX_ROWS and 1 <= columns <= MAX_COLUMNS and 4 * rows * columns <= MAX_TENSOR_BYTES):
        raise InvalidInputError(
            f"The tensor {quote(name)} of {label} has {quote(rows)} × {quote(columns)} numbers, and at most "
            f"{MAX_TENSOR_BYTES / 1e6:.0f} MB are read; choose a smaller checkpoint."
        )
    if end - start != rows * columns * BYTES[kind] or end > header.size - header.begin:
        raise _damaged(label, f"the place of {quote(name)} does not fit its shape or the file")
    return kind, (rows, columns), start, end


def _counts(values: object) -> tuple[int, int]:
    """Return two whole numbers from 0 on; raise ValueError where that is not what is given."""
    if not isinstance(values, list) or any(type(value) is not int or value < 0 for value in values):
        raise ValueError(values)
    first, second = values
    return first, second


def _damaged(label: str, what: str) -> InvalidInputError:
    return InvalidInputError(f"{label} is damaged or cut: {what}; choose another checkpoint.")
