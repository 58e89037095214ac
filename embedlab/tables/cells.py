"""What the cells of a column hold: a number, a whole number, a list of numbers, or text.

A list is written as people and libraries write it: JSON, Python's tuples, what NumPy, PyTorch, TensorFlow, R
and pandas print, an object around it, or plain numbers between spaces or separators.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.tables.numbers import decimal_comma, is_number, read_numbers

__all__ = [
    "LISTS",
    "MISSING",
    "Cell",
    "Kind",
    "check_coded",
    "check_shortened",
    "comma_in_list",
    "is_missing",
    "kind_of",
    "numbers_in",
    "odd_number",
    "text_of",
]

Cell = str | NDArray[np.float32]  # JSON has its lists already
Kind = Literal["list", "ids", "loose", "number", "whole", "comma", "text"]
LISTS = ("list", "ids", "loose")

MISSING = ("", "na", "n/a", "#n/a", "<na>", "null", "none", "\\n", "-", "?")  # its row is dropped later
BRACKETS = {"[": "]", "(": ")", "{": "}", "<": ">"}
SEPARATING = str.maketrans(",;|", "   ")
WHOLE = re.compile(r"[-+]?\d+(?:\.0+|[eE]\+?\d+)?")
CALLED = re.compile(  # tensor([0.1, 0.2], device='cpu'), np.array([0.1]), c(0.1, 0.2)
    r"[A-Za-z_][\w.]*\s*\((?P<list>[^=]*?)(?:,\s*\w+\s*=.*)?\)", re.DOTALL
)
KEYED = re.compile(r"""\{\s*(?:["']?\w+["']?\s*:\s*)(?=\[)""")  # {'values': [0.1, 0.2]}
BARE_COMMA = re.compile(r"\d,\d")
BASE64 = re.compile(r"[A-Za-z0-9+/]{6,}={0,2}")
BYTES = re.compile(r"\\x(?:[0-9a-fA-F]{2}){4,}|b'.*'|b\".*\"")
CODE = re.compile(r"0\d+")
ODD = re.compile(r"[^\w\s]{0,2}\d[\d.,]*\s?\D{0,3}")  # $1.50, (0.5), 12 cm
NUMBERED = re.compile(r"""["']?(\d+)["']?\s*:\s*""")  # {"0": 0.1, "1": 0.2}
SCALAR = re.compile(r"(?:np|numpy)\.(?:float|int)\d+\(([^()]*)\)")
NOTHING = re.compile(r"\b(?:null|None)\b")
SHORTENED = re.compile(r"[\[(]+\s*[-+]?[\d.][^\"']*\.\.\.[^\"']*[\])]+")  # what NumPy prints of a long array


def is_missing(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    if isinstance(cell, str):
        return cell.strip().lower() in (*MISSING, "[]")
    return not len(cell)


def numbers_in(cell: str) -> list[float] | None:
    """Return the numbers of a list written in a cell, or None if it is none.

    >>> numbers_in("[0.5, -1e-2]"), numbers_in("0.5 2"), numbers_in("[CLS]")
    ([0.5, -0.01], [0.5, 2.0], None)
    """
    text = cell.strip()
    if text[:1] == "{" and ":" in text:
        text = KEYED.sub("", text[:-1]) if KEYED.match(text) else _without_keys(text)
    if "(" in text:
        text = SCALAR.sub(r"\1", text) if "np." in text or "numpy." in text else text
        if called := CALLED.fullmatch(text):
            text = called["list"].strip()
    while text and (closing := BRACKETS.get(text[0])) and text.endswith(closing) and len(text) > 1:
        text = text[1:-1].strip()
    if "null" in text or "None" in text:
        text = NOTHING.sub("nan", text)
    if BARE_COMMA.search(text) and comma_in_list(text):
        return None
    fields = text.translate(SEPARATING).split()
    if fields and fields[0][0] in "\"'":
        fields = [field[1:-1] if field[0] == field[-1] else field for field in fields]
    return read_numbers(fields) if fields else None


def comma_in_list(text: str) -> str | None:
    """Return the first decimal comma of a list whose numbers stand between something else than commas.

    >>> comma_in_list("[0,5; 0,25]"), comma_in_list("0,5, 0,25"), comma_in_list("[0.5, 0.25]")
    ('0,5', '0,5', None)
    """
    fields = [field.strip("[](){}\"',") for field in re.split(r"[;|\s]+", text)]
    fields = [field for field in fields if field]
    return decimal_comma(fields) if len(fields) > 1 else None


def kind_of(cells: Sequence[Cell]) -> Kind:
    """Return what most of the cells are.

    "ids" are lists of whole numbers only, and "loose" such without brackets. One bad cell is named with its
    line later, instead of turning its column into text.
    """
    written = [cell for cell in cells if not is_missing(cell)]
    texts = [cell.strip() for cell in written if isinstance(cell, str)]
    lists = [numbers for cell in written if (numbers := _list_in(cell)) is not None]
    if 2 * len(lists) > len(written):
        return "ids" if all(float(number).is_integer() for numbers in lists for number in numbers) else "list"
    if any(CODE.fullmatch(text) for text in texts) and all(map(str.isdecimal, texts)):
        return "text"  # 01234 is a code
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


def check_coded(cells: Sequence[Cell], name: str) -> None:
    """Raise `InvalidInputError` if a column holds vectors as bytes or base64 text."""
    written = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
    base64 = all(len(cell) % 4 == 0 and BASE64.fullmatch(cell) for cell in written)
    is_coded = base64 and not all(map(str.isalpha, written))  # words have letters only
    if written and (is_coded or all(map(BYTES.fullmatch, written))):
        raise InvalidInputError(
            f"The column {quote(name)} holds vectors as bytes or base64 text ({quote(written[0])}); ask "
            'for numbers (encoding_format="float"), or decode each with '
            'np.frombuffer(base64.b64decode(text), "float32").'
        )


def odd_number(cells: Sequence[Cell]) -> str | None:
    """Return the first of the cells that are numbers with something around them, if most are."""
    written = [cell.strip() for cell in cells if isinstance(cell, str) and not is_missing(cell)]
    odd = [cell for cell in written if ODD.fullmatch(cell)]
    return odd[0] if 2 * len(odd) > len(written) else None


def text_of(cell: Cell) -> str:
    """Return a cell as text; of a list, its first numbers."""
    if isinstance(cell, str):
        return cell.strip()
    numbers = ", ".join(f"{number:g}" for number in cell[:3])
    return f"[{numbers}{', …' if len(cell) > 3 else ''}]"


def _list_in(cell: Cell) -> Sequence[float] | NDArray[np.float32] | None:
    """Return the numbers of a list that is marked as one."""
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    numbers = numbers_in(text) if text[0] in BRACKETS or CALLED.fullmatch(text) else None
    return None if numbers and len(numbers) == 1 and text[0] == "(" and "," not in text else numbers  # (0.5)


def _without_keys(text: str) -> str:
    """Return an object without its keys, if they count 0, 1, 2, …"""
    keys = NUMBERED.findall(text)
    return NUMBERED.sub("", text) if keys == [str(place) for place in range(len(keys))] else text
