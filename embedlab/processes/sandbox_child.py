"""The process of a `sandbox`: runs tasks from its standard input until that is closed.

Runs as `python -m embedlab.processes.sandbox_child`.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from collections.abc import Callable, Mapping
from typing import IO, Any

from embedlab.errors import EmbedLabError, one_line
from embedlab.processes.child import MEMORY, SANDBOX_MEMORY, limit_process, limit_task
from embedlab.processes.messages import read_message, write_message
from embedlab.processes.sandbox import ERRORS

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
        _answer(output, head["task"], values)


def _answer(output: IO[bytes], task: str, values: Mapping[str, Any]) -> None:
    """Run one task and write its result, or its error."""
    try:
        write_message(output, {}, find_task(task)(**values))
    except EmbedLabError as error:
        kinds = (kind.__name__ for kind in type(error).__mro__ if kind.__name__ in ERRORS)
        write_message(output, {"error": str(error), "kind": next(kinds, "")})
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a Rust library is not an Exception
        write_message(output, {"failure": one_line(error, length=200)})


if __name__ == "__main__":
    main()
