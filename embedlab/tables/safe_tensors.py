"""Safetensors: one table of numbers under a header of JSON, read by the library of the format.

The length of the header is checked first; the library checks that the tensors fill the file without holes or
overlaps. Types only some computers know (float8) are refused.
"""

from __future__ import annotations

import re
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.tables.archives import pick_matrix
from embedlab.tables.limits import MAX_FOOTER, check_shape
from embedlab.tables.table import RawTable

__all__ = ["is_safetensors", "read_safetensors"]

JSON = re.compile(rb"\{\s*[\"}]")
TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
TYPES |= {f"{kind}{8 * size}": f"<{kind.lower()}{size}" for kind in "IU" for size in (1, 2, 4, 8)}


def is_safetensors(content: bytes) -> bool:
    """Whether eight bytes that are no text, the length of the header, stand before a JSON object."""
    return JSON.match(content, 8) is not None and any(byte < 9 or byte > 0xF7 for byte in content[:8])


def read_safetensors(content: bytes) -> RawTable:
    """Return the one matrix of a safetensors file, without labels.

    Raises:
        InvalidInputError: damaged, no matrix or several, or outside the limits.
    """
    from safetensors import SafetensorError, deserialize

    (length,) = struct.unpack("<Q", content[:8])
    if length > MAX_FOOTER:
        raise InvalidInputError(
            f"The header of the safetensors file says it has {length:,} bytes and at most {MAX_FOOTER:,} are "
            "read; save one matrix alone."
        )
    try:
        tensors: dict[str, Any] = dict(deserialize(content))  # type: ignore[no-untyped-call]
    except SafetensorError as error:
        raise InvalidInputError(
            f"The safetensors file is damaged ({str(error)[:80]}); save it again with safetensors."
        ) from error
    floats = {
        name: tuple(tensor["shape"]) for name, tensor in tensors.items() if _is_matrix(tensor, "F", "BF")
    }
    whole = {name: tuple(tensor["shape"]) for name, tensor in tensors.items() if _is_matrix(tensor, "I", "U")}
    chosen = pick_matrix(floats or whole)
    tensor = tensors[chosen]
    check_shape(*tensor["shape"])
    return RawTable(_values(tensor), None, "safetensors")


def _is_matrix(tensor: dict[str, Any], *kinds: str) -> bool:
    return tensor["dtype"] in TYPES and tensor["dtype"].startswith(kinds) and len(tensor["shape"]) == 2


def _values(tensor: dict[str, Any]) -> NDArray[Any]:
    values = np.frombuffer(tensor["data"], TYPES[tensor["dtype"]]).reshape(tensor["shape"])
    if tensor["dtype"] == "BF16":  # the upper half of a float32
        return (values.astype(np.uint32) << 16).view(np.float32)
    return values
