"""CSV and its relatives: columns between commas, semicolons, tabs, bars or spaces, usually under a header.

What Excel, pandas, R or a person writes is read: separators may be followed by spaces, cells may stand
between quotation marks, and a header may lack the name of the first column. Which column is what, `columns`
decides.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, takewhile

from embedlab.errors import InvalidInputError
from embedlab.tables.cells import LISTS, Cell, Kind, is_missing, numbers_in, text_of
from embedlab.tables.column_table import ColumnTable, Row, kinds_of
from embedlab.tables.columns import INDEX_NAMES, is_label_name, is_running, unique_names
from embedlab.tables.limits import MAX_COLUMNS, MAX_DIM, check_shape
from embedlab.tables.numbers import decimal_comma, is_number
from embedlab.tables.series import MIN_SERIES, are_classes
from embedlab.tables.table import RawTable
from embedlab.tables.text_lines import TextLines, decode

__all__ = [
    "FORMATS",
    "cut",
    "is_header",
    "names_numbers",
    "numbers_columns",
    "read_delimited",
    "separator_of",
]

FORMATS = {
    ",": "CSV",
    ";": "CSV with semicolons",
    "\t": "TSV",
    "|": "CSV with bars",
    " ": "columns between spaces",
}
SAMPLE = 100  # rows that decide what the columns hold
PART = re.compile(r'"(?:[^"]|"")*"|\S+')
INDEX, CLASS = "index", "label"  # names for a first column of whole numbers, by whether they repeat
NO_HEADER = "The file has no header; its columns were numbered."


def separator_of(sample: list[tuple[int, bytes]]) -> str | None:
    """Return what stands between the columns of a text, None where nothing does. Spaces are not considered.

    It is the separator that cuts the first two rows into the same number of columns, the more the better; a
    header may have one column less, as R and pandas write it. A comma that stands inside of numbers or
    brackets, as another separator shows, separates no columns.
    """
    best, winner = 1, None
    for separator in ("\t", ";", "|", ","):
        rows = cut(sample[:5], separator)[:2]
        widths = [len(row) for row in rows]
        if separator == "," and (winner and _is_between(rows, cut(sample[:5], winner)[:2])):
            continue
        if widths and widths[-1] - widths[0] in (0, 1) and widths[-1] > best and (widths[0] > 1):
            best, winner = widths[-1], separator
    return winner


def _is_between(rows: list[list[str]], others: list[list[str]]) -> bool:
    """Whether commas cut lists or numbers in two that another separator leaves whole."""
    if any(decimal_comma([cell]) for row in others for cell in row[1:]):
        return True
    lists = [cell for row in others for cell in row if len(numbers_in(cell) or ()) > 1]
    return bool(lists) and not any(cell in lists for row in rows for cell in row)


def cut(sample: list[tuple[int, bytes]], separator: str) -> list[list[str]]:
    """Return the cells of some lines; nothing where a separator cannot cut them.

    A row at the end with a line break in a cell may go on beyond the sample and is left out.
    """
    lines = (decode(line, number) + "\n" for number, line in sample)
    plain = _is_plain([line for _, line in sample], separator)
    try:
        rows = [[cell.strip() for cell in row] for row in _reader(lines, separator, plain=plain)]
    except csv.Error:
        return []
    return rows[:-1] if len(rows) > 1 and any("\n" in cell for cell in rows[-1]) else rows


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names columns: no number and no list in it, or 0, 1, 2, … as pandas numbers them."""
    if any(decimal_comma([cell]) or len(numbers_in(cell) or ()) > 1 for cell in cells):
        return False
    written = [cell.strip() for cell in cells if is_number(cell)]
    if not written:
        return True
    others = [cell for cell in cells if not is_number(cell)]
    running = written == [str(place) for place in range(len(written))]
    return (
        running
        and bool(others)
        and all(cell.strip().lower() in INDEX_NAMES or is_label_name(cell) for cell in others)
    )


def numbers_columns(cells: Sequence[str]) -> bool:
    """Whether a row counts its columns above fractions: 0, 1, 2, … or 1990, 1991, …, perhaps after a name.

    >>> numbers_columns(["word", "1990", "1991"]), numbers_columns(["king", "1", "2"])
    (True, False)
    """
    names = [cell.strip() for cell in cells]
    front = list(takewhile(lambda name: not name.isdecimal(), names))
    counted = names[len(front) :]
    if not all(name.isascii() and name.isdecimal() for name in counted) or len(counted) < 2:
        return False
    first = int(counted[0])
    if counted != [str(number) for number in range(first, first + len(counted))]:
        return False
    known = bool(front) and all(is_label_name(name) for name in front)
    return known or (first < 2 and len(counted) > 2 + len(front))


def names_numbers(cells: Sequence[str], below: Sequence[Cell]) -> bool:
    """Whether a row counts columns and has a name above a number.

    >>> names_numbers(["word", "score", "0", "1", "2"], ["king", "0.5", "1.5", "2.5", "0.25"])
    True
    """
    counted = [cell.strip() for cell in cells if is_number(cell)]
    if len(counted) < MIN_SERIES or not is_running(counted):
        return False
    pairs = zip(reversed(cells), reversed(below), strict=False)  # the name of an index may be missing
    return any(is_number(text_of(cell)) and not (is_number(name) or is_missing(name)) for name, cell in pairs)


