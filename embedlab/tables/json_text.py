"""JSON as text: recognized by its first characters, counted before it is parsed, parsed a value at a time.

A parsed list takes many times the bytes it was written with, so the lists, objects and values of a text are
limited before Python makes any. Read: one value, or JSON Lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from embedlab.errors import InvalidInputError, one_line, quote
from embedlab.tables.limits import MAX_CONTAINERS, MAX_VALUES
from embedlab.tables.numbers import all_numbers, decimal_comma
from embedlab.tables.text_lines import decode

__all__ = ["is_json", "json_values"]

BEGINNING = re.compile(  # an object (Python's too, to say so), or a list of objects, lists, texts or numbers
    rb"\s*(?:\{\s*(?:[\"']|\})|\[\s*(?:[\[{\"\]]|(?:-?\d[\d.eE+-]*|null|NaN)\s*[,\]]))"
)
SPACE = re.compile(r"[ \t\r\n]*")
DEEP = (
    "The JSON text is nested too deeply to be read; save a list of objects, each with a label and its vector."
)


def is_json(content: bytes, skip_rows: int = 0) -> bool:
    """Whether a text is JSON; a word such as "[[" followed by its numbers is none.

    >>> is_json(b'{"king": [1, 2]}'), is_json(b"[CLS] 0.1 0.2"), is_json(b"[ 0.1 0.2"), is_json(b"[[ 0.1 0.2")
    (True, False, False, False)
    """
    begin = _after_lines(content, skip_rows)
    if not BEGINNING.match(content, begin):
        return False
    start = begin + len(content[begin : begin + 4_096]) - len(content[begin : begin + 4_096].lstrip())
    fields = content[start : start + 4_096].split(b"\n", 1)[0].split()
    bare = [field.strip(b"[];") for field in fields if field.strip(b"[];.")]
    return not (
        len(bare) > 1 and (all_numbers(bare) or decimal_comma(bare))
    )  # "[[0.1 0.2 0.3]" is what NumPy prints


def json_values(content: bytes, skip_rows: int = 0) -> tuple[list[Any], bool]:
    """Return the values of a text, and whether it is JSON Lines: several values one after another.

    Of one list its elements are returned.

    Raises:
        InvalidInputError: too many values, nested too deeply, damaged, or not UTF-8.
    """
    content = content[_after_lines(content, skip_rows) :]
    _check_counts(content)
    text = _text(content)
    try:
        values = list(_values(text))
    except RecursionError as error:
        raise InvalidInputError(DEEP) from error
    except json.JSONDecodeError as error:
        raise _damaged(text, error) from error
    except ValueError as error:  # a whole number of thousands of digits
        raise InvalidInputError(
            f"The JSON text holds what cannot be read ({one_line(error)}); repair it."
        ) from error
    if len(values) == 1 and isinstance(values[0], list):
        return values[0], False
    return values, len(values) > 1


def _values(text: str) -> Iterator[Any]:
    """Yield one value after another; commas between them are allowed, because people write them."""
    decoder = json.JSONDecoder()
    place = SPACE.match(text).end()  # type: ignore[union-attr]  # it matches nothing, too
    while place < len(text):
        value, place = decoder.raw_decode(text, place)
        yield value
        place = SPACE.match(text, place).end()  # type: ignore[union-attr]
        if text.startswith(",", place):
            place = SPACE.match(text, place + 1).end()  # type: ignore[union-attr]


def _after_lines(content: bytes, skip_rows: int) -> int:
    place = 0
    for _ in range(skip_rows):
        place = content.find(b"\n", place) + 1
        if not place:
            return len(content)
    return place


def _check_counts(content: bytes) -> None:
    """Raise `InvalidInputError` if there are more lists or values than are read."""
    for count, most, what in (
        (content.count(b"[") + content.count(b"{"), MAX_CONTAINERS, "lists and objects"),
        (content.count(b",") + content.count(b":"), MAX_VALUES, "values"),
    ):
        if count > most:
            raise InvalidInputError(
                f"The JSON text has {count:,} {what} and at most {most:,} are read; keep the first vectors."
            )


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        decode(content[error.start : error.start + 8], line)  # raises, naming the line
        raise InvalidInputError(f"Line {line:,} is not utf-8; save the file as UTF-8.") from error


def _damaged(text: str, error: json.JSONDecodeError) -> InvalidInputError:
    if error.pos >= len(text.rstrip()):
        return InvalidInputError(
            f"The JSON text ends at line {error.lineno:,} inside a value; it was cut off, so copy it again."
        )
    near = quote(" ".join(text[error.pos : error.pos + 40].split()))
    return InvalidInputError(
        f"The text begins as JSON and breaks its rules at line {error.lineno:,}, character {error.colno:,} "
        f"({near}): {error.msg}; write it with json.dump or DataFrame.to_json."
    )
