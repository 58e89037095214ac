"""How a process answers: with what a task returned, or with a sentence of what it raised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO, Any

from embedlab.errors import (
    CorruptModelError,
    EmbedLabError,
    InvalidInputError,
    MissingModelError,
    TimedOutError,
    UnavailableError,
    one_line,
)
from embedlab.processes.messages import write_message

__all__ = ["raise_error", "write_answer"]

ERRORS: dict[str, type[EmbedLabError]] = {  # that keep their type; every other one is an InvalidInputError
    kind.__name__: kind
    for kind in (CorruptModelError, InvalidInputError, MissingModelError, TimedOutError, UnavailableError)
}


def write_answer(output: IO[bytes], compute: Callable[[], Any]) -> None:
    """Compute and write the result, or what was raised.

    Args:
        output: to the server.
        compute: returns what `write_message` can write.
    """
    try:
        write_message(output, {}, compute())
    except EmbedLabError as error:
        kinds = (kind.__name__ for kind in type(error).__mro__ if kind.__name__ in ERRORS)
        notes = getattr(error, "__notes__", [])
        write_message(output, {"error": str(error), "kind": next(kinds, ""), "notes": notes})
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a Rust library is not an Exception
        write_message(output, {"failure": one_line(error, length=200), "kind": type(error).__name__})


def raise_error(head: Mapping[str, Any]) -> None:
    """Raise the error of a user that an answer tells of, if it does."""
    if "error" in head:
        raise ERRORS.get(str(head.get("kind")), InvalidInputError)(str(head["error"]))
