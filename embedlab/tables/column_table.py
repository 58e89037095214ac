"""A table of named columns, filled row by row: numbers in arrays, every other cell as a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from embedlab.display import visible_text
from embedlab.errors import InvalidInputError, quote
from embedlab.numerals import count_text
from embedlab.tables.cells import (
    Cell,
    Kind,
    check_coded,
    check_shortened,
    is_missing,
    kind_of,
    numbers_in,
    odd_number,
    text_of,
)
from embedlab.tables.columns import is_label_name, is_vector_name, left_out, made_of, roles_of, take_label
from embedlab.tables.limits import MAX_COLUMNS, check_shape
from embedlab.tables.misreadings import find_misread, refuse_misread
from embedlab.tables.numbers import decimal_comma, is_number, read_numbers, refuse_decimal_comma
from embedlab.tables.table import RawTable
from embedlab.tables.word_layouts import unquoted

__all__ = ["ColumnTable", "Row", "kinds_of"]

FEW = 3  # notes of one sort
OPENING = ("[", "(", "{")
Row = tuple[int, Sequence[Cell]]  # the number of its line, and its cells
NO_NUMBERS = (
    "The table has no column of numbers; a CSV needs a column of labels and the numbers of each vector in "
    "columns of their own, or as a list in one column."
)


def kinds_of(header: Sequence[str], sample: Sequence[Row]) -> dict[str, Kind]:
    """Return what each column holds, judged by some rows."""
    return {
        name: kind_of([cells[place] for _, cells in sample if place < len(cells)])
        for place, name in enumerate(header)
    }


class ColumnTable:
    """The rows read so far.

    Args:
        kinds: of the columns, by their names, in their order.
        sample: rows that the kinds were judged by.
        vector: the column of lists to be read, or `columns.NUMBERS`.
        label: the column of labels.
        row_name: "Line" or "Record", for messages.
        named: the file itself names its columns.

    Raises:
        UnknownNameError: no such column.
        InvalidInputError: no column of numbers, too many columns, or rows that were cut at the wrong places.
    """

    def __init__(
        self,
        kinds: Mapping[str, Kind],
        sample: Sequence[Row],
        *,
        vector: str | None = None,
        label: str | None = None,
        row_name: str = "Line",
        named: bool = True,
    ) -> None:
        self.kinds, self.row_name, self.wanted = kinds, row_name, label
        self.header = list(kinds)
        self.roles = roles_of(kinds, vector=vector, label=label)
        if vector is None:
            _check_vectors(kinds, sample, row_name)
        # beside columns of numbers one with decimal commas would be lost without a word
        if not self.roles.vector or (not self.roles.is_list and "comma" in kinds.values()):
            raise _no_vector(self.header, kinds, sample, row_name)
        places = {name: place for place, name in enumerate(self.header)}
        self.vector = [places[name] for name in self.roles.vector]
        self.cells: dict[int, list[str]] = {places[name]: [] for name in self.roles.others}
        self.blocks: list[NDArray[np.float32] | None] = []  # None: a list that is missing
        self.dim = 0 if self.roles.is_list else len(self.vector)
        if not self.roles.is_list:
            check_shape(1, self.dim)
        if len(self.cells) > MAX_COLUMNS + 1:
            raise InvalidInputError(
                f"The file has {len(self.cells):,} columns that are not numbers and at most "
                f"{MAX_COLUMNS + 1:,} are read; keep the label and what the points shall be colored by."
            )
        self._check_cuts(sample, named)

    def add(self, number: int, cells: Sequence[Cell]) -> None:
        """Add a row.

        Raises:
            InvalidInputError: it does not fit.
        """
        if len(cells) != len(self.header):
            raise InvalidInputError(
                f"Line {number:,} has {count_text(len(cells), 'column')} where the first line has "
                f"{len(self.header):,}; repair that line, or leave out everything up to it with "
                f"skip_rows={number}."
            )
        check_shape(len(self.blocks) + 1, max(1, self.dim))
        self.blocks.append(
            self._list(number, cells[self.vector[0]]) if self.roles.is_list else self._numbers(number, cells)
        )
        for place, column in self.cells.items():
            column.append(text_of(cells[place]))

    def finish(self, written_as: str, notes: Sequence[str]) -> RawTable:
        """Return the table of all rows."""
        if not self.blocks:
            check_shape(0, max(1, self.dim))
        if not self.dim:
            raise InvalidInputError(NO_NUMBERS)
        missing = np.full(self.dim, np.nan, np.float32)
        matrix = np.stack([missing if block is None else block for block in self.blocks])
        columns = {self.header[place]: column for place, column in self.cells.items() if any(column)}
        wholes = {name for name in columns if self.kinds[name] not in ("text", "comma")}
        label = take_label(columns, wanted=self.wanted, wholes=wholes)
        texts = {
            name: odd for name in label.others if name not in wholes and (odd := odd_number(columns[name]))
        }
        beside = [
            name
            for name in label.others
            if self.kinds[name] in ("number", "whole") and not (self.roles.is_list or is_label_name(name))
        ]
        notes = [
            *notes,
            *([left_out(beside)] if beside else []),
            *(
                f"The column {quote(visible_text(name))} is text ({quote(odd)}) and no part of the vector."
                for name, odd in list(texts.items())[:FEW]
            ),
        ]
        return RawTable(
            matrix,
            None if label.values is None else unquoted(label.values),
            written_as,
            label.others,
            (*notes, made_of(self.roles.vector, lists=self.roles.is_list)),
            label_column=label.name,
            label_columns=label.offered,
            labels_are_index=label.is_index,
            vector_column=self.roles.chosen,
            vector_columns=self.roles.offered,
        )

    def _numbers(self, number: int, cells: Sequence[Cell]) -> NDArray[np.float32]:
        written = [text_of(cells[place]) for place in self.vector]
        numbers = read_numbers(written) or read_numbers(
            ["nan" if is_missing(cell) else cell for cell in written]
        )
        if numbers is None:
            raise self._no_number(number, written)
        return _floats(numbers)

    def _list(self, number: int, cell: Cell) -> NDArray[np.float32] | None:
        if is_missing(cell):
            return None
        numbers = numbers_in(cell) if isinstance(cell, str) else cell
        if numbers is None:
            check_shortened(cell, f"{self.row_name} {number:,}")
            raise InvalidInputError(
                f"{self.row_name} {number:,} has {quote(cell)} in the column "
                f"{quote(self.roles.vector[0])} of lists; repair that cell."
            )
        if not self.dim:
            self.dim = len(numbers)
            check_shape(1, self.dim)
        if len(numbers) != self.dim:
            raise InvalidInputError(
                f"{self.row_name} {number:,} has {count_text(len(numbers), 'number')} where the first vector "
                f"has {self.dim:,}; every vector needs as many, so repair it."
            )
        return _floats(numbers)

    def _no_number(self, number: int, written: list[str]) -> InvalidInputError:
        for cell, name in zip(written, self.roles.vector, strict=True):
            if comma := decimal_comma([cell]):
                return refuse_decimal_comma(comma, number)
            if not is_number(cell) and not is_missing(cell):
                return InvalidInputError(
                    f"{self.row_name} {number:,} has {quote(cell)} in the column {quote(name)} of numbers; "
                    "repair that cell."
                )
        return InvalidInputError(f"{self.row_name} {number:,} has a cell that is no number; repair it.")

    def _check_cuts(self, sample: Sequence[Row], named: bool) -> None:
        """Raise `InvalidInputError` if a column of texts shows that the rows were cut at the wrong places."""
        whole = named and self.roles.is_list  # no number of a list is left in a text beside it
        for place in self.cells:
            if self.kinds[self.header[place]] != "text":
                continue
            rows = [(number, cells[place]) for number, cells in sample if place < len(cells)]
            texts = [(number, cell) for number, cell in rows if isinstance(cell, str)]
            texts = [one for one in texts if not whole or one[1][:1] in OPENING]
            misread = find_misread((cell for _, cell in texts), named=named, quoted=True)
            if misread is not None:
                line = next(number for number, cell in texts if cell.strip() == misread)
                raise refuse_misread(f"{self.row_name} {line:,}", misread, self.dim or 1)


def _floats(numbers: Sequence[float] | NDArray[np.float32]) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite, and is counted later
        return np.asarray(numbers, np.float64).astype(np.float32)


def _check_vectors(kinds: Mapping[str, Kind], sample: Sequence[Row], row_name: str) -> None:
    """Raise `InvalidInputError` if a column that is named as a vector holds what is no list any more."""
    for place, (name, kind) in enumerate(kinds.items()):
        if kind == "text" and is_vector_name(name):
            rows = [(number, cells[place]) for number, cells in sample if place < len(cells)]
            check_coded([cell for _, cell in rows], name)
            for number, cell in rows:
                check_shortened(cell, f"{row_name} {number:,}")


def _no_vector(
    header: Sequence[str], kinds: Mapping[str, Kind], sample: Sequence[Row], row_name: str
) -> InvalidInputError:
    for place, name in enumerate(header):
        for number, cells in sample:
            cell = cells[place] if place < len(cells) else ""
            if kinds[name] == "comma" and (comma := decimal_comma([text_of(cell)])):
                return refuse_decimal_comma(comma, number)
            check_shortened(cell, f"{row_name} {number:,}")
    return InvalidInputError(NO_NUMBERS)
