"""What is a text that can be embedded, and why another value is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["MAX_CHARACTERS", "TOO_LONG", "BadRow", "check_text"]

MAX_CHARACTERS = 1_000_000  # of a row
TOO_LONG = f"it is longer than {MAX_CHARACTERS:,} characters; split it"
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be embedded."""

    reason: str


def check_text(value: object) -> str | BadRow:
    """Return a value as a text that can be embedded, or why it is none."""
    if isinstance(value, BadRow):
        return value
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            return BadRow("it is binary or not in UTF-8")
    if value is None:
        return BadRow("the text is missing")
    if not isinstance(value, str):
        return BadRow(f"it is of the type {type(value).__name__}, not a text")
    problems = {
        TOO_LONG: len(value) > MAX_CHARACTERS,
        "it holds a byte of zero, so it is binary": "\0" in value,
        "it holds no word": not value.strip(),
        "it holds half of a character (a lone surrogate)": bool(SURROGATE.search(value)),
    }
    return next((BadRow(reason) for reason, applies in problems.items() if applies), value)
