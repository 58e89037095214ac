"""Numbers written as text: read with a decimal point only; a decimal comma or grouped thousands are named.

Reading is Python's own (`float`), which knows no language of the machine and reads "nan" and "1e-5".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from embedlab.errors import InvalidInputError, quote

__all__ = ["all_numbers", "decimal_comma", "is_number", "read_numbers", "refuse_decimal_comma"]

COMMA = re.compile(r"[-+]?\d*,\d+(?:[eE][-+]?\d+)?")
THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")  # or three digits after a decimal comma
SPACED = "'’\u00a0\u202f"  # between thousands: Switzerland, France
GROUPED = re.compile(  # 1,000.5; 1'000.5; 1 000,5; 1.000,5; 1,000,000
    rf"[-+]?[1-9]\d{{0,2}}(?:(?:,\d{{3}})+\.\d+|(?:,\d{{3}}){{2,}}|(?:[{SPACED}]\d{{3}})+(?:[.,]\d+)?"
    r"|(?: \d{3})+[.,]\d+"
    r"|(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})"
)


def read_numbers(fields: Sequence[bytes | str]) -> list[float] | None:
    """Return the numbers written in `fields`, or None if one of them is none.

    >>> read_numbers([b"1", b"-2.5e-1"]), read_numbers(["1", "1_0"])
    ([1.0, -0.25], None)
    """
    try:
        numbers = list(map(float, fields))
    except ValueError:
        return None
    # Python reads 1_000 and the digits of every script; a table of numbers has neither
    for one in fields:
        if (b"_" in one) if isinstance(one, bytes) else ("_" in one or not one.isascii()):
            return None
    return numbers


def is_number(text: bytes | str) -> bool:
    """Whether `text` is one number with a decimal point, or without any."""
    return read_numbers([text]) is not None


def all_numbers(fields: Sequence[bytes | str]) -> bool:
    """Whether there are fields and each of them is a number."""
    return bool(fields) and read_numbers(fields) is not None


def decimal_comma(fields: Sequence[bytes | str]) -> str | None:
    """Return the first number that another country writes so, if all fields are such numbers or plain ones.

    >>> decimal_comma(["1,5", "2"]), decimal_comma(["1'000.5"]), decimal_comma(["1,5", "cat"])
    ('1,5', "1'000.5", None)
    """
    first = None
    for given in fields:
        text = given.decode("utf-8", "replace") if isinstance(given, bytes) else given
        if COMMA.fullmatch(text.strip()) or GROUPED.fullmatch(text.strip()):
            first = first or text.strip()
        elif not is_number(text):
            return None
    return first


def refuse_decimal_comma(number: str, line: int) -> InvalidInputError:
    """Return the error that names a decimal comma, or separated thousands, and where they stand."""
    if not COMMA.fullmatch(number):
        whole, point, rest = number.replace(",", ".").rpartition(".")
        if not point or number.count(number[len(whole)]) > 1:  # 1,000,000 has no fraction
            whole, point, rest = number, "", ""
        plain = re.sub(r"[^-+\d]", "", whole) + point + rest
        return InvalidInputError(
            f"Line {line:,} writes numbers with a sign between the thousands ({quote(number)}); write them "
            f"without it and with a decimal point, such as {quote(plain)}."
        )
    unsure = ", or without the comma if it separates thousands" if THOUSANDS.fullmatch(number) else ""
    return InvalidInputError(
        f"Line {line:,} writes numbers with a decimal comma ({quote(number)}); write them with a point, "
        f"such as {quote(number.replace(',', '.'))}{unsure}."
    )
