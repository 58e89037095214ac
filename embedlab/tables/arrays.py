"""NumPy's .npy: its header read by our own rule, its numbers never before the sizes agree.

The header is a small Python dictionary. It is matched, not run, and objects (pickles) are refused. The same
reader serves the entries of an .npz.
"""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.tables.limits import MAX_HEADER, check_shape
from embedlab.tables.table import RawTable

__all__ = ["NPY", "array_of", "check_matrix", "read_header", "read_npy", "texts_of"]

NPY = b"\x93NUMPY"
HEADER = re.compile(
    r"\{'descr': '(?P<descr>[<>|=][a-zA-Z]\d{0,9})', 'fortran_order': (?P<fortran>True|False), "
    r"'shape': \((?P<shape>(?:\d{1,19},? ?){0,32})\),? ?\}\s*"
)
NUMBERS = re.compile(r"[<>|=](?:f[248]|[iu][1248]|b1)")
TEXTS = re.compile(r"[<>|=][US]\d+")
OBJECTS = (
    "The array holds Python objects, which can run code when they are opened, so they are not; convert "
    "it with np.save('vectors.npy', np.stack(array).astype('float32')), and texts with "
    "np.array(words, dtype=str)."
)


@dataclass(frozen=True)
class ArrayHeader:
    """What the header of a .npy says, and where the numbers begin."""

    descr: str  # such as "<f4"
    fortran: bool
    shape: tuple[int, ...]
    start: int

    @property
    def holds_numbers(self) -> bool:
        """Whether its values are real numbers."""
        return NUMBERS.fullmatch(self.descr) is not None

    @property
    def holds_texts(self) -> bool:
        """Whether its values are texts."""
        return TEXTS.fullmatch(self.descr) is not None

    @property
    def size(self) -> int:
        """Bytes its values take; of any size, as nothing has been reserved."""
        return math.prod(self.shape) * _item_size(self.descr)


def read_npy(content: bytes) -> RawTable:
    """Return the table of a .npy file, without labels.

    Raises:
        InvalidInputError: objects, not two axes, outside the limits, or a size other than the header's.
    """
    header = read_header(content)
    check_matrix(header)
    return RawTable(array_of(content, header), None, "NumPy .npy")


def check_matrix(header: ArrayHeader) -> None:
    """Raise `InvalidInputError` unless an array is a table of numbers within the limits."""
    if not header.holds_numbers:
        raise InvalidInputError(
            f"The array holds values of type {quote(header.descr)} and not real numbers; "
            "convert it with array.astype('float32')."
        )
    if len(header.shape) != 2:
        raise InvalidInputError(
            f"The array has the shape {_shape(header.shape)} and a table needs two axes, vectors × numbers; "
            "reshape it first, for example with array.reshape(len(array), -1)."
        )
    check_shape(*header.shape)


def read_header(content: bytes) -> ArrayHeader:
    """Return the header of a .npy file or of its beginning.

    Raises:
        InvalidInputError: none, too long, or an array of objects or of records.
    """
    version = content[len(NPY) : len(NPY) + 2]
    if not content.startswith(NPY) or version not in {b"\x01\0", b"\x02\0", b"\x03\0"}:
        raise InvalidInputError(
            "The array has no header of NumPy's versions 1 to 3; "
            "save it again with np.save('vectors.npy', array)."
        )
    form = "<H" if version == b"\x01\0" else "<I"
    begin = len(NPY) + 2 + struct.calcsize(form)
    length = (
        struct.unpack(form, content[begin - struct.calcsize(form) : begin])[0] if len(content) >= begin else 0
    )
    text = content[begin : begin + length].decode("latin-1") if length <= MAX_HEADER else ""
    if "'descr': '|O'" in text:
        raise InvalidInputError(OBJECTS)
    match = HEADER.fullmatch(text)
    if not match:
        raise InvalidInputError(
            f"The header of the array ({length:,} bytes) is damaged, too long, or describes records; "
            "save a plain array of numbers with np.save('vectors.npy', array.astype('float32'))."
        )
    shape = tuple(int(axis) for axis in re.findall(r"\d+", match["shape"]))
    return ArrayHeader(match["descr"], match["fortran"] == "True", shape, begin + length)


def array_of(content: bytes, header: ArrayHeader) -> NDArray[Any]:
    """Return the values of an array, where they lie in `content`.

    Raises:
        InvalidInputError: the header promises another number of bytes than there are.
    """
    there = len(content) - header.start
    if header.size != there:
        raise InvalidInputError(
            f"The header promises an array of shape {_shape(header.shape)}, {header.size:,} bytes, and "
            f"{there:,} bytes follow; the file is cut off or damaged, so save it again."
        )
    if not header.size:  # texts without letters, or no rows
        return np.zeros(header.shape if len(header.shape) == 1 else (0, 0), header.descr)
    values = np.frombuffer(content, np.dtype(header.descr), offset=header.start)
    return values.reshape(header.shape, order="F" if header.fortran else "C")


def texts_of(array: NDArray[Any]) -> list[str]:
    """Return the texts of a one-axis array of type U or S.

    Raises:
        InvalidInputError: bytes that are not UTF-8, or numbers that are no characters.
    """
    if array.dtype.kind == "S":
        try:
            return [bytes(one).decode() for one in array]
        except UnicodeDecodeError as error:
            raise InvalidInputError(
                "The labels are bytes that are not utf-8; save them with np.array(words, dtype=str)."
            ) from error
    try:
        return [str(one).encode("utf-8", "replace").decode() for one in array]
    except (ValueError, SystemError) as error:
        raise InvalidInputError(
            "The labels hold numbers that are no characters; save them with np.array(words, dtype=str)."
        ) from error


def _item_size(descr: str) -> int:
    number = int(descr[2:] or 0)
    return 4 * number if descr[1] == "U" else number


def _shape(shape: tuple[int, ...]) -> str:
    axes = " × ".join(f"{axis:,}" for axis in shape[:4])
    return f"({axes}{' × …' if len(shape) > 4 else ''})"
