"""The binary format of word2vec: a line "count dim", then each word, a space and its float32 numbers.

The count is a promise only: what is there is read, and a note says so where they differ. Every number takes
four bytes, so a file that is cut off is noticed at an exact byte.
"""

from __future__ import annotations

import re

import numpy as np

from embedlab.errors import InvalidInputError, quote
from embedlab.tables.limits import MAX_LABEL_BYTES, MAX_VECTORS, check_shape
from embedlab.tables.table import RawTable
from embedlab.text_files import ENCODINGS

__all__ = ["CONTROL", "HEADER", "count_note", "is_word2vec_binary", "read_word2vec_binary"]

HEADER = re.compile(rb"[ \t]*(\d{1,18})[ \t]+(\d{1,18})[ \t]*\r?(?:\n|\Z)")
SAMPLE = 4_096  # bytes after the header that tell text from numbers
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def is_word2vec_binary(content: bytes) -> bool:
    """Whether a line "count dim" is followed by something that is not text."""
    header = HEADER.match(content)
    if not header:
        return False
    sample = content[header.end() : header.end() + SAMPLE]
    first = sample.split(b"\n", 1)[0].split()
    if len(first) == int(header[2]) + 1 and all(re.fullmatch(rb"[-+.\deE]+", one) for one in first[1:]):
        return False  # a control character in a word of a text
    return CONTROL.search(sample) is not None


def read_word2vec_binary(content: bytes, *, encoding: str = "utf-8") -> RawTable:
    """Return the table of a binary word2vec file.

    Raises:
        InvalidInputError: outside the limits, or cut off inside a vector; the message names the byte.
    """
    header = HEADER.match(content)
    assert header is not None
    promised, dim = int(header[1]), int(header[2])
    check_shape(1, dim)
    place = header.end()
    room = max(1, min((len(content) - place) // (4 * dim + 1), MAX_VECTORS + 1))
    check_shape(room, dim)
    matrix = np.empty((room, dim), np.float32)
    labels: list[str] = []
    while (entry := _next_word(content, place, len(labels) + 1, encoding)) is not None:
        word, place = entry
        end = place + 4 * dim
        if end > len(content):
            raise _cut_off(content, place, dim, row=len(labels) + 1, word=word)
        check_shape(len(labels) + 1, dim)
        matrix[len(labels)] = np.frombuffer(content, "<f4", dim, place)
        labels.append(word)
        place = end
    check_shape(len(labels), dim)
    notes = count_note(promised, len(labels))
    return RawTable(matrix[: len(labels)], labels, "word2vec binary", notes=notes, labels_are_words=True)


def count_note(promised: int, count: int) -> tuple[str, ...]:
    """Return the note on a header whose count is not the number of vectors, if it is not."""
    if promised == count:
        return ()
    return (
        f"The header promises {promised:,} vectors and the file holds {count:,}; all of those were read.",
    )


def _next_word(content: bytes, place: int, row: int, encoding: str) -> tuple[str, int] | None:
    """Return the next word and where its numbers begin, or None at the end of the file."""
    while content.startswith((b"\n", b"\r"), place):  # some writers end each vector with a line break
        place += 1
    if place >= len(content):
        return None
    space = content.find(b" ", place, place + MAX_LABEL_BYTES)
    if space < 0:
        raise InvalidInputError(
            f"No word ends near byte {place:,} of {len(content):,}, where vector {row:,} should begin; "
            "the file is cut off or damaged, so copy or save it again."
        )
    try:
        return content[place:space].decode(encoding), space + 1
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"The word at byte {place:,} (vector {row:,}) is not {encoding}; choose the encoding the file "
            f"was written in ({', '.join(ENCODINGS)}), or save it again if it is damaged."
        ) from error


def _cut_off(content: bytes, place: int, dim: int, *, row: int, word: str) -> InvalidInputError:
    return InvalidInputError(
        f"The file ends at byte {len(content):,}, inside vector {row:,} ({quote(word)}): its numbers begin "
        f"at byte {place:,} and take {4 * dim:,} bytes; it was cut off, so copy or download it again."
    )