def read_delimited(
    lines: TextLines,
    separator: str,
    *,
    vector: str | None = None,
    label: str | None = None,
    has_labels: bool = False,
) -> RawTable:
    """Return the table of a text with separators.

    Args:
        lines: of the text.
        separator: one of `FORMATS`.
        vector: the column of lists to be read, or `columns.NUMBERS`.
        label: the column of labels.
        has_labels: the labels come in a file of their own.

    Raises:
        UnknownNameError: no such column.
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
    sample: list[Row] = list(islice(rows, SAMPLE))
    notes = list(lines.notes)
    named = (
        is_header(header)
        or (numbers_columns(header) and any("." in cell for _, row in sample[:1] for cell in row))
        or (bool(sample) and names_numbers(header, sample[0][1]))
    )
    if not named:
        sample.insert(0, (number, header))
        header = [f"column {place + 1}" for place in range(len(header))]
        notes.append(NO_HEADER)
    elif sample and len(sample[0][1]) == len(header) + 1:
        header = ["", *header]  # the index, without a name
    if not sample:
        check_shape(0, max(1, len(header) - 1))
    # of columns without a name the first is an index; others get the name that pandas gives them
    header = [name.strip() or (f"Unnamed: {place}" if place else "") for place, name in enumerate(header)]
    kinds = kinds_of(header := unique_names(header), sample)
    if not named and not has_labels:
        kinds = _first_is_label(_last_is_class(kinds, sample), sample)
    elif named and vector is None and _runs(kinds, sample):
        label = label or header[0]
    names = named and not any(re.search(r"[\s,;|]", name) for name, kind in kinds.items() if kind == "text")
    table = ColumnTable(kinds, sample, vector=vector, label=label, named=names)
    for number, cells in chain(sample, rows):
        table.add(number, cells)
    return table.finish(FORMATS[separator], notes)


def _first_is_label(kinds: dict[str, Kind], sample: Sequence[Row]) -> dict[str, Kind]:
    """Return the kinds with a name for the first column, if it alone holds whole numbers and has none."""
    (_, kind), *others = kinds.items()
    numbers = {other for name, other in others if other != "text" and name != CLASS}
    if kind != "whole" or not numbers or not numbers <= {"number", *LISTS}:
        return kinds
    values = [cells[0] for _, cells in sample]
    name = INDEX if len(set(values)) == len(values) else CLASS
    if name in dict(others):
        return kinds
    return {name: kind, **dict(others)}


def _last_is_class(kinds: dict[str, Kind], sample: Sequence[Row]) -> dict[str, Kind]:
    """Return the kinds with a name for the last column, if it holds classes after fractions, as iris does.

    An index may stand in front. After a word, the last number remains a dimension.
    """
    *others, (_, kind) = kinds.items()
    first = (
        [] if [each for _, each in others[:1]] == ["number"] else [text_of(cells[0]) for _, cells in sample]
    )
    fractions = others[1:] if first else others
    if kind != "whole" or len(fractions) < 2 or {each for _, each in fractions} != {"number"}:
        return kinds
    if first and not (others[0][1] == "whole" and len(set(first)) == len(first)):
        return kinds
    last = [text_of(cells[-1]) for _, cells in sample if len(cells) == len(kinds)]
    return {**dict(others), CLASS: kind} if are_classes(last) else kinds


def _runs(kinds: dict[str, Kind], sample: Sequence[Row]) -> bool:
    """Whether the first column counts 0, 1, 2, … or 1, 2, 3, … beside fractions, whatever its name."""
    (name, kind), *others = kinds.items()
    return (
        kind == "whole"
        and len(name) > 1
        and len(sample) > 1
        and {other for _, other in others} <= {"number", "list"}
        and is_running([text_of(cells[0]) for _, cells in sample])
    )


def _is_plain(lines: Iterable[bytes], separator: str) -> bool:
    """Whether tabs alone cut a text into columns, so that a quotation mark without a partner is a word."""
    tabs: set[int] = set()
    half = False
    for line in lines if separator == "\t" else ():
        tabs.add(line.count(b"\t"))
        half = half or line.count(b'"') % 2 == 1
        if len(tabs) > 1:
            return False
    return half


def _reader(lines: Iterator[str], separator: str, *, plain: bool) -> Iterator[list[str]]:
    if plain:
        return ([_unquoted(part) for part in line.rstrip("\n").split(separator)] for line in lines)
    if separator == " ":
        return ([_unquoted(part) for part in PART.findall(line)] for line in lines)
    around = re.escape(separator)
    bare = re.compile(rf"(?:(?<={around})|^)\s*(\[[^\[\]]*\])\s*(?={around}|$)")
    # a list without quotation marks is one cell, too
    whole = (bare.sub(r'"\1"', line) if "[" in line and '"' not in line else line for line in lines)
    return csv.reader(whole, delimiter=separator, skipinitialspace=True)


def _unquoted(part: str) -> str:
    return part[1:-1].replace('""', '"') if part[:1] == '"' and part[-1:] == '"' and len(part) > 1 else part


def _rows(lines: TextLines, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with the number of the line each ends on."""
    place = 0

    def texts() -> Iterator[str]:
        nonlocal place
        for place, line in lines.every_line():  # a quoted cell may hold blank ones
            yield decode(line, place) + "\n"

    reader = _reader(texts(), separator, plain=_is_plain((line for _, line in lines), separator))
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
