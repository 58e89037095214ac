"""The guard against a table cut at the wrong places: what is left over of the numbers stands in the labels.

A single label may be anything ("1.5", ",", "route 66", "[CLS]"). Where most of a column begin or end with a
number, an open bracket or a separator, the lines were cut at the wrong places, and nothing of them is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from embedlab.display import visible_text
from embedlab.errors import InvalidInputError, quote
from embedlab.numerals import count_text

__all__ = ["find_misread", "refuse_misread"]

DECIMAL = r"[-+]?(?:\d*\.\d+|\d+(?:\.\d*)?[eE][-+]?\d+)"
BREAK = r"\s,;|:=>/\[\](){}"
DECIMAL_AT_EDGE = re.compile(rf"{DECIMAL}[{BREAK}].*|.*[{BREAK}]{DECIMAL}[{BREAK}]*", re.DOTALL)
NAMED = re.compile(
    rf"[^{BREAK}][^,;|:=>/\[\](){{}}]*\s{DECIMAL}|{DECIMAL}\s+[^\W\d].*"
)  # "Llama 3.1", "2.1 Data"
WHOLES_AT_EDGE = re.compile(r"[-+]?\d+\s*[,;|].*|.*[,;|=]\s*[-+]?\d+", re.DOTALL)
SEPARATOR_AT_EDGE = re.compile(r"(?!&#?\w+;\Z)(?:[,;|]+\w\S*|\S*\w[,;|=]+)")  # &amp; is a word of its own
OPEN = re.compile(r"[(\[{]\s*[-+]?\d*\.\d|\.\d*\s*[)\]}]")
CUT = re.compile(r'[,;|]\s*"\S')  # a quotation mark that begins a cell
NUMBER = re.compile(r"[-+\d.eE]+")
FEW = 3


def find_misread(cells: Iterable[str], *, named: bool = False, quoted: bool = False) -> str | None:
    """Return the first cell that shows that a column was cut at the wrong places; None if it was not.

    Args:
        cells: of one column of texts.
        named: a header as wide as the rows names the columns, so "Llama 3.1" is a name.
        quoted: the cells may have stood between quotation marks, so whole numbers and separators are text.
    """
    written = [cell.strip() for cell in cells if cell.strip()]
    few = len(written) < FEW  # a word such as "a," or "0[" may stand alone
    misread = [cell for cell in written if _has_numbers(cell, named) or not (few or _is_whole(cell, quoted))]
    return misread[0] if 2 * len(misread) > len(written) else None


def refuse_misread(line: str, label: str, numbers: int) -> InvalidInputError:
    """Return the error that shows a line and how it would be read."""
    return InvalidInputError(
        f"{line} would be read as the label {quote(visible_text(label, mark_spaces=False))} and "
        f"{count_text(numbers, 'number')}; a label that begins or ends with numbers, brackets or separators "
        "means that the line was cut at the wrong places. Write a label and its numbers with the same "
        "separator between all of them, such as king,0.1,0.2."
    )


def _has_numbers(cell: str, named: bool) -> bool:
    """Whether a decimal number stands at an edge or in a bracket that is open."""
    if NUMBER.fullmatch(cell):
        return False
    is_open = any(cell.count(begin) != cell.count(end) for begin, end in ("[]", "{}", "()"))
    if is_open and OPEN.search(cell):
        return True
    return DECIMAL_AT_EDGE.fullmatch(cell) is not None and not (named and NAMED.fullmatch(cell))


def _is_whole(cell: str, quoted: bool) -> bool:
    """Whether neither a separator nor half of a pair of brackets stands at an edge of a cell."""
    if NUMBER.fullmatch(cell) or not any(map(str.isalnum, cell)):
        return True
    if "\t" in cell or (not quoted and (CUT.search(cell) or (cell[0] == '"' and cell.count('"') % 2))):
        return False
    is_open = cell.count("[") != cell.count("]") or cell.count("{") != cell.count("}")
    if (is_open and (cell[0] in "[{]}" or cell[-1] in "[{]}")) or SEPARATOR_AT_EDGE.fullmatch(cell):
        return False
    return quoted or WHOLES_AT_EDGE.fullmatch(cell) is None
