"""The lines of a text file, one at a time and none too long, as UTF-8 whatever it was written in.

A byte order mark decides, else the chosen encoding; nothing is guessed. The lines are bytes, so that a large
table of numbers is never decoded whole: `decode` is for its labels.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass

from embedlab.errors import InvalidInputError
from embedlab.tables.limits import MAX_DIM, MAX_LINE, MAX_LINES, MAX_VECTORS, check_total
from embedlab.text_files import ENCODINGS, drop_mark

__all__ = ["TextLines", "decode", "plain_text", "text_lines"]

SAMPLE = 4_096  # bytes that show UTF-16
CHUNK = 1 << 20  # bytes decoded at a time
LINE_BREAKS = "Line breaks of Windows or old Macs were read as plain ones."


@dataclass(frozen=True)
class TextLines:
    """The content of a text file as UTF-8 with "\\n" between its lines."""

    content: bytes
    notes: tuple[str, ...]
    skip_rows: int = 0

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Yield each line that is not blank with its number in the file, counted from 1.

        Raises:
            InvalidInputError: a line is longer than `MAX_LINE`.
        """
        for number, line in self.every_line():
            if line.strip():
                yield number, line

    def every_line(self) -> Iterator[tuple[int, bytes]]:
        """Yield as iterating does, the blank lines too."""
        stream = io.BytesIO(self.content)
        number = 0
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                raise InvalidInputError(
                    f"Line {number:,} is longer than {MAX_LINE:,} bytes, the most of one line; a vector may "
                    f"have {MAX_DIM:,} numbers, and each vector stands on a line of its own."
                )
            if number > self.skip_rows:
                yield number, line.rstrip(b"\r\n")


def plain_text(content: bytes, encoding: str = "utf-8") -> tuple[bytes, list[str]]:
    """Return a text as UTF-8 without its byte order mark, and what was noticed. UTF-8 itself is not checked.

    Raises:
        UnknownNameError: no such encoding.
        InvalidInputError: not in this encoding, too long, or UTF-16 without a mark.
    """
    content, encoding, notes = drop_mark(content, encoding, of="table")
    _check_wide(content[:SAMPLE], encoding)
    return (content if encoding == "utf-8" else _to_utf8(content, encoding)), notes


def text_lines(content: bytes, *, encoding: str = "utf-8", skip_rows: int = 0) -> TextLines:
    """Return the lines of a text file, ready to be read.

    Raises:
        UnknownNameError: no such encoding.
        InvalidInputError: not in this encoding, nothing but blank lines, or more than `MAX_LINES`.
    """
    content, notes = plain_text(content, encoding)
    if b"\r" in content:
        notes.append(LINE_BREAKS)
        if b"\n" not in content:
            content = content.replace(b"\r", b"\n")
    if (count := content.count(b"\n")) > MAX_LINES and content.strip():
        raise InvalidInputError(
            f"The text has {count:,} lines and at most {MAX_LINES:,} are read, blank ones included; "
            f"keep its first {MAX_VECTORS:,} vectors."
        )
    if not content.strip():
        raise InvalidInputError("The file holds 0 vectors, only blank lines; choose one with vectors in it.")
    return TextLines(content, tuple(notes), skip_rows)


def decode(raw: bytes, line: int) -> str:
    """Return a part of a line as text.

    Raises:
        InvalidInputError: it is not UTF-8; the message names the line.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"Line {line:,} is not utf-8 (its byte 0x{raw[error.start]:02X}); choose the encoding the file "
            f"was written in: {', '.join(ENCODINGS[1:])}."
        ) from error


def _check_wide(beginning: bytes, encoding: str) -> None:
    """Raise `InvalidInputError` if every other byte is zero, as in UTF-16 without a byte order mark."""
    halves = [beginning[place::2] for place in (0, 1)]
    zeros = sorted(half.count(0) / max(1, len(half)) for half in halves)
    if encoding in ENCODINGS and zeros[0] < 0.1 and zeros[1] > 0.5:
        raise InvalidInputError(
            "The text looks like UTF-16 without a byte order mark (every other byte is 0); save it as UTF-8."
        )


def _to_utf8(content: bytes, encoding: str) -> bytes:
    decoder = codecs.getincrementaldecoder(encoding)()
    text = bytearray()
    for start in range(0, max(len(content), 1), CHUNK):
        try:
            part = decoder.decode(content[start : start + CHUNK], final=start + CHUNK >= len(content))
            text += part.encode()
        except UnicodeError as error:
            raise InvalidInputError(
                f"The file is not {encoding} near byte {start + getattr(error, 'start', 0):,}; "
                "choose the encoding it was written in."
            ) from error
        check_total(len(text), "The text as UTF-8")
    return bytes(text)
