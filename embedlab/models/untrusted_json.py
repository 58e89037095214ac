"""JSON that may be anything: a config, an index, a header."""

from __future__ import annotations

import json
from typing import Any

from embedlab.errors import InvalidInputError

__all__ = ["check_size", "json_object"]


def check_size(size: int, limit: int, *, label: str) -> None:
    """Refuse a file before it is read.

    Raises:
        InvalidInputError: it has more bytes than the limit.
    """
    if size > limit:
        raise InvalidInputError(
            f"{label} has {size:,} bytes, and at most {limit:,} are read; choose another model."
        )


def json_object(content: bytes, *, label: str) -> dict[str, Any]:
    """Return the object that a text is.

    Raises:
        InvalidInputError: not JSON, nested too deeply, or another JSON value.
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise InvalidInputError(f"{label} is not a JSON object; choose another model.")
    return value
