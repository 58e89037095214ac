"""What is loaded so far: the state of the warm-up, which `warm_up` writes and pages read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = [
    "begin",
    "fail_stage",
    "failed",
    "finish",
    "finish_stage",
    "is_ready",
    "is_warm",
    "visit",
    "wait_for_quiet",
]

_finished: set[str] = set()
_failed: list[str] = []
_visits = 0  # pages being drawn at this moment
_quiet = threading.Condition()
_started = threading.Event()
_warm = threading.Event()


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
    """Let the warm-up wait, for a moment, while a page is being drawn: Python runs one of them at a time."""
    global _visits  # noqa: PLW0603  (a counter of the process, under its lock)
    if _warm.is_set():
        yield
        return
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
