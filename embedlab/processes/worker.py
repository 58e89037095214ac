"""One worker process and the thread that serves it: takes jobs from the line, one after the other.

A job that is to stop is asked first and its process killed only if it does not listen; a process that died
is replaced and warmed again. What comes back from it is JSON and arrays (`records`), nothing else. Who
waits for what is left to `line`; what happens inside the process is in `worker_child`.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from typing import Any

from embedlab.errors import (
    EmbedLabError,
    InvalidInputError,
    TimedOutError,
    UnavailableError,
    describe_places,
)
from embedlab.processes.answers import raise_error
from embedlab.processes.board import Board
from embedlab.processes.child import MEMORY, ready
from embedlab.processes.child_process import Answer, ChildProcess
from embedlab.processes.job import Job
from embedlab.processes.line import CRASHED, Line
from embedlab.processes.records import from_message, to_message
from embedlab.processes.worker_child import JobCanceled, run_task, warm_up

__all__ = ["Worker"]

CHILD = "embedlab.processes.worker_child"
LOG = logging.getLogger(__name__)
CHECK_SECONDS = 2.0  # between two looks whether an idle process lives
ANSWER_SECONDS = 30.0  # for a process that does nothing, on a busy machine
WARM_SECONDS = 180.0
PATIENCE_SECONDS = 3.0  # for a job that was asked to stop
RETRY_SECONDS = 10.0  # after a process could not be started
IDLE_SECONDS = 60.0  # after the last light job, until the process for them ends
UNREADABLE = "The computation sent an unreadable answer and was stopped; try again, or other settings."
NO_PROCESS = "The server cannot start a process for this computation; try again in a minute."


class Worker:
    """A worker process, started and replaced by a thread.

    Args:
        line: where the jobs come from.
        warm: run at the start of every process.
        light_only: it takes light jobs only, and its process runs only while there are some.
    """

    def __init__(self, line: Line, *, warm: Callable[[], object] | None, light_only: bool = False) -> None:
        self.is_warm = False
        self._line, self._warm, self._light_only = line, warm, light_only
        self._board = Board()
        self._child: ChildProcess | None = None
        self._starting = threading.Lock()  # guards the process against `end`
        self._changed = threading.Event()  # the job ended, or is to stop
        self._next_start = 0.0
        self._data = 0  # bytes of a warm process
        self._thread = threading.Thread(target=self._serve, name="embedlab-worker", daemon=True)

    def start(self) -> None:
        """Start the process in the background."""
        self._thread.start()

    def end(self) -> None:
        """Kill the process; the line was ended before, so that no other one is started."""
        self._discard()
        self._board.remove()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(PATIENCE_SECONDS)

    def _serve(self) -> None:
        used = 0.0
        while not self._line.is_ended:
            if self._child is None and not self._light_only and time.monotonic() >= self._next_start:
                self._launch()
            job = self._line.take(
                self._board, self._ask_to_stop, timeout=CHECK_SECONDS, light_only=self._light_only
            )
            if job is not None:
                self._serve_one(job)
                used = time.monotonic()
            elif self._light_only and time.monotonic() - used > IDLE_SECONDS:
                self._discard()
            elif self._child is not None:
                self._check(self._child)

    def _serve_one(self, job: Job[Any]) -> None:
        try:
            ran = any(self._ran(job) for _ in range(2))  # twice, see `_settle`
        except Exception:
            LOG.exception("a job could not be run")
            ran = False
        if not ran:
            self._line.finish(job, "failed", error=UnavailableError(NO_PROCESS))

    def _ran(self, job: Job[Any]) -> bool:
        """Run a job to its end; False if the process was not alive to begin it."""
        if self._child is None:
            self._launch()
        call, child = job.call, self._child
        if call is None:  # canceled meanwhile
            return True
        if child is None:
            return False
        self._changed.clear()
        future = _call(child, run_task, job.number, job.seconds, *call)
        del call
        future.add_done_callback(lambda _: self._changed.set())
        self._await(job, future)
        return self._settle(job, future)

    def _await(self, job: Job[Any], future: Future[Answer]) -> None:
        """Return when a job has ended, or will not."""
        until = time.monotonic() + job.seconds
        while not future.done() and job.state == "running" and (left := until - time.monotonic()) > 0:
            self._changed.wait(left)
            self._changed.clear()
        if not future.done():
            self._board.ask_to_stop(job.number)
            wait([future], PATIENCE_SECONDS)

    def _settle(self, job: Job[Any], future: Future[Answer]) -> bool:
        """End a job by what came of it; False if another process is to run it: this one never began it, or
        what earlier jobs left in it takes the memory that is missing.
        """
        if not future.done():
            self._line.finish(job, "failed", error=_overdue(job))
            self._discard()
            return True
        try:
            head, values = future.result()
            if head.get("kind") == MemoryError.__name__ and self._has_grown():
                self._discard()
                return False
            value = _value(job, head, values)
        except EOFError:
            began = self._board.read(job.number) is not None
            self._discard()
            if began:
                self._line.quarantine(job.key)
                self._line.finish(job, "failed", error=InvalidInputError(CRASHED))
            return began
        except (EmbedLabError, TypeError) as error:  # TypeError: what cannot be sent
            self._line.finish(job, "failed", error=error)
        except ValueError as error:
            LOG.warning("a worker sent what is no answer: %s", describe_places(error))
            self._discard()
            self._line.finish(job, "failed", error=InvalidInputError(UNREADABLE))
        else:
            _keep(job, value)
            self._line.finish(job, "done", value=value)
        return True

    def _ask_to_stop(self, job: Job[Any]) -> None:
        self._board.ask_to_stop(job.number)
        self._changed.set()

    def _launch(self) -> None:
        """Start a process and warm it; one that dies of the warming is started once more, without."""
        for warm in (self._warm, None):
            try:
                child = self._start_process()
                failed = from_message(_call(child, warm_up, warm).result(WARM_SECONDS)[1])
                if failed:
                    LOG.warning("a worker could not be warmed: %s", failed)
                self.is_warm, self._data = True, child.data_bytes()
                return
            except (EOFError, OSError, RuntimeError, ValueError) as error:
                self._discard()
                if self._line.is_ended:
                    return
                LOG.warning("a worker died at its start: %s", error)
        self._next_start = time.monotonic() + RETRY_SECONDS

    def _start_process(self) -> ChildProcess:
        with self._starting:
            if self._line.is_ended:
                raise RuntimeError("the pool has ended")
            board = self._board.path
            self._child = child = ChildProcess(CHILD, str(os.getpid()), "" if board is None else str(board))
            child.kill.atexit = False  # the pool does it, which starts no other one in its place
            return child

    def _has_grown(self) -> bool:
        """Whether the process has more left of former jobs than a new one would have."""
        return self._child is not None and self._child.data_bytes() - self._data > MEMORY // 8

    def _check(self, child: ChildProcess) -> None:
        """Replace an idle process that died."""
        try:
            _call(child, ready).result(ANSWER_SECONDS)
        except (EOFError, OSError, ValueError):
            self._discard()

    def _discard(self) -> None:
        """Kill the process, if there is one, and wait until it is gone."""
        with self._starting:
            child, self._child = self._child, None
            self.is_warm = False
        if child is not None:
            child.kill()


def _call(child: ChildProcess, function: Callable[..., Any], *values: Any) -> Future[Answer]:
    """Have a function called by the process; returns at once."""
    try:
        return child.exchange({}, to_message([function, values]))
    except TypeError as error:
        refused: Future[Answer] = Future()
        refused.set_exception(error)
        return refused


def _value(job: Job[Any], head: Mapping[str, Any], values: Any) -> Any:
    """Return the result of a job from the answer of its process.

    Raises:
        EmbedLabError: the answer tells of an error.
        ValueError: it is no result of this job.
    """
    if head.get("kind") == JobCanceled.__name__:
        raise _overdue(job)
    if head.get("kind") == MemoryError.__name__:
        raise InvalidInputError(
            f"The computation needs more than the {MEMORY / 2**20:,.0f} MB of memory it may use; "
            "choose fewer points or fewer dimensions."
        )
    if head.get("notes"):
        LOG.warning("a job failed: %s", head["notes"])
    raise_error(head)
    return from_message(values, *job.returns)


def _keep(job: Job[Any], value: Any) -> None:
    """Give a result to whoever wants to keep it; whoever waits for it gets it in any case."""
    keep = job.keep
    try:
        if keep is not None:
            keep(value)
    except Exception:
        LOG.exception("a result could not be kept")


def _overdue(job: Job[Any]) -> TimedOutError:
    return TimedOutError(
        f"The computation took longer than {job.seconds:g} seconds and was stopped; choose fewer points or "
        "steps, or try again when the server is less busy."
    )
