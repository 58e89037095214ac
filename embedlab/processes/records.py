"""Frozen dataclasses as JSON and back, between two processes.

A record becomes a mapping with its type, a tuple a list, bytes are written as Latin-1. Back come only the
types that the caller names: what a sandbox returns is data, whatever it claims to be.
"""

from __future__ import annotations

import dataclasses
from typing import Any

__all__ = ["from_json", "to_json"]


def to_json(value: Any) -> Any:
    """Return a value of records, tuples, bytes and plain values as JSON."""
    if isinstance(value, bytes):
        return {"type": "bytes", "text": value.decode("latin-1")}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if dataclasses.is_dataclass(value):
        fields = {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"type": type(value).__name__, "fields": fields}
    return value


def from_json(data: Any, *records: type) -> Any:
    """Return the value that `to_json` wrote.

    Args:
        data: from the other process.
        records: the types that may occur.

    Raises:
        ValueError: it is not such a value, or a record of another type.
    """
    types = {record.__name__: record for record in records}

    def read(data: Any) -> Any:
        if isinstance(data, list):
            return tuple(read(item) for item in data)
        if not isinstance(data, dict):
            return data
        if data["type"] == "bytes":
            return data["text"].encode("latin-1")
        return types[data["type"]](**{name: read(item) for name, item in data["fields"].items()})

    try:
        return read(data)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("The answer is not a record of these types.") from error
