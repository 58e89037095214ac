"""The record of one computation: who wants it, how far it is, what came of it.

The line that owns it changes it, under its lock; everybody else reads.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from embedlab.processes.board import Board

__all__ = ["Job", "State"]

T = TypeVar("T")
State = Literal["waiting", "running", "done", "failed", "canceled"]


@dataclass(eq=False)
class Job(Generic[T]):
    """A computation that was submitted. Safe to read from any thread; made by `Pool.submit`."""

    key: str
    call: tuple[Callable[..., T], tuple[Any, ...], Mapping[str, Any]] | None  # None once it has ended
    returns: tuple[type, ...] = ()  # the records of its result
    seconds: float = math.inf  # the most it may take
    is_light: bool = False
    address: str = ""  # where it was asked for
    expected: float = 0.0  # seconds it will take, as far as is known
    keep: Callable[[T], object] | None = (
        None  # is given the result, whether or not anybody still waits for it
    )
    number: int = 0  # in the line
    owners: set[str] = field(default_factory=set)
    turn: int = 0  # jobs of an earlier turn come first, then those of a lower number
    left: float = 0.0  # since when none of its owners is there, 0 if one is
    state: State = "waiting"
    board: Board | None = None  # while it runs
    stop: Callable[[], object] = bool  # asks the worker to stop; nothing to stop yet
    seen: tuple[float, str] = (0.0, "")  # what was read off the board last
    began: float = 0.0
    seconds_taken: float = 0.0
    value: T | None = None
    error: BaseException | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def progress(self) -> float:
        """Part of the work that is done, 0 to 1, as the task reported it."""
        return 1.0 if self.state == "done" else self.look()[0]

    @property
    def note(self) -> str:
        """The few words that were reported last."""
        return self.look()[1]

    @property
    def seconds_running(self) -> float:
        """Seconds since a worker took the job, or those it took; 0 while it waits."""
        return time.monotonic() - self.began if self.state == "running" else self.seconds_taken

    def look(self) -> tuple[float, str]:
        """Return the fraction and the note that were reported last."""
        board = self.board
        self.seen = (None if board is None else board.read(self.number)) or self.seen
        return self.seen

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the job has ended, at most `timeout` seconds, and return whether it has."""
        return self.ended.wait(timeout)

    def result(self) -> T:
        """Wait for the end of the job and return its result.

        Raises:
            InvalidInputError: the computation crashed or failed on its input, or needed too much memory.
            TimedOutError: it took too long.
            UnavailableError: it was canceled, or there is no process for it.
            EmbedLabError: what the task raised.
        """
        self.ended.wait()
        if self.error is not None:
            raise self.error.with_traceback(None)  # raised twice, it would grow by the frames of the first
        return self.value  # type: ignore[return-value]
