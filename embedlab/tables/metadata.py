"""The second file: the labels of the rows, and columns to color them by.

The rule is that of TensorFlow's Embedding Projector: a file with one column has NO header, one with several
columns (between tabs) HAS one. Where the number of rows differs nothing is guessed, because every label
after the first wrong one would name another point.
"""

from __future__ import annotations

from embedlab.errors import InvalidInputError
from embedlab.numerals import count_text
from embedlab.tables.columns import TakenLabel, take_label, unique_names
from embedlab.tables.limits import MAX_COLUMNS, check_upload
from embedlab.tables.text_lines import TextLines, decode, text_lines

__all__ = ["read_metadata"]

RULE = (
    "a file with one column has no header row, and one with several columns between tabs has one: "
    "add or remove that first line, or choose the labels that belong to these vectors"
)


def read_metadata(
    content: bytes, rows: int, *, encoding: str = "utf-8", label: str | None = None
) -> TakenLabel:
    """Return the labels of `rows` vectors, and the other columns of the file.

    Args:
        content: of the file.
        rows: how many vectors there are.
        encoding: of the file.
        label: the column of labels.

    Raises:
        UnknownNameError: no such column.
        InvalidInputError: not one line a vector, ragged, or not in this encoding.
    """
    check_upload(len(content), "file of labels")
    lines = text_lines(content, encoding=encoding)
    first = next(iter(lines))[1]
    names = [decode(name, 1) for name in first.split(b"\t")]
    if len(names) > MAX_COLUMNS + 1:
        raise InvalidInputError(
            f"The file of labels has {len(names):,} columns and at most {MAX_COLUMNS + 1:,} are read; "
            "keep the label and what the points shall be colored by."
        )
    table = _cells(lines, len(names))
    header = len(names) > 1
    if len(table) - header != rows:
        table = [cells for cells in table if any(cells)] if len(table) - header > rows else table
    if len(table) - header != rows:
        counted = f"{len(table):,} lines" + (", one of them its header," if header else "")
        raise InvalidInputError(f"The file of labels has {counted} and the table {rows:,} vectors; {RULE}.")
    if not header:
        return TakenLabel([cells[0] for cells in table], None, False, {}, ())
    columns = dict(zip(unique_names(table[0]), map(list, zip(*table[1:], strict=True)), strict=True))
    return take_label(columns, wanted=label)


def _cells(lines: TextLines, width: int) -> list[list[str]]:
    """Return the cells of every line, blank lines too (a label may be empty)."""
    table: list[list[str]] = []
    for number, line in lines.every_line():
        cells = [decode(cell, number) for cell in line.split(b"\t")]
        if len(cells) != width and (width > 1 and line.strip()):
            raise InvalidInputError(
                f"Line {number:,} of the labels has {count_text(len(cells), 'column')} where the first has "
                f"{width:,}; repair that line."
            )
        if width == 1:
            cells = ["\t".join(cells)]
        table.append(cells if len(cells) == width else [""] * width)
    return table
