"""Results kept by their content, for all visitors.

What is returned is shared and must not be changed. A key is one SHA-256 of the arguments (`content_key`), so
that equal questions share an answer: whoever asks second waits for the first. A visitor cannot clear these
caches, as Streamlit's own can be cleared by any browser.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from operator import attrgetter
from typing import Any, ParamSpec, TypeVar

import cachetools

from embedlab.content_key import content_key

__all__ = ["cached", "clear"]

RESULTS = 64  # of each kind

P = ParamSpec("P")
T = TypeVar("T")

_caches: list[tuple[cachetools.Cache[str, Any], threading.Condition]] = []


def cached(
    *, entries: int = RESULTS, seconds: float | None = None, max_bytes: int | None = None
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the most recently used results of a function of values that have a content key.

    Args:
        entries: results kept; the least recently used one is evicted first.
        seconds: evict a result this long after it was computed; None keeps it.
        max_bytes: in place of `entries`, the sum of the results' `nbytes`; a larger result is not kept.
    """

    def decorate(compute: Callable[P, T]) -> Callable[P, T]:
        results: cachetools.Cache[str, Any]
        if max_bytes is not None:
            results = cachetools.LRUCache(max_bytes, getsizeof=attrgetter("nbytes"))
        else:
            results = (
                cachetools.LRUCache(entries) if seconds is None else cachetools.TTLCache(entries, seconds)
            )
        condition = threading.Condition()
        _caches.append((results, condition))
        compute_once: Any = cachetools.cached(results, key=_key, condition=condition)(compute)

        @wraps(compute)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            return compute_once(*args, **kwargs)  # type: ignore[no-any-return]

        return ask

    return decorate


def clear() -> None:
    """Forget every result and every model; for tests."""
    for results, condition in _caches:
        with condition:
            results.clear()


def _key(*args: Any, **kwargs: Any) -> str:
    return content_key(args, kwargs)
