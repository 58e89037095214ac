"""Python's garbage collector and what the models leave it: a million objects that never change.

Every full collection would walk all of them, so that what is alive after the warm-up is exempted
(`gc.freeze`). What is exempt is never collected: before anything is dropped, or frozen anew, it is thawed.

A rerun is a thread of its own, and glibc gives new threads up to eight arenas a processor. What a class
leaves in them is free, but in pieces too small to be used or returned: 240 MB after four minutes of 30
visitors, and growing for an hour. In two arenas it is 15 MB.
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ui import readiness

__all__ = ["freeze", "load_model", "release", "share_arenas"]

ARENAS = 2
M_ARENA_MAX = -8  # malloc.h


def share_arenas() -> None:
    """Have all threads of this process allocate in `ARENAS` arenas; call it before there are threads."""
    with suppress(OSError, AttributeError, TypeError):  # glibc only
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)


def freeze() -> None:
    """Collect garbage, return it to the system, and exempt all that is left from later collections."""
    gc.unfreeze()  # else cycles that were dropped since the last time would stay for good
    gc.collect()
    with suppress(OSError, AttributeError, TypeError):  # glibc only
        ctypes.CDLL(None).malloc_trim(0)
    gc.freeze()


def release() -> None:
    """Free what was dropped, such as an evicted model."""
    if readiness.is_warm():
        freeze()
    else:
        gc.collect()


@contextmanager
def load_model() -> Iterator[None]:
    """Freeze after a model was loaded once the warm-up is over; during it, the warm-up does that."""
    yield
    if readiness.is_warm():
        freeze()
