"""Messages between the server and its processes: one line of JSON, then the bytes of its arrays.

    [head, values, {"matrix": ["<f4", [2, 3]]}] ⏎ 24 bytes

Bytes and arrays stand only at the top level of `values`, by name. Nothing is unpickled: an array is a plain
numeric type, a shape and that many bytes. Both sides check what they read, because either may lie.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import IO, Any

import numpy as np

__all__ = ["MAX_FRAMES", "MAX_LINE", "read_message", "write_message"]

MAX_LINE = 128 << 20  # bytes of the line of JSON
MAX_FRAMES = 128 << 20  # bytes of all arrays of a message
MAX_NDIM = 4
BYTES = "bytes"  # the type of a frame that is no array
TYPES = frozenset({"|i1", "|u1", *(f"<{kind}{size}" for kind in "iuf" for size in (2, 4, 8))})


def write_message(stream: IO[bytes], head: Mapping[str, Any], values: Any = None) -> None:
    """Write a message and flush the stream.

    Args:
        stream: to the other process.
        head: what the message is; JSON.
        values: JSON, or a mapping in which each value is JSON, bytes or a numeric array.

    Raises:
        TypeError: something else.
        OSError: the other process has ended.
    """
    frames: dict[str, list[Any]] = {}
    buffers: list[memoryview] = []
    if isinstance(values, Mapping):
        plain = {}
        for name, value in values.items():
            if isinstance(value, bytes):
                frames[name] = [BYTES, [len(value)]]
                buffers.append(memoryview(value))
            elif isinstance(value, np.ndarray):
                array = np.ascontiguousarray(value.astype(value.dtype.newbyteorder("<"), copy=False))
                if array.dtype.str not in TYPES:
                    raise TypeError(f"An array of {array.dtype} cannot be sent; convert it to numbers.")
                frames[name] = [array.dtype.str, list(value.shape)]
                buffers.append(array.reshape(-1).view(np.uint8).data)
            else:
                plain[name] = value
        values = plain
    stream.write(json.dumps([head, values, frames]).encode("ascii") + b"\n")
    for buffer in buffers:
        stream.write(buffer)
    stream.flush()


def read_message(stream: IO[bytes]) -> tuple[dict[str, Any], Any]:
    """Return the head and the values of the next message; its arrays are writable.

    Raises:
        EOFError: the other process has ended.
        ValueError: it is not a message, or larger than `MAX_LINE` or `MAX_FRAMES`.
    """
    line = stream.readline(MAX_LINE)
    if not line:
        raise EOFError
    if not line.endswith(b"\n"):
        raise ValueError(f"The line is cut, or longer than {MAX_LINE:,} bytes.")
    try:
        head, values, frames = json.loads(line)
    except (TypeError, RecursionError) as error:
        raise ValueError("The line is not a message.") from error
    if not isinstance(head, dict) or not isinstance(frames, dict):
        raise ValueError("The line is not a message.")
    if not frames:
        return head, values
    if not isinstance(values, dict) or values.keys() & frames.keys():
        raise ValueError("The arrays of the message have no names of their own.")
    sizes = {name: _size_of(frame) for name, frame in frames.items()}
    if sum(sizes.values()) > MAX_FRAMES:
        raise ValueError(f"The arrays have {sum(sizes.values()):,} bytes, more than {MAX_FRAMES:,}.")
    for name, (kind, shape) in frames.items():
        buffer = bytearray(sizes[name])
        if stream.readinto(buffer) != len(buffer):  # type: ignore[attr-defined]
            raise EOFError
        values[name] = bytes(buffer) if kind == BYTES else np.frombuffer(buffer, kind).reshape(shape)
    return head, values


def _size_of(frame: Any) -> int:
    """Return the bytes of a frame.

    Raises:
        ValueError: its type is not a plain number, or its shape is not a shape.
    """
    if not isinstance(frame, list) or len(frame) != 2:
        raise ValueError("An array of the message is not a type and a shape.")
    kind, shape = frame
    if not isinstance(kind, str) or (kind != BYTES and kind not in TYPES):
        raise ValueError("An array of the message is not of a plain numeric type.")
    if not isinstance(shape, list) or len(shape) > MAX_NDIM:
        raise ValueError("An array of the message has no shape.")
    if not all(type(size) is int and 0 <= size <= MAX_FRAMES for size in shape):
        raise ValueError("An array of the message has an impossible shape.")
    if kind == BYTES:
        return math.prod(shape)
    return math.prod(shape) * np.dtype(kind).itemsize
