"""One worker process and the thread that serves it: takes jobs from the line, one after the other.

A job that is to stop is asked first and its process killed only if it does not listen; a process that died
is replaced and warmed again. Every worker has an executor of its own, so that a crash touches no other job.
Who waits for what is left to `line`; what happens inside the process is in `worker_child`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, wait
from typing import Any

from embedlab.errors import InvalidInputError, TimedOutError, UnavailableError
from embedlab.processes.board import Board
from embedlab.processes.child import MEMORY, ONE_THREAD, ready
from embedlab.processes.job import Job
from embedlab.processes.line import CRASHED, Line
from embedlab.processes.worker_child import JobCanceled, run_task, set_up, warm_up

__all__ = ["Worker"]

LOG = logging.getLogger(__name__)
CHECK_SECONDS = 2.0  # between two looks whether an idle process lives
ANSWER_SECONDS = 30.0  # for a process that does nothing, on a busy machine
WARM_SECONDS = 180.0
PATIENCE_SECONDS = 3.0  # for a job that was asked to stop
RETRY_SECONDS = 10.0  # after a process could not be started
IDLE_SECONDS = 60.0  # after the last light job, until the process for them ends
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
        self._executor: Any = None
        self._starting = threading.RLock()  # guards the executor against `end`
        self._changed = threading.Event()  # the job ended, or is to stop
        self._next_start = 0.0
        self._is_registered = False  # to be ended with the interpreter
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
            if self._executor is None and not self._light_only and time.monotonic() >= self._next_start:
                self._launch()
            job = self._line.take(
                self._board, self._ask_to_stop, timeout=CHECK_SECONDS, light_only=self._light_only
            )
            if job is not None:
                self._serve_one(job)
                used = time.monotonic()
            elif self._light_only and time.monotonic() - used > IDLE_SECONDS:
                self._discard()
            elif self._executor is not None:
                self._check()

    def _serve_one(self, job: Job[Any]) -> None:
        try:
            ran = any(self._ran(job) for _ in range(2))  # twice: the process may have died before the job
        except Exception:
            LOG.exception("a job could not be run")
            ran = False
        if not ran:
            self._line.finish(job, "failed", error=UnavailableError(NO_PROCESS))

    def _ran(self, job: Job[Any]) -> bool:
        """Run a job to its end; False if the process was not alive to begin it."""
        if self._executor is None:
            self._launch()
        call = job.call
        if call is None:  # canceled meanwhile
            return True
        self._changed.clear()
        try:
            future = self._executor.submit(run_task, job.number, job.seconds, *call)
        except (AttributeError, BrokenExecutor, RuntimeError):  # no process, a dead one, or the end
            self._discard()
            return False
        del call
        future.add_done_callback(lambda _: self._changed.set())
        self._await(job, future)
        return self._settle(job, future)

    def _await(self, job: Job[Any], future: Future[Any]) -> None:
        """Return when a job has ended, or will not."""
        until = time.monotonic() + job.seconds
        while not future.done() and job.state == "running" and (left := until - time.monotonic()) > 0:
            self._changed.wait(left)
            self._changed.clear()
        if not future.done():
            self._board.ask_to_stop(job.number)
            wait([future], PATIENCE_SECONDS)

    def _settle(self, job: Job[Any], future: Future[Any]) -> bool:
        """End a job by what came of it; False if it was never begun."""
        if not future.done():
            self._line.finish(job, "failed", error=_overdue(job))
            self._discard()
            return True
        error = future.exception()
        if error is None:
            _keep(job, future.result())
            self._line.finish(job, "done", value=future.result())
            return True
        if isinstance(error, BrokenExecutor):
            began = self._board.read(job.number) is not None
            self._discard()
            if began:
                self._line.quarantine(job.key)
                self._line.finish(job, "failed", error=InvalidInputError(CRASHED))
            return began
        for note in getattr(error, "__notes__", ()):
            LOG.warning("a job failed: %s", note)
        if isinstance(error, JobCanceled):
            error = _overdue(job)
        elif isinstance(error, MemoryError):
            error = InvalidInputError(
                f"The computation needs more than the {MEMORY / 2**20:,.0f} MB of memory it may use; "
                "choose fewer points or fewer dimensions."
            )
        self._line.finish(job, "failed", error=error)
        return True

    def _ask_to_stop(self, job: Job[Any]) -> None:
        self._board.ask_to_stop(job.number)
        self._changed.set()

    def _launch(self) -> None:
        """Start a process and warm it; one that dies of the warming is started once more, without."""
        for warm in (self._warm, None):
            try:
                future = self._start_process().submit(warm_up, warm)
                self._end_before_exit()
                failed = future.result(WARM_SECONDS)
                if failed:
                    LOG.warning("a worker could not be warmed: %s", failed)
                self.is_warm = True
                return
            except (OSError, TimeoutError, BrokenExecutor, RuntimeError) as error:
                self._discard()
                if self._line.is_ended:
                    return
                LOG.warning("a worker died at its start: %s", error)
        self._next_start = time.monotonic() + RETRY_SECONDS

    def _start_process(self) -> Any:
        from loky import ProcessPoolExecutor
        from loky.backend import get_context

        with self._starting:
            if self._line.is_ended:
                raise RuntimeError("the pool has ended")
            self._executor = ProcessPoolExecutor(
                max_workers=1,
                context=get_context("loky"),
                initializer=set_up,
                initargs=(self._board.path, os.getpid()),
                env=ONE_THREAD,
            )
            return self._executor

    def _end_before_exit(self) -> None:
        """Have the process killed when the interpreter is about to exit.

        Handlers of `atexit` come too late: the threads of the executor are joined before, and they wait for
        the running job. `concurrent.futures` ends its threads by the same function of `threading`; the last
        to register is called first, so this is done once the executor has.
        """
        register = getattr(threading, "_register_atexit", None)
        if register is not None and not self._is_registered:
            self._is_registered = True
            register(_end_if_alive, weakref.ref(self))

    def _check(self) -> None:
        """Replace an idle process that died."""
        try:
            self._executor.submit(ready).result(ANSWER_SECONDS)
        except (AttributeError, TimeoutError, BrokenExecutor, RuntimeError):
            self._discard()

    def _discard(self) -> None:
        """Kill the process, if there is one, and wait until it is gone."""
        with self._starting:
            executor, self._executor = self._executor, None
            self.is_warm = False
        if executor is not None:
            with contextlib.suppress(OSError, RuntimeError):
                executor.shutdown(kill_workers=True)


def _end_if_alive(reference: weakref.ref[Worker]) -> None:
    worker = reference()
    if worker is not None:
        worker._line.end()
        worker.end()


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
        f"The computation took longer than {job.seconds:g} seconds and was stopped; choose fewer points."
    )
