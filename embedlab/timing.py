"""How long something takes on this machine: the fastest of several runs, as others disturb the rest."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

__all__ = ["fastest"]

T = TypeVar("T")


def fastest(compute: Callable[[], T], *, runs: int = 5, seconds: float = float("inf")) -> tuple[float, T]:
    """Return the seconds of the fastest of several runs, at least one, and the result of the last.

    Args:
        compute: what is timed.
        runs: of it at most.
        seconds: no run begins once they have passed.

    >>> fastest(lambda: 2 + 2)[1]
    4
    """
    best, spent = float("inf"), 0.0
    for run in range(runs):
        if run and spent >= seconds:
            break
        begun = time.perf_counter()
        result = compute()
        taken = time.perf_counter() - begun
        best, spent = min(best, taken), spent + taken
    return best, result
