"""The book of unfinished jobs: who waits, who runs, for whom, and which jobs crashed lately.

First come, first served; one job a visitor, the latest; equal jobs are one. Everything is guarded by one
lock, and finished jobs are forgotten. Where the jobs are computed is left to `slot`.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from embedlab.errors import InvalidInputError
from embedlab.jobs.board import Board
from embedlab.jobs.job import Job, State

__all__ = ["CRASHED", "QUARANTINE_SECONDS", "WaitingLine"]

T = TypeVar("T")
QUARANTINE_SECONDS = 600.0
MAX_QUARANTINED = 1_000  # keys
CRASHED = (
    "The computation crashed on this data and was stopped; choose fewer points or other settings, "
    f"the same ones are not tried again for {QUARANTINE_SECONDS / 60:.0f} minutes."
)
CANCELLED = "The computation was cancelled; start it again to see its result."
STOPPING = "The server is stopping and computes nothing new; try again in a minute."


class WaitingLine:
    """Unfinished jobs.

    Args:
        waiting: the most jobs that wait for a worker.
    """

    def __init__(self, *, waiting: int) -> None:
        self.is_ended = False
        self._length = waiting
        self._changed = threading.Condition()  # and the lock of all that follows
        self._numbers = itertools.count(1)
        self._waiting: deque[Job[Any]] = deque()
        self._by_key: dict[str, Job[Any]] = {}
        self._by_owner: dict[str, Job[Any]] = {}
        self._crashed: dict[str, float] = {}  # key -> until when it is refused; oldest first
        self._idle = 0  # workers that wait for a job

    def submit(
        self,
        task: Callable[..., T],
        values: tuple[Any, ...],
        options: Mapping[str, Any],
        *,
        key: str,
        owner: str,
        seconds: float,
    ) -> Job[T]:
        """Put a job in the line, or join the one with the same key; `owner` leaves any other.

        Raises:
            InvalidInputError: the line is full, the key crashed lately, or the server is stopping.
        """
        with self._changed:
            if self.is_ended:
                raise InvalidInputError(STOPPING)
            if self._crashed.get(key, 0.0) > time.monotonic():
                raise InvalidInputError(CRASHED)
            former, job = self._by_owner.get(owner), self._by_key.get(key)
            if job is None:
                self._check_length(former)
                job = Job(self, task, values, options, number=next(self._numbers), key=key, seconds=seconds)
                self._by_key[key] = job
                self._waiting.append(job)
                self._changed.notify()
            if former is not None and former is not job:
                self.leave(former, owner)
            job.owners.add(owner)
            self._by_owner[owner] = job
            return job

    def leave(self, job: Job[Any], owner: str) -> None:
        """Take `owner` off a job; it is cancelled when nobody is left."""
        with self._changed:
            if owner not in job.owners or job.key not in self._by_key:
                return
            job.owners.discard(owner)
            self._by_owner.pop(owner, None)
            if not job.owners:
                self._finish(job, "cancelled", error=InvalidInputError(CANCELLED))

    def position(self, job: Job[Any]) -> int:
        """Return the place of a job among those that wait, the next one's being 1; 0 if it does not wait."""
        with self._changed:
            return self._waiting.index(job) + 1 if job in self._waiting else 0

    def take(self, board: Board, stop: Callable[[Job[Any]], object], *, timeout: float) -> Job[Any] | None:
        """Wait at most `timeout` seconds for a job and take it; `stop` is called when it is cancelled."""
        with self._changed:
            self._idle += 1
            self._changed.wait_for(lambda: self._waiting or self.is_ended, timeout)
            self._idle -= 1
            if not self._waiting:
                return None
            job = self._waiting.popleft()
            job._begin(board, lambda: stop(job))
            return job

    def finish(
        self, job: Job[Any], state: State, *, value: Any = None, error: BaseException | None = None
    ) -> None:
        """End a job, unless it was cancelled meanwhile, and forget it."""
        with self._changed:
            if self._by_key.get(job.key) is job:
                self._finish(job, state, value=value, error=error)

    def quarantine(self, key: str) -> None:
        """Refuse jobs with this key for a while."""
        with self._changed:
            self._crashed.pop(key, None)
            self._crashed[key] = time.monotonic() + QUARANTINE_SECONDS
            while len(self._crashed) > MAX_QUARANTINED:
                del self._crashed[next(iter(self._crashed))]

    def end(self) -> None:
        """Cancel every job and take no more."""
        with self._changed:
            self.is_ended = True
            for job in list(self._by_key.values()):
                self._finish(job, "cancelled", error=InvalidInputError(STOPPING))
            self._changed.notify_all()

    def _check_length(self, former: Job[Any] | None) -> None:
        waiting = len(self._waiting) - self._idle  # those who wait for a worker that is there, do not wait
        if former is not None and former.state == "waiting" and len(former.owners) == 1:
            waiting -= 1  # it makes room
        if waiting >= self._length:
            raise InvalidInputError(
                f"{len(self._waiting)} computations are waiting already and no more than {self._length} can; "
                "try again in a minute."
            )

    def _finish(
        self, job: Job[Any], state: State, *, value: Any = None, error: BaseException | None = None
    ) -> None:
        if job in self._waiting:
            self._waiting.remove(job)
        del self._by_key[job.key]
        for owner in job.owners:
            if self._by_owner.get(owner) is job:
                del self._by_owner[owner]
        stop = job._stop
        job._finish(state, value, error)
        stop()
