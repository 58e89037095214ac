"""A few worker processes for computations that take seconds, shared by all visitors.

The door to the pool: checks what comes in, starts the workers and makes sure that they end. Who is next is
decided in `line`, how a process is led in `worker`.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from embedlab.processes.job import Job
from embedlab.processes.line import Line, Load
from embedlab.processes.worker import Worker

__all__ = ["WAITING", "WORKERS", "Pool"]

T = TypeVar("T")
WORKERS = 2
WAITING = 20


class Pool:
    """Worker processes and their line. Safe to share between threads.

    Beside its workers it has one more for light jobs, whose process runs only while the others are busy and
    light jobs come.

    Args:
        workers: processes; None means `WORKERS`, or as many as the machine has cores if those are fewer.
        waiting: the most jobs that wait.
        warm: a function of a module, run at the start of every process: imports, compilation.
        is_here: whether a visitor still has the page open; everyone has if None; must not wait.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        waiting: int = WAITING,
        warm: Callable[[], object] | None = None,
        is_here: Callable[[str], bool] | None = None,
    ) -> None:
        count = min(WORKERS, os.cpu_count() or 1) if workers is None else workers
        if count < 1 or waiting < 1:
            raise ValueError(f"A pool needs a worker and room for a job, not {count} and {waiting}.")
        self._line = Line(waiting=waiting, is_here=is_here)
        self._workers = [Worker(self._line, warm=warm) for _ in range(count)]
        everyone = [*self._workers, Worker(self._line, warm=warm, light_only=True)]
        self._everyone = everyone
        self._starting = threading.Lock()
        self._is_started = False
        self._end = weakref.finalize(self, _end_all, self._line, everyone)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def is_warm(self) -> bool:
        """Whether every worker is ready to begin a job at once."""
        return all(worker.is_warm for worker in self._workers)

    def start(self) -> None:
        """Start and warm the workers in the background; the first job does it, too."""
        with self._starting:
            if self._is_started or self._line.is_ended:
                return
            self._is_started = True
            for worker in self._everyone:
                worker.start()

    def submit(
        self,
        task: Callable[..., T],
        /,
        *values: Any,
        key: str,
        owner: str,
        seconds: float,
        light: bool = False,
        address: str = "",
        expected: float = 0.0,
        keep: Callable[[T], object] | None = None,
        returns: tuple[type, ...] = (),
        **options: Any,
    ) -> Job[T]:
        """Have `task(*values, **options)` computed, and return the job at once.

        An unfinished job with the same key is joined. A visitor has one unfinished heavy job: submitting
        another one leaves the former, which is canceled unless others want it.

        Args:
            task: a function of a module, which can be imported in another process.
            values: its arguments: records, functions of modules, arrays and plain values.
            key: of the content: equal jobs have equal keys.
            owner: the visitor.
            seconds: the most the computation may take, once begun.
            light: short work that somebody waits for: it goes before heavy jobs, never waits for a running
                one, and does not replace the visitor's heavy job.
            address: where the visitor is; addresses take turns.
            expected: seconds it will take, for what others are told who wait.
            keep: is given the result in another thread, also when the visitor has left meanwhile.
            returns: the types of the records that the result consists of, beside arrays and plain values; a
                sequence comes back as a tuple.
            options: its keyword arguments.

        Raises:
            InvalidInputError: this job crashed lately.
            UnavailableError: too many jobs wait, or the server is stopping.
        """
        if not seconds > 0:
            raise ValueError(f"A job needs more than 0 seconds, not {seconds}.")
        self.start()
        job = Job(key, (task, values, options), returns, seconds, light, address, expected, keep)
        return self._line.submit(job, owner)

    def position(self, job: Job[Any]) -> int:
        """Return the place of a job in the line: 1 is next, 0 means that it does not wait."""
        return self._line.position(job)

    def seconds_ahead(self, job: Job[Any]) -> float:
        """Return the seconds until a waiting heavy job begins, as far as is known."""
        return self._line.seconds_ahead(job) / len(self._workers)

    def load(self) -> Load:
        """Return how many jobs wait and run."""
        return self._line.load()

    def cancel(self, job: Job[Any], owner: str) -> None:
        """Let `owner` leave a job; it is stopped when nobody is left who wants it."""
        self._line.leave(job, owner)

    def end(self) -> None:
        """Cancel all jobs and kill all workers; nothing can be submitted afterwards."""
        self._end()


def _end_all(line: Line, workers: Sequence[Worker]) -> None:
    line.end()
    for worker in workers:
        worker.end()
