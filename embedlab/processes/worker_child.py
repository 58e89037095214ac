"""The process of a `worker`: how a task is run there, and how it reports how far it is.

It has no output and no warnings, and ends by itself when the server is gone.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import importlib
import math
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from embedlab.errors import (
    EmbedLabError,
    InvalidInputError,
    MissingModelError,
    describe_missing,
    describe_places,
    one_line,
)
from embedlab.processes.answers import write_answer
from embedlab.processes.board import Board
from embedlab.processes.child import MEMORY, limit_process
from embedlab.processes.messages import read_message
from embedlab.processes.records import from_message, to_message

__all__ = ["JobCanceled", "main", "report", "run_task", "set_up", "warm_up"]

NICENESS = 19  # others come first, always
WATCH_SECONDS = 1.0  # between two looks whether the server lives
ALARM_SECONDS = 15  # beyond a job's deadline: the end of a worker that nobody ended

_boards: dict[str, Board] = {}  # the board of this process, if it is a worker
_running: dict[str, int] = {}  # the number of the job it runs, if it runs one


class JobCanceled(BaseException):
    """The job that reports was canceled or is overdue.

    Not an `Exception`, so that no library on the way takes it for a failure of its own and goes on.
    """


def report(fraction: float, note: str = "") -> None:
    """Say how far the running job is, and stop it if that was asked for. Cheap: call it often.

    Outside a worker it does nothing, so that a task can be called like any function.

    Args:
        fraction: of the work that is done, 0 to 1.
        note: a few words shown with it.

    Raises:
        JobCanceled: the job was canceled, or its deadline has passed.
    """
    number = _running.get("number")
    if number is None:
        return
    board = _boards["board"]
    board.write(number, 0.0 if math.isnan(fraction) else min(1.0, max(0.0, fraction)), note)
    if board.should_stop(number):
        raise JobCanceled


def run_task(
    number: int,
    seconds: float,
    task: Callable[..., Any],
    values: Sequence[Any],
    options: Mapping[str, Any],
) -> Any:
    """Run a task as job `number` and return its result.

    Raises:
        JobCanceled: it was asked to stop.
        MemoryError: it needs more than `MEMORY`.
        EmbedLabError: what it raised, or a sentence about what a library raised.
    """
    _boards["board"].write(number)
    _running["number"] = number
    _set_alarm(math.ceil(seconds) + ALARM_SECONDS)
    try:
        return task(*values, **options)
    except (JobCanceled, MemoryError, EmbedLabError):
        raise
    except BaseException as error:  # a panic of a Rust library is not an Exception
        if "allocate memory" in str(error):  # how PyTorch and mapped files say it
            raise MemoryError from None
        raise _explain(error) from None
    finally:
        _set_alarm(0)
        _running.clear()
        _give_back_memory()


def main(server: str, board: str) -> None:
    """Call functions that the server names, until it closes the pipe.

    Args:
        server: process id of the server.
        board: path of the board, "" if there is no file.
    """
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    set_up(Path(board) if board else None, int(server))
    while True:
        try:
            values = read_message(tasks)[1]
        except EOFError:
            return
        write_answer(answers, functools.partial(_call, values))
        del values


def _call(values: Any) -> dict[str, Any]:
    """Call the function of a message and return its result as a message."""
    function, arguments = from_message(values, find=_find)
    return to_message(function(*arguments))


def _find(name: str) -> Any:
    """Return the function or type that the server calls "module:name"."""
    module, _, own = name.partition(":")
    return getattr(importlib.import_module(module), own)


def set_up(path: Path | None, server: int) -> None:
    """Make this process a worker.

    Args:
        path: of the board.
        server: process id of the server.
    """
    _boards["board"] = Board(path)
    threading.Thread(target=_end_with_server, args=(server,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides
    limit_process(niceness=NICENESS, memory=MEMORY)
    with open(os.devnull, "r+b", buffering=0) as nowhere:  # what a library prints is no answer
        for stream in (0, 1, 2):
            os.dup2(nowhere.fileno(), stream)
    warnings.simplefilter("ignore")


def warm_up(warm: Callable[[], object] | None) -> str:
    """Run `warm`, keep what it loaded out of garbage collection, and return what failed, if anything."""
    try:
        if warm is not None:
            warm()
    except Exception as error:
        return describe_places(error)
    gc.collect()
    gc.freeze()  # a collection over the loaded libraries takes 0.2 s
    _give_back_memory()
    return ""


def _explain(error: BaseException) -> EmbedLabError:
    if isinstance(error, ImportError):
        return MissingModelError(describe_missing(error))
    explained = InvalidInputError(
        f"The computation failed: the library gives up ({one_line(error, length=200)}); try other settings."
    )
    explained.add_note(describe_places(error))  # for the log; no part of the message
    return explained


def _end_with_server(server: int) -> None:
    """End this process when its parent is no longer the server: that one was killed."""
    while os.getppid() == server:
        time.sleep(WATCH_SECONDS)
    _boards["board"].remove()
    os._exit(1)


def _set_alarm(seconds: int) -> None:
    """Let the system end this process after `seconds`; 0 takes it back.

    Compiled code may keep every other thread from running, also the one that watches the server.
    """
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _give_back_memory() -> None:
    with contextlib.suppress(AttributeError, OSError, TypeError):  # glibc only
        ctypes.CDLL(None).malloc_trim(0)
