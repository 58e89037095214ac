"""The line of unfinished jobs: who waits, who runs, for whom, and which jobs crashed lately.

First come, first served, in turn by address; one heavy job per visitor, the latest; equal jobs are one. Jobs
of visitors who left wait behind all others, and are dropped after a while. Light jobs, which a visitor waits
for, have a lane of their own: they go first, and no heavy job is canceled for one. One lock
guards everything, and finished jobs are forgotten. Where the jobs are computed is left to `worker`.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from embedlab.errors import InvalidInputError, UnavailableError
from embedlab.processes.board import Board
from embedlab.processes.job import Job, State
from embedlab.processes.turns import next_turn, surplus

__all__ = ["CANCELED", "CRASHED", "QUARANTINE_SECONDS", "Line", "Load"]

T = TypeVar("T")
QUARANTINE_SECONDS = 600.0
MAX_QUARANTINED = 1_000  # keys
CRASHED = (
    "The computation crashed on this data and was stopped; choose fewer points or other settings, "
    f"the same ones are not tried again for {QUARANTINE_SECONDS / 60:.0f} minutes."
)
ABANDONED_SECONDS = 15.0  # until a job whose visitor left is dropped; a lost connection is back by then
SHED = (
    "The line is full, and your address has most places in it; the last one went to somebody else. "
    "Try again in a minute."
)
CANCELED = "The computation was canceled; start it again to see its result."
STOPPING = "The server is stopping and computes nothing new; try again in a minute."


@dataclass(frozen=True)
class Load:
    """How many jobs wait and run."""

    waiting: int = 0
    running: int = 0


class Line:
    """Unfinished jobs.

    Args:
        waiting: the most jobs that wait for a worker in each lane.
        is_here: whether a visitor still has the page open; everyone has if None; must not wait.
    """

    def __init__(self, *, waiting: int, is_here: Callable[[str], bool] | None = None) -> None:
        self._is_here = is_here or (lambda _: True)
        self.is_ended = False
        self._length = waiting
        self._changed = threading.Condition()  # and the lock of all that follows
        self._numbers = itertools.count(1)
        self._heavy: deque[Job[Any]] = deque()  # both lanes: those that wait
        self._light: deque[Job[Any]] = deque()
        self._by_key: dict[str, Job[Any]] = {}
        self._by_owner: dict[str, Job[Any]] = {}  # heavy ones
        self._crashed: dict[str, float] = {}  # key -> until when it is refused; oldest first
        self._turn = 0  # of the last one taken
        self._idle = 0  # workers of both lanes that wait for a job

    def submit(self, new: Job[T], owner: str) -> Job[T]:
        """Put a job in the line, or join the one with the same key, and return it; see `Pool.submit`.

        Raises:
            InvalidInputError: the key crashed lately.
            UnavailableError: the line is full, or the server is stopping.
        """
        with self._changed:
            if self.is_ended:
                raise UnavailableError(STOPPING)
            if self._crashed.get(new.key, 0.0) > time.monotonic():
                raise InvalidInputError(CRASHED)
            self._drop_abandoned()
            former, job = None if new.is_light else self._by_owner.get(owner), self._by_key.get(new.key)
            if job is None:
                job, lane = new, self._light if new.is_light else self._heavy
                self._make_room(lane, former, job.address)
                job.number, job.turn = next(self._numbers), next_turn(lane, job.address, self._turn)
                self._by_key[job.key] = job
                lane.append(job)
                self._changed.notify_all()
            if former is not None and former is not job:
                self.leave(former, owner)
            job.owners.add(owner)
            if not job.is_light:
                self._by_owner[owner] = job
            return job

    def leave(self, job: Job[Any], owner: str) -> None:
        """Take `owner` off a job; it is canceled when nobody is left."""
        with self._changed:
            if owner not in job.owners or job.key not in self._by_key:
                return
            job.owners.discard(owner)
            if self._by_owner.get(owner) is job:
                del self._by_owner[owner]
            if not job.owners:
                self._finish(job, "canceled", error=UnavailableError(CANCELED))

    def position(self, job: Job[Any]) -> int:
        """Return the place of a job in its lane, the next one's being 1; 0 if it does not wait."""
        with self._changed:
            self._drop_abandoned()
            order = self._order(self._light if job.is_light else self._heavy)
            return order.index(job) + 1 if job in order else 0

    def seconds_ahead(self, job: Job[Any]) -> float:
        """Return the seconds of work that come before a waiting heavy job, as far as is known."""
        with self._changed:
            order = self._order(self._heavy)
            before = order[: order.index(job)] if job in order else []
            running = (
                each for each in self._by_key.values() if each.state == "running" and not each.is_light
            )
            left = sum(max(0.0, each.expected - each.seconds_running) for each in running)
            return left + sum(each.expected for each in before)

    def load(self) -> Load:
        """Return how many jobs wait and run."""
        with self._changed:
            waiting = len(self._light) + len(self._heavy)
            return Load(waiting, len(self._by_key) - waiting)

    def take(
        self,
        board: Board | None,
        stop: Callable[[Job[Any]], object],
        *,
        timeout: float,
        light_only: bool = False,
    ) -> Job[Any] | None:
        """Wait at most `timeout` seconds for a job and take it.

        Args:
            board: where the worker reports, if it does.
            stop: called when the job is canceled.
            timeout: seconds.
            light_only: a light job that no idle worker of both lanes can take.
        """
        with self._changed:
            self._idle += not light_only
            self._changed.wait_for(lambda: self._lane(light_only) or self.is_ended, timeout)
            self._idle -= not light_only
            lane = self._lane(light_only)
            if not lane:
                return None
            self._drop_abandoned()
            if not lane:
                return None
            job = self._order(lane)[0]
            lane.remove(job)
            self._turn = max(self._turn, job.turn)
            job.board, job.stop = board, lambda: stop(job)
            job.state, job.began = "running", time.monotonic()
            self._changed.notify_all()  # fewer workers are idle
            return job

    def finish(
        self, job: Job[Any], state: State, *, value: Any = None, error: BaseException | None = None
    ) -> None:
        """End a job, unless it was canceled meanwhile, and forget it."""
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
                self._finish(job, "canceled", error=UnavailableError(STOPPING))
            self._changed.notify_all()

    def _lane(self, light_only: bool) -> deque[Job[Any]]:
        """Return the lane to take the next job from, an empty one if there is no job."""
        if light_only:
            return deque() if self._idle else self._light
        return self._light or self._heavy

    def _order(self, lane: Iterable[Job[Any]]) -> list[Job[Any]]:
        """Return waiting jobs in the order in which they are computed."""
        return sorted(lane, key=lambda job: (job.left > 0, job.turn, job.number))

    def _drop_abandoned(self) -> None:
        """Cancel waiting jobs whose visitors left a while ago."""
        now = time.monotonic()
        for job in [*self._light, *self._heavy]:
            if any(map(self._is_here, job.owners)):
                job.left = 0.0
            elif not job.left:
                job.left = now
            elif now - job.left > ABANDONED_SECONDS:
                self._finish(job, "canceled", error=UnavailableError(CANCELED))

    def _make_room(self, lane: deque[Job[Any]], former: Job[Any] | None, address: str) -> None:
        waiting = len(lane) - self._idle  # those about to be taken by an idle worker do not count
        if former is not None and former.state == "waiting" and len(former.owners) == 1:
            waiting -= 1  # it makes room
        if waiting < self._length:
            return
        if (last := surplus(lane, address)) is not None:
            self._finish(last, "canceled", error=UnavailableError(SHED))
        else:
            raise UnavailableError(
                f"{len(lane)} computations are waiting already and no more than {self._length} can; "
                "try again in a minute."
            )

    def _finish(
        self, job: Job[Any], state: State, *, value: Any = None, error: BaseException | None = None
    ) -> None:
        if job.state == "waiting":
            (self._light if job.is_light else self._heavy).remove(job)
        del self._by_key[job.key]
        for owner in job.owners:
            if self._by_owner.get(owner) is job:
                del self._by_owner[owner]
        stop = job.stop
        job.look()
        job.seconds_taken = job.seconds_running
        job.state, job.value, job.error = state, value, error
        job.call, job.board, job.stop, job.keep = None, None, bool, None  # arguments are no longer needed
        job.ended.set()
        stop()
