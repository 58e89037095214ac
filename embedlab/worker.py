"""A process of its own for what may hang, crash or grow: strangers' tokenizers, training, downloads.

One line of JSON goes in, one comes out; nothing else can come back, above all no code. A worker that misses
its deadline or dies is ended, and the caller gets a plain sentence. What the process does is in
`worker_process`.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from typing import IO, Any

from embedlab.errors import InvalidInputError

__all__ = ["TimedOutError", "Worker"]


class TimedOutError(InvalidInputError):
    """No answer came in time."""


class Worker:
    """One process that answers one question at a time. Safe to share between threads.

    Args:
        name: for messages.
        opening: a question put to every new process first, such as the tokenizer to load.
        opening_seconds: its deadline.
        remedy: what to try, in messages, when no answer came in time or the process died.
    """

    def __init__(
        self,
        name: str,
        *,
        opening: Mapping[str, Any] | None = None,
        opening_seconds: float = 10.0,
        remedy: str = "try a shorter or plainer text",
    ) -> None:
        self.name, self.remedy = name, remedy
        self._opening, self._opening_seconds = opening, opening_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str | None] = queue.Queue()
        self._kill: Callable[[], object] = bool  # nothing to end yet

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def is_busy(self) -> bool:
        """Whether a question is being answered."""
        return self._lock.locked()

    def ask(self, task: str, *, seconds: float, **values: Any) -> Any:
        """Send a question and wait for the answer.

        Raises:
            InvalidInputError: the answer is an error, or none came within `seconds`, the wait for the
                questions of others included (a new process may take `opening_seconds` more).
        """
        until = time.monotonic() + seconds
        if not self._lock.acquire(timeout=seconds):
            raise TimedOutError(f"{self.name} is busy with another question; try again in a moment.")
        try:
            if not self.is_running:
                self._start()
                if self._opening is not None:
                    self._exchange(self._opening, self._opening_seconds)
                    until = time.monotonic() + seconds
            return self._exchange({"task": task, **values}, until - time.monotonic())
        finally:
            self._lock.release()

    def start(self) -> None:
        """Start the process and put the opening question, unless that was done.

        Raises:
            InvalidInputError: as `ask`.
        """
        self.ask("ready", seconds=self._opening_seconds)

    def end(self) -> None:
        """End the process at once; the next question starts a new one."""
        self._kill()

    def _exchange(self, question: Mapping[str, Any], seconds: float) -> Any:
        """Send one question and return its answer; a process that fails to give one is ended."""
        process = self._process
        try:
            assert process is not None
            assert process.stdin is not None
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            line = self._answers.get(timeout=max(0.0, seconds))
        except queue.Empty:
            self._kill()
            raise TimedOutError(
                f"{self.name} took longer than {seconds:.0f} seconds and was stopped; {self.remedy}."
            ) from None
        except (OSError, ValueError):  # the process was ended from outside
            line = None
        if line is None:
            self._kill()
            raise InvalidInputError(f"{self.name} crashed on this input and was stopped; {self.remedy}.")
        answer = json.loads(line)
        if "error" in answer:
            raise InvalidInputError(answer["error"])
        if "failure" in answer:
            raise InvalidInputError(
                f"{self.name} failed: the library gives up ({answer['failure']}); try another input."
            )
        return answer["result"]

    def _start(self) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "embedlab.worker_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TOKENIZERS_PARALLELISM": "false", "RAYON_NUM_THREADS": "1"},
        )
        answers: queue.Queue[str | None] = queue.Queue()
        assert process.stdout is not None
        threading.Thread(target=_read, args=(process.stdout, answers), daemon=True).start()
        self._process, self._answers = process, answers
        self._kill = weakref.finalize(self, _end_process, process)


def _end_process(process: subprocess.Popen[str]) -> None:
    process.kill()
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    process.wait()  # the thread that reads sees the end of the output and ends, too


def _read(stream: IO[str], answers: queue.Queue[str | None]) -> None:
    """Pass on every line of the process, and None when it has ended."""
    with stream:
        for line in stream:
            answers.put(line)
    answers.put(None)
