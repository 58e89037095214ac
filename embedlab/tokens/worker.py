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
import weakref
from collections.abc import Callable
from typing import IO, Any

from embedlab.errors import InvalidInputError

__all__ = ["Worker"]


class Worker:
    """One process that answers one question at a time. Safe to share between threads."""

    def __init__(self, name: str) -> None:
        self.name = name  # for messages
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

    def ask(self, task: str, *, seconds: float, **values: Any) -> Any:
        """Send a question and wait for the answer.

        Raises:
            InvalidInputError: the answer is an error, or none came within `seconds`.
        """
        with self._lock:
            process = self._process if self.is_running and self._process else self._start()
            try:
                assert process.stdin is not None
                process.stdin.write(json.dumps({"task": task, **values}) + "\n")
                process.stdin.flush()
                line = self._answers.get(timeout=seconds)
            except queue.Empty:
                self._end()
                raise InvalidInputError(
                    f"{self.name} took longer than {seconds:.0f} seconds and was stopped; "
                    "try a shorter or plainer text."
                ) from None
            except OSError:
                line = None
            if line is None:
                self._end()
                raise InvalidInputError(
                    f"{self.name} crashed on this input and was stopped; try a shorter or plainer text."
                )
        answer = json.loads(line)
        if "error" in answer:
            raise InvalidInputError(answer["error"])
        if "failure" in answer:
            raise InvalidInputError(
                f"{self.name} failed: the library gives up ({answer['failure']}); try another input."
            )
        return answer["result"]

    def end(self) -> None:
        """End the process; the next question starts a new one."""
        with self._lock:
            self._end()

    def _start(self) -> subprocess.Popen[str]:
        self._end()
        process = subprocess.Popen(
            [sys.executable, "-m", "embedlab.tokens.worker_process"],
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
        self._kill = weakref.finalize(
            self, _end_process, process
        )  # also when nobody holds the worker any more
        return process

    def _end(self) -> None:
        self._process = None
        self._kill()


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
