"""A process of this package that answers one message after the other through its pipes.

What is in the messages, and how long an answer may take, is the business of `sandbox` and `worker`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from embedlab.processes.child import ONE_THREAD
from embedlab.processes.messages import read_message, write_message

__all__ = ["Answer", "ChildProcess"]

RUN = "import importlib, sys; importlib.import_module(sys.argv[1]).main(*sys.argv[2:])"
COMMAND = (sys.executable, "-c", RUN)
Answer = tuple[dict[str, Any], Any]  # a head and values


class ChildProcess:
    """A running process; it is killed when nobody holds this any more.

    Args:
        module: whose function `main` it runs.
        arguments: of the function, texts.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            (*COMMAND, module, *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **ONE_THREAD},
        )
        self.kill = weakref.finalize(self, _end_process, self.process)

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self.process.poll() is None

    def data_bytes(self) -> int:
        """Return what the process has reserved, as its limit counts it; 0 where the system does not tell."""
        try:
            pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[5]
        except (OSError, IndexError):
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def exchange(self, head: Mapping[str, Any], values: Any) -> Future[Answer]:
        """Send a message; returns at once.

        The future holds the answer, or EOFError where the process has ended, ValueError where it sent no
        message, TypeError where the values cannot be sent.
        """
        answer: Future[Answer] = Future()
        # a thread, because neither the write to a stopped process nor the read has an end of its own
        threading.Thread(
            target=_send_and_receive, args=(self.process, head, values, answer), daemon=True
        ).start()
        return answer


def _send_and_receive(
    process: subprocess.Popen[bytes], head: Mapping[str, Any], values: Any, answer: Future[Answer]
) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        write_message(process.stdin, head, values)
        del values
        received = read_message(process.stdout)
    except Exception as error:
        ended = process.stdin.closed or isinstance(error, OSError)
        answer.set_exception(EOFError() if ended else error)
    else:
        answer.set_result(received)


def _end_process(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()  # whoever reads or writes sees the end of the pipes
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
