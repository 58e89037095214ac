"""What is loaded so far, what is being drawn, and whether the server ends: written by few, read by many."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = [
    "begin",
    "close",
    "fail_stage",
    "failed",
    "finish",
    "finish_stage",
    "is_closing",
    "is_drawing",
    "is_ready",
    "is_stopping",
    "is_warm",
    "stop",
    "visit",
    "wait_for_quiet",
]

_finished: set[str] = set()
_failed: list[str] = []
_visits = 0  # pages being drawn at this moment
_quiet = threading.Condition()
_started = threading.Event()
_warm = threading.Event()
_stopping = threading.Event()
_closing = threading.Event()


def begin() -> bool:
    """Note that a warm-up runs; False where one has begun before."""
    if _started.is_set():
        return False
    _started.set()
    return True


def finish_stage(stage: str) -> None:
    """Note that a stage is loaded."""
    _finished.add(stage)


def fail_stage(stage: str) -> None:
    """Note that a stage could not be loaded."""
    _failed.append(stage)


def failed() -> list[str]:
    """Return the stages that could not be loaded."""
    return list(_failed)


def finish() -> None:
    """Note that every stage has been run."""
    _warm.set()


def is_warm() -> bool:
    """Whether every stage has been run."""
    return _warm.is_set()


def is_ready(stage: str) -> bool:
    """Whether a page may use `stage` without waiting for the warm-up.

    Where no warm-up runs (a test, a bare `streamlit run ui/main.py`), a page loads what it needs itself.
    """
    return not _started.is_set() or _warm.is_set() or stage in _finished


@contextmanager
def visit() -> Iterator[None]:
    """Note that a page is being drawn: the warm-up waits for it a moment, and the end of the server."""
    global _visits  # noqa: PLW0603  (a counter of the process, under its lock)
    with _quiet:
        _visits += 1
    try:
        yield
    finally:
        with _quiet:
            _visits -= 1
            _quiet.notify_all()


def wait_for_quiet(seconds: float) -> None:
    """Wait until no page is being drawn, at most `seconds`."""
    with _quiet:
        _quiet.wait_for(lambda: _visits == 0, timeout=seconds)


def is_drawing() -> bool:
    """Whether a page is being drawn."""
    return _visits > 0


def stop() -> None:
    """Note that the server takes no new visitors because it is going to end."""
    _stopping.set()


def is_stopping() -> bool:
    """Whether the server takes no new visitors because it is going to end."""
    return _stopping.is_set()


def close() -> None:
    """Note that nothing new is drawn any more; what is being drawn may end."""
    _closing.set()


def is_closing() -> bool:
    """Whether nothing new is drawn any more."""
    return _closing.is_set()
