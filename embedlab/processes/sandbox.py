"""A process for what may hang, crash or allocate too much: untrusted files, training, downloads.

A task is a function of the package, addressed as "module:function". Its arguments and its result are JSON,
bytes and numeric arrays (`messages`), so that no code and no pickle comes back:

    with Sandbox("Training BPE") as sandbox:
        task = "embedlab.tokens.training:train"
        content = sandbox.ask(task, seconds=40, text="low lower", algorithm="BPE", vocabulary_size=260)

A process that misses its deadline or dies is ended, and the caller gets one sentence.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from embedlab.errors import InvalidInputError, TimedOutError, UnavailableError
from embedlab.processes.answers import raise_error
from embedlab.processes.child import OPENING_MEMORY, SANDBOX_MEMORY
from embedlab.processes.child_process import ChildProcess

__all__ = ["Sandbox", "run_sandboxed"]

CHILD = "embedlab.processes.sandbox_child"
REMEDY = "try a shorter or plainer text"


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
        self._child: ChildProcess | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self._child is not None and self._child.is_running

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
        if self._child is not None:
            self._child.kill()

    def _exchange(self, task: str, values: Mapping[str, Any], seconds: float, memory: int) -> Any:
        """Send one task and return its result; a process that fails to give one is ended."""
        child = self._child
        assert child is not None
        future = child.exchange({"task": task, "memory": memory}, values)
        try:
            head, result = future.result(max(0.0, seconds))
        except TimeoutError:
            child.kill()
            raise TimedOutError(
                f"{self.name} took longer than {seconds:.0f} seconds and was stopped; {self.remedy}."
            ) from None
        except TypeError:  # arguments that cannot be sent: a programmer's mistake
            child.kill()
            raise
        except Exception as error:
            child.kill()
            what = "sent an unreadable answer" if isinstance(error, ValueError) else "crashed on this input"
            raise InvalidInputError(f"{self.name} {what} and was stopped; {self.remedy}.") from None
        raise_error(head)
        if "failure" in head:
            raise InvalidInputError(
                f"{self.name} failed: the library gives up ({head['failure']}); try another input."
            )
        return result

    def _start(self) -> None:
        try:
            self._child = ChildProcess(CHILD)
        except OSError as error:
            raise UnavailableError(
                f"The server cannot start a process for {self.name} ({error.strerror or error}); "
                "try again in a minute."
            ) from error


def run_sandboxed(
    task: str,
    *,
    name: str,
    turns: threading.Semaphore,
    seconds: float,
    busy: str,
    remedy: str = REMEDY,
    begun: Callable[[Sandbox], object] | None = None,
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
        begun: is given the sandbox before it is asked: whoever ends it ends the task.
        values: the task's arguments.

    Raises:
        EmbedLabError: as `Sandbox.ask`.
    """
    if not turns.acquire(timeout=seconds):
        raise TimedOutError(busy)
    try:
        with Sandbox(name, remedy=remedy) as sandbox:
            if begun is not None:
                begun(sandbox)
            return sandbox.ask(task, seconds=seconds, **values)
    finally:
        turns.release()
