"""Tables of words as text: word2vec with its header, GloVe without one, and bare rows of numbers.

A line is split from the right by the known number of numbers, because a word may contain spaces. Which of the
formats a text is, `text_formats` finds out.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.numerals import count_text
from embedlab.tables.limits import MAX_MATRIX, MAX_VECTORS, check_shape
from embedlab.tables.numbers import decimal_comma, read_numbers, refuse_decimal_comma
from embedlab.tables.table import RawTable
from embedlab.tables.text_lines import TextLines, decode
from embedlab.tables.words_binary import count_note

__all__ = ["read_glove", "read_number_rows", "read_word2vec_text"]

Rows = Iterable[tuple[int, bytes]]


def read_word2vec_text(lines: TextLines, promised: int, dim: int) -> RawTable:
    """Return the table of a word2vec text whose header says (promised, dim).

    Raises:
        InvalidInputError: outside the limits, or a line that does not fit; the message names it.
    """
    check_shape(1, dim)
    rows = iter(lines)
    next(rows)  # the header
    labels, matrix = _read_rows(rows, lines, dim)
    notes = (*lines.notes, *count_note(promised, len(labels)))
    return RawTable(matrix, labels, "word2vec text", notes=notes, labels_are_words=True)


def read_glove(lines: TextLines, dim: int) -> RawTable:
    """Return the table of a GloVe text: a word and `dim` numbers on each line.

    Raises:
        InvalidInputError: as `read_word2vec_text`.
    """
    check_shape(1, dim)
    labels, matrix = _read_rows(lines, lines, dim)
    note = f"The file has no header; each line was read as a word and {count_text(dim, 'number')}."
    return RawTable(matrix, labels, "GloVe text", notes=(*lines.notes, note), labels_are_words=True)


def read_number_rows(lines: TextLines, dim: int) -> RawTable:
    """Return a table without labels: `dim` numbers on each line, as the Embedding Projector takes them.

    Raises:
        InvalidInputError: as `read_word2vec_text`.
    """
    check_shape(1, dim)
    _, matrix = _read_rows(lines, lines, dim, labeled=False)
    tabs = b"\t" in lines.content
    return RawTable(matrix, None, "projector TSV" if tabs else "rows of numbers", notes=lines.notes)


def _read_rows(
    rows: Rows, lines: TextLines, dim: int, *, labeled: bool = True
) -> tuple[list[str], NDArray[np.float32]]:
    guess = min(lines.content.count(b"\n") + 1, MAX_VECTORS)
    # every number takes two bytes at least, so a short file cannot ask for much
    guess = max(1, min(guess, len(lines.content) // (2 * dim) + 1))
    guess = min(guess, MAX_MATRIX // (4 * dim))
    matrix = np.empty((guess, dim), np.float32)
    labels: list[str] = []
    count, rows = 0, iter(rows)
    with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite, and is counted later
        for number, line in rows:
            fields = line.rsplit(None, dim) if labeled else line.split(None, dim)
            if labeled and len(fields) == dim and line[:1].isspace():
                fields.insert(0, b"")  # an empty word
            numbers = read_numbers(fields[1:] if labeled else fields)
            if numbers is None or len(numbers) != dim:
                raise _misfit(line, number, dim, labeled)
            if count == len(matrix):
                check_shape(count + 1 + sum(1 for _ in rows), dim)  # raises: the guess was cut to a limit
            matrix[count] = numbers
            if labeled:
                labels.append(decode(fields[0], number))
            count += 1
    check_shape(count, dim)
    return labels, matrix[:count]


def _misfit(line: bytes, number: int, dim: int, labeled: bool) -> InvalidInputError:
    """Return the error that says why a line is no vector of `dim` numbers."""
    comma = decimal_comma(line.rsplit(None, dim)[-dim:])
    if comma:
        return refuse_decimal_comma(comma, number)
    fields = line.split()
    count = 0
    for one in reversed(fields[1:] if labeled else fields):
        if read_numbers([one]) is None:
            break
        count += 1
    word = "a word and " if labeled else ""
    verb = "is" if dim == 1 and not labeled else "are"
    row, wanted = count_text(count, "number"), count_text(dim, "number")
    return InvalidInputError(
        f"Line {number:,} ends with {row} where {word}{wanted} {verb} expected; "
        f"repair that line, or leave out everything up to it with skip_rows={number}."
    )
