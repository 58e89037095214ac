"""Every error that a person at the keyboard can cause, in one tree.

    EmbedLabError
    ├── UnknownNameError     a model, method or scheme that does not exist
    ├── UnknownWordError     a word outside the vocabulary; carries the closest spellings
    ├── InvalidInputError    a value outside its limits, or a text with nothing in it
    │   └── FormulaError     a formula of words that cannot be read; points at the place
    ├── UnavailableError     busy, no room or no network: the same input may work later
    │   └── TimedOutError    no answer came in time
    ├── MissingModelError    the package that carries a model is not installed
    └── CorruptModelError    a model's file is not the one the catalog names

Each message states the value, the limit and the remedy, in one plain sentence. Mistakes of a
programmer (a wrong type) stay TypeErrors and are not part of this tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from traceback import extract_tb
from typing import Any

__all__ = [
    "CorruptModelError",
    "EmbedLabError",
    "FormulaError",
    "InvalidInputError",
    "MissingModelError",
    "TimedOutError",
    "UnavailableError",
    "UnknownNameError",
    "UnknownWordError",
]

SHOWN_CHARACTERS = 40  # of a value quoted in a message
SHOWN_PIECE = 16  # characters of a formula, from the place of an error on


class EmbedLabError(Exception):
    """Base of every error a user can cause; its message states the value, the limit and the remedy."""

    def __reduce__(self) -> tuple[Any, ...]:  # copied or sent to another process, whatever __init__ asks for
        return _rebuild, (type(self), self.args, self.__dict__)


class UnknownNameError(EmbedLabError):
    """A name that is not among those on offer."""

    def __init__(self, name: object, *, what: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(f"There is no {what} named {quote(name)}; choose one of {', '.join(self.known)}.")


class UnknownWordError(EmbedLabError):
    """A word outside the vocabulary of a vector table."""

    def __init__(self, word: str, *, source: str, size: int, suggestions: Iterable[str]) -> None:
        self.word = word
        self.suggestions = tuple(suggestions)
        hint = (
            f" Close spellings: {', '.join(self.suggestions)}." if self.suggestions else " Try another word."
        )
        super().__init__(f"{quote(word)} is not among the {size:,} words of {source}.{hint}")


class InvalidInputError(EmbedLabError, ValueError):
    """A value outside its limits."""


class FormulaError(InvalidInputError):
    """A formula of words that cannot be read; it points at the place."""

    def __init__(self, problem: str, remedy: str, *, text: str, place: int) -> None:
        self.text = text
        self.place = place  # the index of a character of the text; its length where something is missing
        excerpt = text[place : place + SHOWN_PIECE].partition("\n")[0]
        piece = "".join(sign if sign.isprintable() else "�" for sign in excerpt)
        near = f" (“{piece}”)" if piece else ", its end" if place >= len(text) else ""
        super().__init__(f"{problem} at character {place + 1:,} of the formula{near}; {remedy}.")


class UnavailableError(EmbedLabError):
    """The server cannot do this now: it is busy, or lacks disk space, a process or the network."""


class TimedOutError(UnavailableError):
    """No answer came in time."""


class MissingModelError(EmbedLabError):
    """The package that carries a model is not installed."""


class CorruptModelError(EmbedLabError):
    """A model's file differs from the one the catalog names."""


def _rebuild(kind: type[EmbedLabError], args: tuple[Any, ...], facts: Mapping[str, Any]) -> EmbedLabError:
    error = kind.__new__(kind, *args)  # sets the message
    error.__dict__.update(facts)
    return error


def quote(value: object) -> str:
    """Return `value` in quotation marks, cut to a length that fits a sentence."""
    text = str(value)
    if len(text) > SHOWN_CHARACTERS:
        text = text[:SHOWN_CHARACTERS] + "…"
    return f"“{text}”"


def one_line(error: BaseException, *, length: int = 120) -> str:
    """Return the message of an error as one short line, the name of its type where it has none."""
    return " ".join(str(error).split())[:length] or type(error).__name__


PACKAGES = {"umap": "umap-learn", "sklearn": "scikit-learn"}  # module -> package, where they differ


def describe_missing(error: ImportError) -> str:
    """Return what to install where a package is missing."""
    if error.name is None:
        return "This needs a package that cannot be loaded on this server; install EmbedLab anew."
    module = error.name.partition(".")[0]
    package = PACKAGES.get(module, module)
    return (
        f"This needs the package {package}, which is not installed on this server; "
        f"install it with: pip install {package}"
    )


def describe_places(error: BaseException) -> str:
    """Return the type of an error, of its causes, and where in the code each was raised, for a log.

    Its message is left out: it may hold what a visitor typed.
    """
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    path = " < ".join([type(error).__name__, *reversed(places)])
    cause = error.__cause__ or error.__context__
    return path if cause is None else f"{path}; caused by {describe_places(cause)}"


def check_choice(value: str, choices: Iterable[str], what: str) -> None:
    """Raise `UnknownNameError` unless `value` is one of `choices`."""
    known = tuple(choices)
    if value not in known:
        raise UnknownNameError(value, what=what, known=known)


def check_range(name: str, value: float, low: float, high: float, what: str = "") -> None:
    """Raise `InvalidInputError` unless `value` is between `low` and `high`; `what` says what it counts."""
    if not low <= value <= high:
        remedy = f"choose {low:,} to {high:,} {what}".strip()
        raise InvalidInputError(f"{name} = {value:,} is outside its limits; {remedy}.")
