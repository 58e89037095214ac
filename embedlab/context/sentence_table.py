"""Sentences with a sense and an occurrence: read from lines or CSV, and written as lines that fit in a link.

A line is a sentence, or "sense | sentence", or "sense | sentence | 2" where the second occurrence of the word
is meant. Whether a sentence contains the word is not asked here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from embedlab.errors import InvalidInputError, quote

__all__ = ["MAX_SENTENCES", "SentenceTable", "read_sentence_table", "sentence_table"]

# rows of a table at most; the rest is cut, with a note
MAX_SENTENCES = 200
MAX_SENTENCE = 2_000  # characters of one
MAX_CHARACTERS = 40_000  # of all: about ten thousand tokens
MAX_SENSE = 40  # characters
MAX_OCCURRENCE = 99
COLUMNS = ("sentence", "sense", "occurrence")


@dataclass(frozen=True)
class SentenceTable:
    """Sentences, the sense of each ("" where none is given), and which occurrence of the word is meant."""

    sentences: tuple[str, ...]
    senses: tuple[str, ...]
    occurrences: tuple[int, ...]  # counted from 1
    notes: tuple[str, ...] = ()  # what was cut, a sentence each

    @property
    def lines(self) -> str:
        """The table as text, one line a sentence, as `read_sentence_table` reads it with `lines_only`."""
        rows = zip(self.sentences, self.senses, self.occurrences, strict=True)
        return "\n".join(_line(*row) for row in rows)


def read_sentence_table(text: str, *, lines_only: bool = False) -> SentenceTable:
    """Return the sentences of a text: lines, or CSV with a header of the columns sentence, sense, occurrence.

    White space within a sentence becomes one space. Too much is cut, and `notes` says what.

    Args:
        text: to be read.
        lines_only: take a first line that could be a header for a sentence.

    Raises:
        InvalidInputError: an occurrence of a CSV that is no number from 1 to 99.
    """
    rows = None if lines_only else _csv_rows(text)
    if rows is None:
        rows = [_split(line) for line in text.splitlines()]
    return _bounded([row for row in rows if row[0]])


def sentence_table(rows: Sequence[tuple[str, str, int]]) -> SentenceTable:
    """Return rows of (sentence, sense, occurrence) as a table, cleaned as a text is, without empty ones."""
    cleaned = [(_plain(sentence), _plain(sense), occurrence) for sentence, sense, occurrence in rows]
    return _bounded([row for row in cleaned if row[0]])


def _line(sentence: str, sense: str, occurrence: int) -> str:
    parts = [part.strip() for part in sentence.split("|")]
    if occurrence == 1 and not sense and len(parts) == 1:
        return sentence
    line = f"{sense} | {sentence}".lstrip()
    number = occurrence != 1 or (
        len(parts) > 1 and parts[-1].isdecimal()
    )  # else its end would be read as one
    return f"{line} | {occurrence}" if number else line


def _split(line: str) -> tuple[str, str, int]:
    """Return sentence, sense and occurrence of a line."""
    sense, bar, rest = line.partition("|")
    if not bar:
        return _plain(line), "", 1
    sentence, bar, last = rest.rpartition("|")
    number = last.strip()
    if bar and number.isascii() and number.isdecimal() and 1 <= int(number[:9]) <= MAX_OCCURRENCE:
        return _plain(sentence), _plain(sense), int(number)
    return _plain(rest), _plain(sense), 1


def _csv_rows(text: str) -> list[tuple[str, str, int]] | None:
    """Return the rows of a CSV whose first line names a column `sentence`; None if it does not."""
    header = text.lstrip("\ufeff \n").partition("\n")[0]
    for delimiter in ",;\t\x1f":  # the last for a single column, in which a comma is text
        names = [name.strip().strip('"').casefold() for name in header.split(delimiter)]
        if COLUMNS[0] in names and set(names) <= set(COLUMNS) and (len(names) > 1 or delimiter == "\x1f"):
            break
    else:
        return None
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff \n"), newline=""), delimiter=delimiter)
    try:
        rows = list(reader)[1:]
    except csv.Error as error:
        raise InvalidInputError(
            f"The CSV cannot be read ({error}); write one sentence a line instead."
        ) from error
    places = [names.index(name) if name in names else None for name in COLUMNS]

    def cell(row: list[str], place: int | None) -> str:
        return row[place] if place is not None and place < len(row) else ""

    return [
        (
            _plain(cell(row, places[0])),
            _plain(cell(row, places[1])),
            _occurrence(cell(row, places[2]), number),
        )
        for number, row in enumerate(rows, start=1)
    ]


def _occurrence(cell: str, number: int) -> int:
    if not cell.strip():
        return 1
    try:
        value = float(cell)
    except ValueError:
        value = 0
    if not (1 <= value <= MAX_OCCURRENCE and value.is_integer()):
        raise InvalidInputError(
            f"Row {number} has the occurrence {quote(cell)}; write a whole number from 1 to "
            f"{MAX_OCCURRENCE}, or leave it empty for the first."
        )
    return int(value)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _bounded(rows: Sequence[tuple[str, str, int]]) -> SentenceTable:
    notes = []
    uses = list(rows[:MAX_SENTENCES])
    if len(rows) > len(uses):
        notes.append(f"The first {MAX_SENTENCES} of {len(rows):,} sentences are shown, which is the limit.")
    long = sum(len(sentence) > MAX_SENTENCE for sentence, _, _ in uses)
    if long:
        notes.append(
            f"{long} of the sentences {'is' if long == 1 else 'are'} longer than {MAX_SENTENCE:,} "
            "characters; the beginning is shown."
        )
    uses = [
        (sentence[:MAX_SENTENCE].rstrip(), sense[:MAX_SENSE].rstrip(), count)
        for sentence, sense, count in uses
    ]
    # a bar in a sense would end it when the lines are read again
    uses = [(sentence, sense.replace("|", "/"), count) for sentence, sense, count in uses]
    total, fitting = 0, 0
    for sentence, _, _ in uses:
        total += len(sentence)
        if total > MAX_CHARACTERS:
            break
        fitting += 1
    if fitting < len(uses):
        notes.append(
            f"The first {fitting} of {len(uses)} sentences are shown: "
            f"together they may have {MAX_CHARACTERS:,} characters."
        )
    uses = uses[:fitting]
    return SentenceTable(
        tuple(sentence for sentence, _, _ in uses),
        tuple(sense for _, sense, _ in uses),
        tuple(count for _, _, count in uses),
        tuple(notes),
    )
