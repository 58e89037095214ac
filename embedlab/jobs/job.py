"""One computation as its visitors see it: where it waits, how far it is, what came of it.

A job never changes itself: the waiting line does, under its lock. Where it is computed is left to `slot`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from embedlab.jobs.board import Board, Progress

if TYPE_CHECKING:
    from embedlab.jobs.waiting_line import WaitingLine

__all__ = ["Job", "State"]

T = TypeVar("T")
State = Literal["waiting", "running", "done", "failed", "cancelled"]


class Job(Generic[T]):
    """A computation that was submitted. Safe to share between threads; made by `JobPool.submit`."""

    def __init__(
        self,
        line: WaitingLine,
        task: Callable[..., T],
        values: tuple[Any, ...],
        options: Mapping[str, Any],
        *,
        number: int,
        key: str,
        seconds: float,
    ) -> None:
        self.number, self.key, self.seconds = number, key, seconds
        self.owners: set[str] = set()
        self._line = line
        self._call: tuple[Callable[..., T], tuple[Any, ...], Mapping[str, Any]] | None = (
            task,
            values,
            options,
        )
        self._state: State = "waiting"
        self._board: Board | None = None  # while it runs
        self._stop: Callable[[], object] = bool  # nothing to stop yet
        self._reported = Progress(number, 0.0, "")
        self._began = 0.0
        self._seconds_running = 0.0
        self._value: T | None = None
        self._error: BaseException | None = None
        self._finished = threading.Event()

    @property
    def state(self) -> State:
        """Where the job is."""
        return self._state

    @property
    def position(self) -> int:
        """Place in the waiting line: 1 is next, 0 means that the job does not wait."""
        return self._line.position(self)

    @property
    def progress(self) -> float:
        """Part of the work that is done, 0 to 1, as the task reported it."""
        return 1.0 if self._state == "done" else self._look().fraction

    @property
    def note(self) -> str:
        """The few words that were reported last."""
        return self._look().note

    @property
    def seconds_running(self) -> float:
        """Seconds since a worker took the job, or those it took; 0 while it waits."""
        return time.monotonic() - self._began if self._state == "running" else self._seconds_running

    def result(self) -> T:
        """Wait for the end of the job and return its result.

        Raises:
            EmbedLabError: what the task raised; or, as an InvalidInputError, that the computation crashed,
                failed, needed too much memory or time, or was cancelled.
        """
        self._finished.wait()
        if self._error is not None:
            raise self._error.with_traceback(None)  # asked twice, it would grow by the frames of the first
        return self._value  # type: ignore[return-value]

    def cancel(self, owner: str) -> None:
        """Let `owner` leave the job; it is stopped when nobody is left who wants it."""
        self._line.leave(self, owner)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the job has ended, at most `timeout` seconds, and return whether it has."""
        return self._finished.wait(timeout)

    def _look(self) -> Progress:
        board = self._board
        seen = None if board is None else board.read()
        if seen is not None and seen.number == self.number:
            self._reported = seen
        return self._reported

    def _begin(self, board: Board, stop: Callable[[], object]) -> None:
        self._board, self._stop = board, stop
        self._state, self._began = "running", time.monotonic()

    def _finish(self, state: State, value: T | None, error: BaseException | None) -> None:
        self._look()
        self._seconds_running = self.seconds_running
        self._state, self._value, self._error = state, value, error
        self._call = self._board = None  # arguments are no longer needed
        self._stop = bool
        self._finished.set()
