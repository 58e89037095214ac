"""One key for a value, made of all that is in it: equal values, equal keys."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["content_key"]


def content_key(*parts: Any) -> str:
    """Return the SHA-256 of some values, in hexadecimal digits: equal values, equal keys.

    Values are None, bool, int, float, str, bytes, arrays of numbers or texts, frozen dataclasses, and tuples,
    lists and mappings of such. Each is fed with its type and length, so that ("ab", "c") and ("a", "bc")
    differ, as do 1, 1.0, True and "1". A list equals a tuple, a numpy scalar the Python one, -0.0 equals 0.0,
    and the order of a mapping and the byte order of an array do not count.

    A large object carries its key: where a value has an attribute `key` that is a str, its type and this key
    stand for all of it.

    Raises:
        TypeError: a value of another type.
    """
    digest = hashlib.sha256()
    _feed(digest, parts)
    return digest.hexdigest()


class _Digest(Protocol):
    def update(self, data: Any, /) -> None: ...


def _feed(digest: _Digest, part: Any) -> None:  # noqa: PLR0912  (one branch per type)
    if isinstance(part, np.generic) and part.dtype.kind in "biufU":
        part = part.item()
    if part is None or isinstance(part, bool):
        _feed_bytes(digest, "constant", repr(part))
    elif isinstance(part, int):
        _feed_bytes(digest, "int", repr(int(part)))
    elif isinstance(part, float):
        _feed_bytes(digest, "float", repr(float(part) + 0.0))  # -0.0 + 0.0 is 0.0
    elif isinstance(part, str):
        _feed_bytes(digest, "str", part)
    elif isinstance(part, np.ndarray) and _has_plain_content(part):
        plain = np.asarray(part, dtype=part.dtype.newbyteorder("<"), order="C")
        _feed_bytes(digest, "array", f"{plain.dtype.str}{plain.shape}")
        digest.update(plain.tobytes())  # as many as type and shape say
    elif isinstance(part, tuple | list):
        _feed_bytes(digest, "sequence", repr(len(part)))
        for inner in part:
            _feed(digest, inner)
    elif isinstance(part, Mapping) and all(isinstance(key, str) for key in part):
        _feed_bytes(digest, "mapping", repr(len(part)))
        for key in sorted(part):
            _feed(digest, key)
            _feed(digest, part[key])
    elif isinstance(part, bytes):
        _feed_bytes(digest, "bytes", hashlib.sha256(part).hexdigest())
    elif not isinstance(part, type) and isinstance(key := getattr(part, "key", None), str):
        _feed_bytes(digest, type(part).__qualname__, key)
    elif _is_record(part):
        _feed_bytes(digest, "record", type(part).__qualname__)
        for field in dataclasses.fields(part):
            _feed(digest, getattr(part, field.name))
    else:
        raise TypeError(f"A value of type {type(part).__name__} has no content key.")


def _is_record(part: Any) -> bool:
    """Whether a value is a frozen dataclass: what it holds cannot be replaced after it was keyed."""
    is_instance = dataclasses.is_dataclass(part) and not isinstance(part, type)
    return is_instance and bool(type(part).__dataclass_params__.frozen)


def _has_plain_content(array: NDArray[Any]) -> bool:
    """Whether the bytes of an array are all of it: no objects, no mask, no padding of long doubles."""
    plain_kind = array.dtype.kind in "biufcUS" and array.dtype.char not in "gG"
    return plain_kind and not isinstance(array, np.ma.MaskedArray)


def _feed_bytes(digest: _Digest, kind: str, text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    digest.update(f"{kind}:{len(content)}:".encode() + content)
