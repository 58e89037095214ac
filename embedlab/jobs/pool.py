"""A few worker processes for computations that take seconds, shared by everybody who visits.

The door to this package: checks what comes in, starts the workers and makes sure that they end. Who is next
is decided in `waiting_line`, how a process is led in `slot`.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from embedlab.jobs.job import Job
from embedlab.jobs.slot import Slot
from embedlab.jobs.waiting_line import WaitingLine

__all__ = ["MEMORY", "WAITING", "WORKERS", "JobPool"]

T = TypeVar("T")
WORKERS = 2
WAITING = 20
# Bytes of private memory a worker may ask for. 20,000 points of 300 dimensions are resident in 0.7 GB, but
# NN-descent asks for 1.63 GB of which it touches little.
MEMORY = 1750 << 20


class JobPool:
    """Worker processes and their waiting line. Safe to share between threads.

    Args:
        workers: processes; None means `WORKERS`, or as many as the machine has cores if those are fewer.
        waiting: the most jobs that wait.
        memory: bytes of private memory a worker may ask for.
        warm: a function of a module, run at the start of every process: imports, compilation.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        waiting: int = WAITING,
        memory: int = MEMORY,
        warm: Callable[[], object] | None = None,
    ) -> None:
        count = min(WORKERS, os.cpu_count() or 1) if workers is None else workers
        if count < 1 or waiting < 1:
            raise ValueError(f"A pool needs a worker and a place to wait, not {count} and {waiting}.")
        self._line = WaitingLine(waiting=waiting)
        self._slots = [Slot(self._line, memory=memory, warm=warm) for _ in range(count)]
        self._starting = threading.Lock()
        self._is_started = False
        self._end = weakref.finalize(self, _end_all, self._line, self._slots)

    def __enter__(self) -> JobPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def is_warm(self) -> bool:
        """Whether every worker is ready to begin a job at once."""
        return all(slot.is_warm for slot in self._slots)

    def start(self) -> None:
        """Start and warm all workers in the background; the first job does it, too."""
        with self._starting:
            if self._is_started or self._line.is_ended:
                return
            self._is_started = True
            for slot in self._slots:
                slot.start()

    def submit(
        self, task: Callable[..., T], /, *values: Any, key: str, owner: str, seconds: float, **options: Any
    ) -> Job[T]:
        """Have `task(*values, **options)` computed, and return the job at once.

        An unfinished job with the same key is joined. A visitor has one unfinished job: submitting another
        one leaves the former, which is cancelled unless others want it.

        Args:
            task: a function of a module, which can be imported in another process.
            values: its arguments.
            key: of the content: equal jobs have equal keys.
            owner: the visitor.
            seconds: the most the computation may take, once begun.
            options: its keyword arguments.

        Raises:
            InvalidInputError: too many jobs wait, or this one crashed lately.
        """
        if not seconds > 0:
            raise ValueError(f"A job needs more than 0 seconds, not {seconds}.")
        self.start()
        return self._line.submit(task, values, options, key=key, owner=owner, seconds=seconds)

    def end(self) -> None:
        """Cancel all jobs and kill all workers; nothing can be submitted afterwards."""
        self._end()


def _end_all(line: WaitingLine, slots: Sequence[Slot]) -> None:
    line.end()
    for slot in slots:
        slot.end()
