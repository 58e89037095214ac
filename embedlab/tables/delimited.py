"""CSV and its relatives: columns between commas, semicolons or tabs, usually under a header.

Columns of numbers make the vector, one of the others its label, the rest are metadata. What Excel or pandas
write is read; nothing is guessed where a column could be either.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.tables.columns import INDEX_NAMES, LABEL_NAMES, choose_label, made_of, unique_names
from embedlab.tables.limits import MAX_COLUMNS, MAX_DIM, check_shape
from embedlab.tables.numbers import decimal_comma, is_number, read_numbers, refuse_decimal_comma
from embedlab.tables.table import RawTable
from embedlab.tables.text_lines import TextLines, decode

__all__ = ["read_delimited", "separator_of"]

SEPARATORS = {",": "CSV", ";": "CSV with semicolons", "\t": "TSV"}
SAMPLE = 100  # rows that decide which columns are numbers
MISSING = ("", "NA", "N/A", "null", "None")  # an empty number; its row is dropped later


def separator_of(sample: list[tuple[int, bytes]]) -> str | None:
    """Return what stands between the columns of a text, None where nothing does.

    It is the separator that cuts the first two rows into the same number of columns, the more the better.
    """
    first = [decode(line, number) + "\n" for number, line in sample[:5]]
    best, found = 1, None
    for separator in SEPARATORS:
        try:
            header, *second = islice(csv.reader(first, delimiter=separator), 2)
        except csv.Error:
            continue
        # a second row with a line break in a cell may go on beyond the sample
        widths = {len(row) for row in second if not any("\n" in cell for cell in row)} | {len(header)}
        if len(widths) == 1 and (width := widths.pop()) > best:
            best, found = width, separator
    return found


def read_delimited(lines: TextLines, separator: str) -> RawTable:
    """Return the table of a text with separators.

    Raises:
        InvalidInputError: outside the limits, a row as wide as no other, or no column of numbers.
    """
    rows = _rows(lines, separator)
    number, header = next(rows, (0, []))
    if not header:
        check_shape(0, 1)
    if len(header) > MAX_DIM + MAX_COLUMNS + 1:
        raise InvalidInputError(
            f"Line {number:,} has {len(header):,} columns and at most {MAX_DIM + MAX_COLUMNS + 1:,} are "
            "read; keep the label and the numbers of the vector."
        )
    sample = list(islice(rows, SAMPLE))
    notes = list(lines.notes)
    if not _is_header(header):
        sample.insert(0, (number, header))
        header = [f"column {place + 1}" for place in range(len(header))]
        notes.append("The file has no header; its columns were numbered.")
    if not sample:
        check_shape(0, max(1, len(header) - 1))
    numeric = _numeric_columns(header, sample)
    check_shape(1, len(numeric))
    table = _Table(unique_names(header), numeric)
    for number, cells in chain(sample, rows):
        table.add(number, cells)
    return table.finish(SEPARATORS[separator], notes)


class _Table:
    """The rows read so far: numbers in one array, the cells of every other column in a list."""

    def __init__(self, header: list[str], numeric: list[int]) -> None:
        self.header, self.numeric = header, numeric
        others = [place for place in range(len(header)) if place not in set(numeric)]
        self.cells: dict[int, list[str]] = {place: [] for place in others}
        if len(others) > MAX_COLUMNS + 1:
            raise InvalidInputError(
                f"The file has {len(others):,} columns that are not numbers and at most {MAX_COLUMNS + 1:,} "
                "are read; keep the label and what the points shall be colored by."
            )
        self.blocks: list[NDArray[np.float32]] = []

    def add(self, number: int, cells: Sequence[str]) -> None:
        if len(cells) != len(self.header):
            raise InvalidInputError(
                f"Line {number:,} has {len(cells):,} columns where the first line has {len(self.header):,}; "
                f"repair that line, or leave out everything up to it with skip_rows={number}."
            )
        check_shape(len(self.blocks) + 1, len(self.numeric))
        written = [cells[place] for place in self.numeric]
        numbers = read_numbers(written) or read_numbers(
            ["nan" if cell.strip() in MISSING else cell for cell in written]
        )
        if numbers is None:
            raise _no_number(number, written, [self.header[place] for place in self.numeric])
        with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite, and is counted later
            self.blocks.append(np.array(numbers, np.float64).astype(np.float32))
        for place, kept in self.cells.items():
            kept.append(cells[place])

    def finish(self, written_as: str, notes: list[str]) -> RawTable:
        notes.append(made_of([self.header[place] for place in self.numeric]))
        columns = {self.header[place]: kept for place, kept in self.cells.items()}
        label, columns = choose_label(columns)
        return RawTable(np.stack(self.blocks), label, written_as, columns, tuple(notes))


def _rows(lines: TextLines, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with the number of the line each ends on."""
    place = 0

    def texts() -> Iterator[str]:
        nonlocal place
        for place, line in lines.every_line():  # a quoted cell may hold blank ones
            yield decode(line, place) + "\n"

    reader = csv.reader(texts(), delimiter=separator)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InvalidInputError(
                f"Line {place:,} has a cell that does not end or is too long ({error}); look for a quotation "
                "mark without its partner."
            ) from error
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield place, row


def _is_header(cells: list[str]) -> bool:
    """Whether the first row names the columns: no number in it, or 0, 1, 2, … as pandas numbers them."""
    written = [cell.strip() for cell in cells if is_number(cell)]
    if not written:
        return True
    others = {cell.strip().lower() for cell in cells if not is_number(cell)}
    running = written == [str(place) for place in range(len(written))]
    return running and others <= {*INDEX_NAMES, *LABEL_NAMES} and bool(others)


def _numeric_columns(header: list[str], sample: list[tuple[int, list[str]]]) -> list[int]:
    """Return the places of the columns that hold numbers in the sample, an index left out.

    Raises:
        InvalidInputError: no such column; a decimal comma is named.
    """
    numeric = []
    for place, name in enumerate(header):
        cells = [cells[place].strip() for _, cells in sample if place < len(cells)]
        written = [cell for cell in cells if cell not in MISSING]
        good = sum(map(is_number, written))
        is_index = name.strip().lower() in INDEX_NAMES and all(cell.isdigit() for cell in written)
        # half is enough: one bad cell is named with its line instead of turning a column into text
        if written and 2 * good > len(written) and not is_index:
            numeric.append(place)
        elif written and decimal_comma(written):
            line, cells = next((n, row) for n, row in sample if decimal_comma(row[place : place + 1]))
            raise refuse_decimal_comma(cells[place].strip(), line)
    if not numeric:
        raise InvalidInputError(
            "The table has no column of numbers; a CSV needs a column of labels and the numbers of each "
            "vector in columns of their own."
        )
    return numeric


def _no_number(number: int, written: list[str], names: list[str]) -> InvalidInputError:
    for cell, name in zip(written, names, strict=True):
        if comma := decimal_comma([cell]):
            return refuse_decimal_comma(comma, number)
        if not is_number(cell) and cell.strip() not in MISSING:
            return InvalidInputError(
                f"Line {number:,} has {quote(cell)} in the column {quote(name)} of numbers; repair that cell."
            )
    return InvalidInputError(f"Line {number:,} has a cell that is no number; repair it.")
