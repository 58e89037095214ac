"""Tables of words as text: word2vec with its header, GloVe without one, and bare rows of numbers.

A line is split from the right by the known number of numbers, because a word may contain spaces. Which of the
formats a text is, `text_formats` finds out, and what stands between the numbers, `word_layouts`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.numerals import count_text
from embedlab.tables.limits import MAX_MATRIX, MAX_VECTORS, check_shape
from embedlab.tables.misreadings import find_misread, refuse_misread
from embedlab.tables.numbers import decimal_comma, read_numbers, refuse_decimal_comma
from embedlab.tables.table import RawTable
from embedlab.tables.text_lines import TextLines, decode
from embedlab.tables.word_layouts import EXCEPT_COMMAS, Layout, tidy_labels
from embedlab.tables.words_binary import count_note

__all__ = ["read_glove", "read_number_rows", "read_word2vec_text"]

Rows = Iterable[tuple[int, bytes]]


def read_word2vec_text(lines: TextLines, promised: int, layout: Layout) -> RawTable:
    """Return the table of a word2vec text whose header says (promised, layout.dim).

    Raises:
        InvalidInputError: outside the limits, or a line that does not fit; the message names it.
    """
    check_shape(1, layout.dim)
    rows = iter(lines)
    next(rows)  # the header
    labels, matrix = _read_rows(rows, lines, layout)
    labels = (
        labels if layout.kind == "spaces" else tidy_labels(labels)
    )  # a program wrote the words as they are
    notes = (*lines.notes, *count_note(promised, len(labels)))
    return RawTable(matrix, labels, "word2vec text", notes=notes, labels_are_words=True)


def read_glove(lines: TextLines, layout: Layout, *, has_header: bool = False) -> RawTable:
    """Return the table of a text with a word and its numbers on each line, as GloVe writes it.

    Args:
        lines: of the text.
        layout: of each line.
        has_header: the first line names columns and is left out.

    Raises:
        InvalidInputError: as `read_word2vec_text`.
    """
    check_shape(1, layout.dim)
    rows = iter(lines)
    if has_header:
        next(rows)
    labels, matrix = _read_rows(rows, lines, layout)
    labels = tidy_labels(labels)
    begin = "The first line is a header" if has_header else "The file has no header"
    note = f"{begin}; each line was read as a word and {count_text(layout.dim, 'number')}."
    written_as = "GloVe text" if layout.kind == "spaces" else "words and numbers"
    return RawTable(matrix, labels, written_as, notes=(*lines.notes, note), labels_are_words=True)


def read_number_rows(lines: TextLines, layout: Layout) -> RawTable:
    """Return a table without labels: only numbers on each line, as the Embedding Projector takes them.

    Raises:
        InvalidInputError: as `read_word2vec_text`.
    """
    check_shape(1, layout.dim)
    _, matrix = _read_rows(lines, lines, layout, labeled=False)
    tabs = b"\t" in lines.content and layout.kind == "spaces"
    return RawTable(matrix, None, "projector TSV" if tabs else "rows of numbers", notes=lines.notes)


def _read_rows(
    rows: Rows, lines: TextLines, layout: Layout, *, labeled: bool = True
) -> tuple[list[str], NDArray[np.float32]]:
    dim = layout.dim
    guess = min(lines.content.count(b"\n") + 1, MAX_VECTORS)
    # every number takes two bytes at least, so a short file cannot ask for much
    guess = max(1, min(guess, len(lines.content) // (2 * dim) + 1))
    guess = min(guess, MAX_MATRIX // (4 * dim))
    matrix = np.empty((guess, dim), np.float32)
    labels: list[str] = []
    count, rows = 0, iter(rows)
    first = b""
    with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite, and is counted later
        for number, line in rows:
            label, fields = layout.split(line, labeled=labeled)
            numbers = read_numbers(fields)
            if numbers is None or len(numbers) != dim:
                raise _misfit(line, number, layout, labeled)
            if count == len(matrix):
                check_shape(count + 1 + sum(1 for _ in rows), dim)  # raises: the guess was cut to a limit
            matrix[count] = numbers
            first = first or line
            if labeled:
                labels.append(decode(label, number))
            count += 1
    check_shape(count, dim)
    misread = find_misread(labels)
    if misread is not None:
        raise refuse_misread(f"The line {quote(decode(first, 1))}", labels[0], dim)
    return labels, matrix[:count]


def _misfit(line: bytes, number: int, layout: Layout, labeled: bool) -> InvalidInputError:
    """Return the error that says why a line is no vector of `layout.dim` numbers."""
    dim = layout.dim
    comma = decimal_comma(line.translate(EXCEPT_COMMAS).rsplit(None, dim)[-dim:])
    if comma and layout.kind == "spaces":
        return refuse_decimal_comma(comma, number)
    count = layout.count(line if labeled else b"- " + line)
    word = "a word and " if labeled else ""
    verb = "is" if dim == 1 and not labeled else "are"
    row, wanted = count_text(count, "number"), count_text(dim, "number")
    return InvalidInputError(
        f"Line {number:,} ends with {row} where {word}{wanted} {verb} expected; "
        f"repair that line, or leave out everything up to it with skip_rows={number}."
    )
