"""Results kept by their content: a key made of everything that went into them, a file that proves itself.

A file is a line with the version and the SHA-256 of the rest, a line of JSON, and the arrays as numpy writes
them. One that is damaged or of another version is deleted and counts as absent. Where no folder can be
written, results are kept in memory only. What is worth keeping is left to the caller.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from embedlab.models.disk import trim_folder, write_atomic

__all__ = ["LIMIT_BYTES", "Store", "Stored"]

LIMIT_BYTES = 256 << 20  # of all files
MEMORY_ENTRIES = 64  # results
VERSION = b"embedlab-stored-1"
KEY = re.compile(r"[0-9a-f]{64}")
ENDING = ".stored"


@dataclass(frozen=True)
class Stored:
    """A result: its arrays, which cannot be written to, and its facts, a copy of the caller's own."""

    arrays: Mapping[str, NDArray[Any]]
    facts: Mapping[str, Any]  # JSON values


class Store:
    """Results on disk and in memory. Safe to share between threads, its folder between processes.

    Args:
        folder: for the files; None keeps results in memory only.
        limit_bytes: of all files; the least recently used are deleted beyond it.
        memory_entries: the number of results that are cached in memory, too; the least recently used go.
    """

    def __init__(
        self, folder: Path | None, *, limit_bytes: int = LIMIT_BYTES, memory_entries: int = MEMORY_ENTRIES
    ) -> None:
        self._folder = folder
        self._limit = limit_bytes
        self._lock = threading.Lock()  # guards the cache
        self._memory: LRUCache[str, tuple[dict[str, NDArray[Any]], str]] = LRUCache(memory_entries)
        self._unwritten: LRUCache[str, str] = LRUCache(1_000)  # key -> why
        if folder is not None:
            with contextlib.suppress(OSError):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def get(self, key: str) -> Stored | None:
        """Return the result that was put under `key`, or None.

        Raises:
            ValueError: the key is no SHA-256 in hexadecimal digits.
        """
        path = self._path(key)
        with self._lock:
            entry = self._memory.get(key)
        if path is not None:
            if entry is None:
                entry = self._read(path)
                if entry is not None:
                    self._remember(key, *entry)
            if entry is not None:
                with contextlib.suppress(OSError):
                    os.utime(path)  # used now
        return None if entry is None else Stored(dict(entry[0]), json.loads(entry[1]))

    def put(self, key: str, arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> None:
        """Keep a result. A disk that is full or cannot be written is no error.

        Raises:
            ValueError: the key is no SHA-256 in hexadecimal digits.
            TypeError: the facts are no JSON, or an array holds objects.
        """
        path = self._path(key)
        self._unwritten.pop(key, None)
        text = json.dumps(facts)
        copies = {name: np.array(array, order="C") for name, array in arrays.items()}
        for name, array in copies.items():
            if array.dtype.hasobject:
                raise TypeError(f"The array {name} holds objects; only numbers and texts can be stored.")
            array.flags.writeable = False
        self._remember(key, copies, text)
        if path is None:
            return
        content = _written(copies, text)
        if len(content) <= self._limit:
            try:
                write_atomic(path, content)
                trim_folder(path.parent, self._limit, newest=path)
            except OSError as error:  # memory only
                self._unwritten[key] = error.strerror or type(error).__name__

    def why_not_written(self, key: str) -> str:
        """Return why the result under a key could not be written to the disk, "" if nothing failed."""
        return self._unwritten.get(key, "")

    def _path(self, key: str) -> Path | None:
        if not KEY.fullmatch(key):
            raise ValueError(f"A key is a SHA-256 in 64 hexadecimal digits, not {key[:80]!r}.")
        return None if self._folder is None else self._folder / (key + ENDING)

    def _remember(self, key: str, arrays: dict[str, NDArray[Any]], text: str) -> None:
        if self._memory.maxsize:
            with self._lock:
                self._memory[key] = (arrays, text)

    def _read(self, path: Path) -> tuple[dict[str, NDArray[Any]], str] | None:
        """Return what a file holds; a file that does not prove itself is deleted."""
        try:
            if path.stat().st_size <= self._limit:
                return _read_content(path.read_bytes())
        except OSError:  # absent, or not for this account
            return None
        except (ValueError, LookupError, TypeError, EOFError):
            pass
        with contextlib.suppress(OSError):
            path.unlink()
        return None


def _written(arrays: Mapping[str, NDArray[Any]], text: str) -> bytes:
    """Return the content of a file."""
    rest = io.BytesIO()
    rest.write(json.dumps({"names": list(arrays), "facts": text}).encode() + b"\n")
    for array in arrays.values():
        np.save(rest, array, allow_pickle=False)
    checksum = hashlib.sha256(rest.getbuffer()).hexdigest().encode()
    return b"%s %s\n%s" % (VERSION, checksum, rest.getvalue())


def _read_content(content: bytes) -> tuple[dict[str, NDArray[Any]], str]:
    """Return the arrays and the facts of a file.

    Raises:
        ValueError: another version, a wrong checksum or another content.
    """
    stream = io.BytesIO(content)
    first = stream.readline(200)
    if first != b"%s %s\n" % (VERSION, hashlib.sha256(content[len(first) :]).hexdigest().encode()):
        raise ValueError("not a file of this version, or a damaged one")
    head = json.loads(stream.readline())
    arrays = {}
    for name in head["names"]:
        arrays[name] = np.load(stream, allow_pickle=False)
        arrays[name].flags.writeable = False
    return arrays, head["facts"]
