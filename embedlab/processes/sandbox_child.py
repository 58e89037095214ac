"""The process of a `sandbox`: runs tasks from its standard input until that is closed."""

from __future__ import annotations

import functools
import importlib
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from embedlab.processes.answers import write_answer
from embedlab.processes.child import MEMORY, SANDBOX_MEMORY, limit_process, limit_task
from embedlab.processes.messages import read_message

__all__ = ["find_task", "main"]

NICENESS = 5  # behind the server
IDLE_SECONDS = 600


def find_task(address: str) -> Callable[..., Any]:
    """Return the function that "module:function" addresses.

    Raises:
        ValueError: it is not a public function of a module of this package.
    """
    module, _, name = address.partition(":")
    if not module.startswith("embedlab.") or name.startswith("_") or not name.isidentifier():
        raise ValueError(f"{address!r} is not a task.")
    task: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return task


def main() -> None:
    """Run tasks until the server closes the pipe, or nothing came for `IDLE_SECONDS`."""
    limit_process(niceness=NICENESS, memory=MEMORY)
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not be taken for an answer
    while True:
        idle = threading.Timer(IDLE_SECONDS, os._exit, (0,))
        idle.daemon = True
        idle.start()
        try:
            head, values = read_message(sys.stdin.buffer)
        except EOFError:
            return
        idle.cancel()
        limit_task(int(head.get("memory", SANDBOX_MEMORY)))
        write_answer(output, functools.partial(_run, head["task"], values))


def _run(task: str, values: dict[str, Any]) -> Any:
    return find_task(task)(**values)
