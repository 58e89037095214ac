"""Values as JSON and plain arrays, and back, between two processes.

A record, which is a dataclass or an object of this package, becomes its type and what its constructor takes;
a sequence a list, which is read as a tuple; a function its name. Bytes are written as Latin-1, and arrays
stand beside the JSON under numbers. Back come only the types that the reader knows: what a process returns is
data, whatever it claims to be.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["from_json", "from_message", "name_of", "to_json", "to_message"]

VALUE = "value"  # the name of the JSON in a message, beside the arrays
Find = Callable[[str], Any]


def to_json(value: Any, arrays: dict[str, NDArray[Any]] | None = None) -> Any:
    """Return a value as JSON.

    Args:
        value: of records, functions of modules, sequences, mappings from texts, bytes, arrays, plain values.
        arrays: is given the arrays under their numbers; None where there can be none.

    Raises:
        TypeError: something else is in it.
    """
    if value is None or isinstance(value, bool | int | float | str):
        written: Any = value
    elif isinstance(value, np.generic):
        written = value.item()
    elif isinstance(value, bytes):
        written = {"type": "bytes", "text": value.decode("latin-1")}
    elif isinstance(value, np.ndarray) and arrays is not None:
        written = {"type": "array", "name": str(len(arrays))}
        arrays[written["name"]] = value
    elif isinstance(value, FunctionType):
        written = {"type": "function", "name": name_of(value)}
    elif isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        written = {"type": "mapping", "fields": {key: to_json(item, arrays) for key, item in value.items()}}
    elif isinstance(value, Sequence):
        written = [to_json(item, arrays) for item in value]
    else:
        kind = type(value)
        if not dataclasses.is_dataclass(value) and not kind.__module__.startswith("embedlab."):
            raise TypeError(
                f"A {kind.__name__} cannot be sent to another process; send records of numbers and texts."
            )
        names = inspect.signature(kind).parameters
        fields = {name: to_json(getattr(value, name), arrays) for name in names}
        written = {"type": name_of(kind), "fields": fields}
    return written


def from_json(
    data: Any, *records: type, arrays: Mapping[str, Any] | None = None, find: Find | None = None
) -> Any:
    """Return the value that `to_json` wrote.

    Args:
        data: from the other process.
        records: the types that may occur.
        arrays: beside it.
        find: returns a function or a type of any name, where the other process is trusted.

    Raises:
        ValueError: it is not such a value, or has a record of another type.
    """
    types = {name_of(record): record for record in records}
    try:
        return _read(data, arrays or {}, find or types.__getitem__)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("The answer is not a record of these types.") from error


def _read(data: Any, arrays: Mapping[str, Any], find: Find) -> Any:
    if isinstance(data, list):
        return tuple(_read(item, arrays, find) for item in data)
    if not isinstance(data, dict):
        return data
    if data["type"] == "bytes":
        return data["text"].encode("latin-1")
    if data["type"] == "array":
        return arrays[data["name"]]
    if data["type"] == "function":
        return find(data["name"])
    fields = {name: _read(item, arrays, find) for name, item in data["fields"].items()}
    return fields if data["type"] == "mapping" else find(data["type"])(**fields)


def to_message(value: Any) -> dict[str, Any]:
    """Return a value as what `messages` sends: its JSON and its arrays by name.

    Raises:
        TypeError: as `to_json`.
    """
    arrays: dict[str, Any] = {}
    return {VALUE: to_json(value, arrays), **arrays}


def from_message(values: Any, *records: type, find: Find | None = None) -> Any:
    """Return the value that `to_message` wrote.

    Raises:
        ValueError: as `from_json`.
    """
    if not isinstance(values, dict) or VALUE not in values:
        raise ValueError("The message holds no value.")
    return from_json(values[VALUE], *records, arrays=values, find=find)


def name_of(thing: Any) -> str:
    """Return "module:name" of a function or a type of a module.

    Raises:
        TypeError: it cannot be found by that in another process.
    """
    if not thing.__qualname__.isidentifier() or thing.__module__ == "__main__":
        raise TypeError(f"{thing.__qualname__} cannot be sent to another process; move it into a module.")
    return f"{thing.__module__}:{thing.__qualname__}"
