"""Safetensors: one table of numbers under a header of JSON, which is checked as that of a model is.

Types only some computers know (float8) are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from embedlab.models.safetensors_file import Header, check_layout, decode_numbers, read_header
from embedlab.tables.archives import pick_matrix
from embedlab.tables.limits import MAX_FOOTER, check_shape
from embedlab.tables.table import RawTable

__all__ = ["is_safetensors", "read_safetensors"]

JSON = re.compile(rb"\{\s*[\"}]")
FLOATS = ("F64", "F32", "F16", "BF16")
WHOLE = tuple(f"{kind}{bits}" for kind in "IU" for bits in (8, 16, 32, 64))


def is_safetensors(content: bytes) -> bool:
    """Whether eight bytes that are no text, the length of the header, stand before a JSON object."""
    return JSON.match(content, 8) is not None and any(byte < 9 or byte > 0xF7 for byte in content[:8])


def read_safetensors(content: bytes) -> RawTable:
    """Return the one matrix of a safetensors file, without labels.

    Raises:
        InvalidInputError: damaged, no matrix or several, or outside the limits.
    """
    header = read_header(
        lambda start, end: content[start:end],
        len(content),
        label="The safetensors file",
        limit=MAX_FOOTER,
    )
    shapes = check_layout(header)
    chosen = pick_matrix(_matrices(header, shapes, FLOATS) or _matrices(header, shapes, WHOLE))
    check_shape(*shapes[chosen])
    entry = header.entry(chosen)
    start, end = (header.begin + offset for offset in entry["data_offsets"])
    values = decode_numbers(content[start:end], entry["dtype"])
    return RawTable(values.reshape(shapes[chosen]), None, "safetensors")


def _matrices(
    header: Header, shapes: Mapping[str, tuple[int, ...]], kinds: Sequence[str]
) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the tensors with two axes that hold numbers of some kinds."""
    return {
        name: shape
        for name, shape in shapes.items()
        if len(shape) == 2 and header.entry(name)["dtype"] in kinds
    }
