"""Safetensors files: the header, checked, and single tensors, without reading the rest.

Works on any file that can be read in parts: in memory, on this machine, or over HTTP. The header is
untrusted, so every number in it is checked before a byte is read or allocated. What the tensors mean is left
to the callers.

Source: the format, https://github.com/huggingface/safetensors.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.models.limits import MAX_COLUMNS, MAX_HEADER_BYTES, MAX_ROWS, MAX_TENSOR_BYTES
from embedlab.models.untrusted_json import json_object

__all__ = [
    "Header",
    "Read",
    "check_kind",
    "check_layout",
    "decode_numbers",
    "file_reader",
    "read_header",
    "read_table",
]

Read = Callable[[int, int], bytes]  # (first byte, the one after the last) -> these bytes
FIRST_BYTES = 100_000  # hold the whole header of most files
WEIGHT_KINDS = ("F32", "F16", "BF16")
SIZES = {  # bytes of a number
    **{"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "BOOL": 1, "C64": 8},
    **{"U64": 8, "U32": 4, "U16": 2, "U8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1},
}


@dataclass(frozen=True)
class Header:
    """The entries of a safetensors file; nothing in them is checked yet."""

    tensors: Mapping[str, Any]  # name -> dtype, shape and data_offsets
    begin: int  # the first byte after the header
    size: int  # of the file, in bytes
    label: str  # names the file in messages

    def damaged(self, what: str) -> InvalidInputError:
        """Return the error that says what of the file is damaged."""
        return InvalidInputError(f"{self.label} is damaged or cut: {what}; get it again, or choose another.")

    def entry(self, name: str) -> dict[str, Any]:
        """Return the entry of one tensor.

        Raises:
            InvalidInputError: there is none.
        """
        entry = self.tensors.get(name)
        if not isinstance(entry, dict):
            raise self.damaged(f"nothing is said of {quote(name)}")
        return entry


def file_reader(path: Path) -> Read:
    """Return a function that reads parts of a file of this machine."""

    def read(start: int, end: int) -> bytes:
        with path.open("rb") as stream:
            stream.seek(start)
            return stream.read(end - start)

    return read


def read_header(read: Read, size: int, *, label: str, limit: int = MAX_HEADER_BYTES) -> Header:
    """Return the header of a file of `size` bytes.

    Args:
        read: returns a part of the file.
        size: of the file, in bytes.
        label: names the file in messages, at their beginning.
        limit: bytes that the header may have.

    Raises:
        InvalidInputError: longer than the file or than the limit, or not a JSON object.
    """
    first = read(0, min(FIRST_BYTES, size))
    length = int.from_bytes(first[:8], "little")
    if size < 8 or length > size - 8:
        raise Header({}, 0, size, label).damaged(f"a header of {length:,} bytes in a file of {size:,}")
    if length > limit:
        raise InvalidInputError(
            f"{label} has a header of {length:,} bytes, and at most {limit:,} are read; choose another."
        )
    begin = 8 + length
    content = first[8:begin] + (read(len(first), begin) if begin > len(first) else b"")
    tensors = json_object(content, label=f"{label} is damaged or cut: its header")
    tensors.pop("__metadata__", None)
    return Header(tensors, begin, size, label)


def check_kind(header: Header, name: str) -> str:
    """Return the kind of a tensor's numbers: F32, F16 or BF16.

    Raises:
        InvalidInputError: another kind; whole or quantized numbers would silently become others.
    """
    kind = header.entry(name).get("dtype")
    if not isinstance(kind, str) or kind not in WEIGHT_KINDS:
        raise InvalidInputError(
            f"The tensor {quote(name)} of {header.label} has numbers of the kind {quote(kind)}; "
            f"choose a model with {', '.join(WEIGHT_KINDS[:-1])} or {WEIGHT_KINDS[-1]}."
        )
    return kind


def check_layout(header: Header) -> dict[str, tuple[int, ...]]:
    """Return the shape of every tensor of a file which they fill without holes or overlaps.

    Raises:
        InvalidInputError: they do not, or an entry is malformed.
    """
    shapes, spans = {}, []
    try:
        for name in header.tensors:
            entry = header.entry(name)
            shapes[name] = _whole_numbers(entry["shape"])
            start, end = _whole_numbers(entry["data_offsets"])
            if end - start != math.prod(shapes[name]) * SIZES[entry["dtype"]]:
                raise ValueError(name)
            spans.append((start, end))
        borders = [0, *(border for span in sorted(spans) for border in span), header.size - header.begin]
        if borders[::2] != borders[1::2]:  # each begins where the one before ends
            raise ValueError(borders)
    except (ValueError, LookupError, TypeError) as error:
        raise header.damaged(f"its header and its {header.size:,} bytes do not agree") from error
    return shapes


def read_table(read: Read, header: Header, name: str) -> NDArray[np.float32]:
    """Return one tensor of two dimensions, (rows, columns).

    Raises:
        InvalidInputError: another kind of numbers or another shape, too large, outside the file, or NaN or
            infinite values.
    """
    kind, shape = check_kind(header, name), header.entry(name).get("shape")
    offsets = header.entry(name).get("data_offsets")
    try:
        (rows, columns), (start, end) = map(_whole_numbers, (shape, offsets))
    except ValueError:
        raise InvalidInputError(
            f"The tensor {quote(name)} of {header.label} has the shape {quote(shape)} and the place "
            f"{quote(offsets)}; a table has rows and columns: choose another model."
        ) from None
    if not (1 <= rows <= MAX_ROWS and 1 <= columns <= MAX_COLUMNS and 4 * rows * columns <= MAX_TENSOR_BYTES):
        raise InvalidInputError(
            f"The tensor {quote(name)} of {header.label} has {quote(rows)} × {quote(columns)} numbers, and "
            f"at most {MAX_TENSOR_BYTES / 1e6:.0f} MB are read; choose a smaller model."
        )
    if end - start != rows * columns * SIZES[kind] or end > header.size - header.begin:
        raise header.damaged(f"the place of {quote(name)} does not fit its shape or the file")
    content = read(header.begin + start, header.begin + end)
    if len(content) != end - start:
        raise header.damaged(f"{len(content):,} bytes of {quote(name)} came instead of {end - start:,}")
    table = decode_numbers(content, kind).astype(np.float32).reshape(rows, columns)
    if not np.isfinite(table).all():
        raise InvalidInputError(
            f"The tensor {quote(name)} of {header.label} contains NaN or infinite values; "
            "choose another model."
        )
    return table


def decode_numbers(content: bytes, kind: str) -> NDArray[Any]:
    """Return the numbers of a tensor, flat; those of BF16, which NumPy does not know, as float32.

    Raises:
        LookupError: a kind that NumPy does not know.
    """
    if kind == "BF16":  # the upper half of a float32
        return (np.frombuffer(content, "<u2").astype(np.uint32) << 16).view(np.float32)
    kinds = {"F": "f", "I": "i", "U": "u"}
    return np.frombuffer(content, f"<{kinds[kind.rstrip('0123456789')]}{SIZES[kind]}")


def _whole_numbers(values: object) -> tuple[int, ...]:
    """Return a list of whole numbers from 0 on.

    Raises:
        ValueError: it is something else.
    """
    if not isinstance(values, list) or any(type(value) is not int or value < 0 for value in values):
        raise ValueError(values)
    return tuple(values)
