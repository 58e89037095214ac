"""A process for what may hang, crash or allocate too much: untrusted files, training, downloads.

A task is a function of the package, addressed as "module:function". Its arguments and its result are JSON,
bytes and numeric arrays (`messages`), so that no code and no pickle comes back:

    with Sandbox("Training BPE") as sandbox:
        task = "embedlab.tokens.training:train"
        content = sandbox.ask(task, seconds=40, text="low lower", algorithm="BPE", vocabulary_size=260)

A process that misses its deadline or dies is ended, and the caller gets one sentence.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from typing import Any

from embedlab.errors import (
    CorruptModelError,
    EmbedLabError,
    InvalidInputError,
    MissingModelError,
    TimedOutError,
    UnavailableError,
)
from embedlab.processes.child import ONE_THREAD, OPENING_MEMORY, SANDBOX_MEMORY
from embedlab.processes.messages import read_message, write_message

__all__ = ["Sandbox", "run_sandboxed"]

COMMAND = (sys.executable, "-m", "embedlab.processes.sandbox_child")
REMEDY = "try a shorter or plainer text"
ERRORS: dict[str, type[EmbedLabError]] = {  # that keep their type; every other one is an InvalidInputError
    kind.__name__: kind
    for kind in (CorruptModelError, InvalidInputError, MissingModelError, TimedOutError, UnavailableError)
}


class Sandbox:
    """One process that runs one task at a time. Safe to share between threads.

    Args:
        name: for messages.
        opening: a task and its arguments, run first in every new process, such as loading a tokenizer.
        opening_seconds: its deadline.
        remedy: what to try, in messages, when no answer came in time or the process died.
        memory: bytes that a task may use; one of a process that holds much has some to spare.
    """

    def __init__(
        self,
        name: str,
        *,
        opening: tuple[str, Mapping[str, Any]] | None = None,
        opening_seconds: float = 10.0,
        remedy: str = REMEDY,
        memory: int = SANDBOX_MEMORY,
    ) -> None:
        self.name, self.remedy, self.memory = name, remedy, memory
        self._opening, self._opening_seconds = opening, opening_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._kill: Callable[[], object] = bool  # nothing to end yet

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def is_busy(self) -> bool:
        """Whether a task is running."""
        return self._lock.locked()

    def ask(self, task: str, *, seconds: float, **values: Any) -> Any:
        """Run a task and return its result.

        Args:
            task: "module:function" of this package.
            seconds: the deadline, from the call on: waiting for other callers, sending, running, receiving. A
                new process may take `opening_seconds` more.
            values: its arguments; JSON, bytes or numeric arrays.

        Raises:
            TimedOutError: the deadline has passed.
            UnavailableError: the process cannot be started; or what the task raised.
            InvalidInputError: the task failed, the process died, or its answer is malformed.
        """
        until = time.monotonic() + seconds
        if not self._lock.acquire(timeout=seconds):
            raise TimedOutError(f"{self.name} is busy with another question; try again in a moment.")
        try:
            if not self.is_running:
                self._start()
                if self._opening is not None:
                    self._exchange(*self._opening, self._opening_seconds, OPENING_MEMORY)
                    until = time.monotonic() + seconds
            return self._exchange(task, values, until - time.monotonic(), self.memory)
        finally:
            self._lock.release()

    def start(self) -> None:
        """Start the process and run the opening, unless that was done.

        Raises:
            EmbedLabError: as `ask`.
        """
        self.ask("embedlab.processes.child:ready", seconds=self._opening_seconds)

    def end(self) -> None:
        """End the process at once; the next task starts a new one."""
        self._kill()

    def _exchange(self, task: str, values: Mapping[str, Any], seconds: float, memory: int) -> Any:
        """Send one task and return its result; a process that fails to give one is ended."""
        assert self._process is not None
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        # a thread, because neither the write to a stopped process nor the read has an end of its own
        exchange = threading.Thread(
            target=_send_and_receive,
            args=(self._process, {"task": task, "memory": memory}, values, answers),
            daemon=True,
        )
        exchange.start()
        try:
            answer = answers.get(timeout=max(0.0, seconds))
        except queue.Empty:
            self._kill()
            raise TimedOutError(
                f"{self.name} took longer than {seconds:.0f} seconds and was stopped; {self.remedy}."
            ) from None
        if isinstance(answer, TypeError):  # arguments that cannot be sent: a programmer's mistake
            self._kill()
            raise answer
        if isinstance(answer, BaseException):
            self._kill()
            what = "sent an unreadable answer" if isinstance(answer, ValueError) else "crashed on this input"
            raise InvalidInputError(f"{self.name} {what} and was stopped; {self.remedy}.")
        head, result = answer
        if "error" in head:
            raise ERRORS.get(str(head.get("kind")), InvalidInputError)(str(head["error"]))
        if "failure" in head:
            raise InvalidInputError(
                f"{self.name} failed: the library gives up ({head['failure']}); try another input."
            )
        return result

    def _start(self) -> None:
        try:
            process = subprocess.Popen(
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **ONE_THREAD},
            )
        except OSError as error:
            raise UnavailableError(
                f"The server cannot start a process for {self.name} ({error.strerror or error}); "
                "try again in a minute."
            ) from error
        self._process = process
        self._kill = weakref.finalize(self, _end_process, process)


def run_sandboxed(
    task: str,
    *,
    name: str,
    turns: threading.Semaphore,
    seconds: float,
    busy: str,
    remedy: str = REMEDY,
    **values: Any,
) -> Any:
    """Run one task in a process of its own, which ends with it, and return the result.

    Args:
        task: "module:function" of this package.
        name: for messages.
        turns: as many processes of this kind run at once.
        seconds: the deadline; others of this kind are waited for as long.
        busy: the sentence when they have not ended by then.
        remedy: as for `Sandbox`.
        values: the task's arguments.

    Raises:
        EmbedLabError: as `Sandbox.ask`.
    """
    if not turns.acquire(timeout=seconds):
        raise TimedOutError(busy)
    try:
        with Sandbox(name, remedy=remedy) as sandbox:
            return sandbox.ask(task, seconds=seconds, **values)
    finally:
        turns.release()


def _send_and_receive(
    process: subprocess.Popen[bytes],
    head: Mapping[str, Any],
    values: Mapping[str, Any],
    answers: queue.SimpleQueue[Any],
) -> None:
    """Put the answer of the process into the queue, or the exception that stands for none."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        write_message(process.stdin, head, values)
        answers.put(read_message(process.stdout))
    except Exception as error:
        ended = process.stdin.closed or isinstance(error, OSError)
        answers.put(EOFError() if ended else error)


def _end_process(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()  # whoever reads or writes sees the end of the pipes
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
