"""Reading a text file of any encoding: a byte order mark decides, else UTF-8, else the reader is asked.

Nothing is guessed: a wrong guess would show other letters without a word.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from embedlab.errors import InvalidInputError, check_choice

__all__ = ["ENCODINGS", "drop_mark", "read_text"]

# what a person is offered when a file is not UTF-8
ENCODINGS = ("utf-8", "cp1252", "iso-8859-15", "cp1251", "cp1253", "cp1256", "gb18030", "shift_jis", "euc_kr")
MARKS = (  # the longer ones first: UTF-32's begins as UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class ReadText:
    """A text and how it was read."""

    text: str
    encoding: str
    notes: tuple[str, ...]  # what was changed, a sentence each


def drop_mark(content: bytes, encoding: str, *, of: str) -> tuple[bytes, str, list[str]]:
    """Return content without its byte order mark, its encoding, and a sentence where the mark decided.

    Args:
        content: of the file.
        encoding: used where no byte order mark says otherwise; one of `ENCODINGS`.
        of: what the file holds, for the sentence.

    Raises:
        UnknownNameError: no such encoding.
    """
    check_choice(encoding, ENCODINGS, "encoding")
    for mark, marked in MARKS:
        if content.startswith(mark):
            return (
                content[len(mark) :],
                marked,
                [f"A byte order mark says {marked}; it is no part of the {of}."],
            )
    return content, encoding, []


def read_text(content: bytes, *, encoding: str = "utf-8") -> ReadText:
    """Return the text of a file: without a byte order mark, with line breaks as "\\n".

    Args:
        content: of the file.
        encoding: used where no byte order mark says otherwise; one of `ENCODINGS`.

    Raises:
        UnknownNameError: no such encoding.
        InvalidInputError: the file is empty, or not in this encoding.
    """
    if not content:
        raise InvalidInputError("The file is empty (0 bytes); choose one with a text in it.")
    content, encoding, notes = drop_mark(content, encoding, of="text")
    if not content:
        raise InvalidInputError("The file holds a byte order mark and no text; choose one with a text in it.")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"The file is not {encoding} at byte {error.start:,}; choose the encoding it was written in."
        ) from error
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if plain != text:
        notes.append("Line breaks of Windows or old Macs were read as ⏎.")
    return ReadText(plain, encoding, tuple(notes))
