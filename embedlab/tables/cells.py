"""What the cells of a column hold: a number, a whole number, a list of numbers, or text.

A list is written as people and libraries write it: JSON, Python's tuples, what NumPy and pandas print, or
plain numbers between spaces or separators.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.tables.numbers import decimal_comma, is_number, read_numbers

__all__ = ["MISSING", "Cell", "Kind", "check_shortened", "is_missing", "kind_of", "numbers_in", "text_of"]

Cell = str | NDArray[np.float32]  # JSON has its lists already
Kind = Literal["list", "loose", "number", "whole", "comma", "text"]

MISSING = ("", "NA", "N/A", "null", "None")  # an empty number; its row is dropped later
BRACKETS = {"[": "]", "(": ")", "{": "}"}
SEPARATING = str.maketrans(",;|", "   ")
WHOLE = re.compile(r"[-+]?\d+(?:\.0+)?")
CALLED = re.compile(
    r"(?:np\.|numpy\.|torch\.)?(?:array|tensor)\((?P<list>.*?)(?:,\s*dtype=[\w.]+)?\)", re.DOTALL
)
SCALAR = re.compile(r"(?:np|numpy)\.(?:float|int)\d+\(([^()]*)\)")
NOTHING = re.compile(r"\b(?:null|None)\b")
SHORTENED = re.compile(r"[\[(]+\s*[-+]?[\d.][^\"']*\.\.\.[^\"']*[\])]+")  # what NumPy prints of a long array


def is_missing(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    if isinstance(cell, str):
        return cell.strip() in (*MISSING, "[]")
    return not len(cell)


def numbers_in(cell: str) -> list[float] | None:
    """Return the numbers of a list written in a cell, or None if it is none.

    >>> numbers_in("[0.5, -1e-2]"), numbers_in("0.5 2"), numbers_in("[CLS]")
    ([0.5, -0.01], [0.5, 2.0], None)
    """
    text = cell.strip()
    if "(" in text:
        text = SCALAR.sub(r"\1", text) if "np." in text or "numpy." in text else text
        if called := CALLED.fullmatch(text):
            text = called["list"].strip()
    while text and (closing := BRACKETS.get(text[0])) and text.endswith(closing) and len(text) > 1:
        text = text[1:-1].strip()
    if "null" in text or "None" in text:
        text = NOTHING.sub("nan", text)
    fields = text.translate(SEPARATING).split()
    return read_numbers(fields) if fields else None


def kind_of(cells: Sequence[Cell]) -> Kind:
    """Return what most of the cells are; "loose" is a list of whole numbers without brackets.

    One bad cell is named with its line later, instead of turning its column into text.
    """
    written = [cell for cell in cells if not is_missing(cell)]
    texts = [cell.strip() for cell in written if isinstance(cell, str)]
    lists = len(written) - len(texts)
    lists += sum(text[:1] in {*BRACKETS, "a", "n", "t"} and _is_list(text) for text in texts)
    if 2 * lists > len(written):
        return "list"
    if 2 * sum(map(is_number, texts)) > len(written):
        return "whole" if all(WHOLE.fullmatch(text) for text in texts if is_number(text)) else "number"
    if texts and decimal_comma(texts):
        return "comma"
    # numbers with nothing around them: a list where there are several and any has a point
    rows = [numbers for numbers in map(numbers_in, texts) if numbers is not None and len(numbers) > 1]
    if 2 * len(rows) > len(written):
        return "list" if any(not number.is_integer() for numbers in rows for number in numbers) else "loose"
    return "text"


def check_shortened(cell: Cell, line: str) -> None:
    """Raise `InvalidInputError` if a cell is an array that NumPy shortened when it was printed."""
    if isinstance(cell, str) and "..." in cell and SHORTENED.fullmatch(cell.strip()):
        raise InvalidInputError(
            f"{line} holds a list that was shortened when it was printed ({quote(cell.strip())}), so most of "
            "its numbers are not in the file; save the vectors as lists with .tolist()."
        )


def text_of(cell: Cell) -> str:
    """Return a cell as text; of a list, its first numbers."""
    if isinstance(cell, str):
        return cell.strip()
    shown = ", ".join(f"{number:g}" for number in cell[:3])
    return f"[{shown}{', …' if len(cell) > 3 else ''}]"


def _is_list(text: str) -> bool:
    bracketed = text[0] in BRACKETS or CALLED.fullmatch(text) is not None
    return bracketed and numbers_in(text) is not None
