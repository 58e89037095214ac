"""Tables kept in memory up to a number of bytes; those not asked for the longest are let go first."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

__all__ = ["BoundedTables"]

T = TypeVar("T")


class BoundedTables(Generic[T]):
    """Safe to share between threads. One table that is larger than the limit is not kept."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._lock = threading.Lock()
        self._held: dict[object, tuple[T, int]] = {}  # the newest last

    def get(self, key: object) -> T | None:
        """Return what is kept under a key, None where nothing is."""
        with self._lock:
            if key not in self._held:
                return None
            self._held[key] = self._held.pop(key)  # the newest
            return self._held[key][0]

    def put(self, key: object, table: T, size: int) -> None:
        """Keep a table of `size` bytes."""
        with self._lock:
            self._held.pop(key, None)
            self._held[key] = (table, size)
            while sum(size for _, size in self._held.values()) > self._most:
                self._held.pop(next(iter(self._held)))
