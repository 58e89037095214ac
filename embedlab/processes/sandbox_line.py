"""Sandboxed work of all visitors: a few at once, the others in a line that each can leave.

Beside the `Pool`, because what is untrusted gets a process of its own, which ends with it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from embedlab.errors import EmbedLabError, InvalidInputError, UnavailableError
from embedlab.processes.job import Job
from embedlab.processes.line import CANCELED, Line, Load
from embedlab.processes.sandbox import Sandbox

__all__ = ["SandboxLine"]

T = TypeVar("T")
LOG = logging.getLogger(__name__)
CHECK_SECONDS = 60.0  # between two looks of an idle thread whether the line has ended
FAILED = "This could not be computed; try again, or another input."


class SandboxLine:
    """Threads that lead sandboxes, and their line. Safe to share between threads.

    Args:
        at_once: sandboxes.
        waiting: the most jobs that wait.
        is_here: as for `Pool`.
    """

    def __init__(self, *, at_once: int, waiting: int, is_here: Callable[[str], bool] | None = None) -> None:
        self.at_once = at_once
        self._line = Line(waiting=waiting, is_here=is_here)
        self._starting = threading.Lock()
        self._is_started = False

    def submit(
        self, task: Callable[..., T], *values: Any, key: str, owner: str, address: str = "", **options: Any
    ) -> Job[T]:
        """Have `task(*values, begun=…, **options)` run in a thread, and return the job at once.

        Args:
            task: it calls `begun` with its sandbox before it asks that for anything, and has a deadline.
            values: its arguments.
            key: of the content; an unfinished job with the same key is joined.
            owner: the visitor, who has one unfinished job, the latest.
            address: where the visitor is; addresses take turns.
            options: its keyword arguments.

        Raises:
            UnavailableError: too many jobs wait, or the server is stopping.
        """
        with self._starting:
            if not self._is_started:
                self._is_started = True
                for _ in range(self.at_once):
                    threading.Thread(target=self._serve, name="embedlab-sandboxes", daemon=True).start()
        return self._line.submit(Job(key, (task, values, options), address=address), owner)

    def position(self, job: Job[Any]) -> int:
        """Return the place of a job in the line: 1 is next, 0 means that it does not wait."""
        return self._line.position(job)

    def load(self) -> Load:
        """Return how many jobs wait and run."""
        return self._line.load()

    def cancel(self, job: Job[Any], owner: str) -> None:
        """Let `owner` leave a job; its sandbox is ended when nobody is left who wants it."""
        self._line.leave(job, owner)

    def end(self) -> None:
        """Cancel all jobs; nothing can be submitted afterwards."""
        self._line.end()

    def _serve(self) -> None:
        while not self._line.is_ended:
            begun: list[Sandbox] = []
            job = self._line.take(None, partial(_end, begun), timeout=CHECK_SECONDS)
            if job is not None:
                self._run(job, begun)

    def _run(self, job: Job[Any], begun: list[Sandbox]) -> None:
        call = job.call
        if call is None:  # canceled meanwhile
            return
        task, values, options = call
        del call

        def note(sandbox: Sandbox) -> None:
            begun.append(sandbox)
            if job.state != "running":  # canceled before there was a sandbox to end
                raise UnavailableError(CANCELED)

        try:
            value = task(*values, begun=note, **options)
        except EmbedLabError as error:
            self._line.finish(job, "failed", error=error)
        except Exception:
            LOG.exception("a sandboxed job could not be run")
            self._line.finish(job, "failed", error=InvalidInputError(FAILED))
        else:
            begun.clear()  # a sandbox that is part of the result lives on
            self._line.finish(job, "done", value=value)


def _end(sandboxes: list[Sandbox], job: Job[Any]) -> None:
    """End the sandbox of a job that was canceled."""
    del job
    for sandbox in sandboxes:
        sandbox.end()
