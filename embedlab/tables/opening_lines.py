"""What stands above a table and is no part of it: remarks, Excel's "sep=;", the numbers of columns.

Such lines are left out with a note. A remark as wide as the table names its columns and loses its mark only.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from embedlab.display import visible_text
from embedlab.errors import quote
from embedlab.tables.numbers import all_numbers
from embedlab.tables.text_lines import TextLines
from embedlab.tables.word_layouts import Layout

__all__ = ["after_opening"]

MOST = 100  # lines looked at
BELOW = 3  # lines below a remark, of which the first may be a header
EXCEL = re.compile(rb'\s*"?sep=[^\w\s]?"?\s*', re.IGNORECASE)
REMARK = re.compile(rb"\s*[#%]+\s*")
SEPARATORS = (b"\t", b";", b"|", b",", None)
ANY = Layout(1, "mixed")


def after_opening(lines: TextLines) -> TextLines:
    """Return the lines of a text from the first that belongs to its table on."""
    first = next(iter(lines), (0, b""))[1]
    if not (EXCEL.fullmatch(first) or REMARK.match(first) or _are_running(first)):
        return lines
    opening = list(islice(lines, MOST))
    left_out = 0
    for place, (number, line) in enumerate(opening):
        below = [other for _, other in opening[place + 1 :] if not REMARK.match(other)][:BELOW]
        if not below or not (EXCEL.fullmatch(line) or _is_remark(line, below) or _counts(line, below[0])):
            break
        mark = REMARK.match(line)
        if mark and opening[place + 1][1] == below[0] and _same_width(line[mark.end() :], below[0]):
            content = lines.content.replace(line, line[mark.end() :], 1)
            return _without(replace(lines, content=content), opening[:place], left_out)
        left_out = number
    return _without(lines, [one for one in opening if one[0] <= left_out], left_out)


def _without(lines: TextLines, removed: list[tuple[int, bytes]], last: int) -> TextLines:
    if not removed:
        return lines
    quoted = quote(visible_text(removed[0][1].decode("utf-8", "replace"), mark_spaces=False))
    which = "line is" if len(removed) == 1 else f"{len(removed):,} lines are"
    note = f"The first {which} no part of the table and was left out ({quoted})."
    if len(removed) > 1:
        note = note.replace(" was ", " were ")
    return replace(lines, notes=(*lines.notes, note), skip_rows=max(last, lines.skip_rows))


def _is_remark(line: bytes, below: list[bytes]) -> bool:
    """Whether a line begins with the mark of one; the word "#" has as many numbers as its neighbors."""
    return REMARK.match(line) is not None and ANY.count(line) < max([1, *map(ANY.count, below)])


def _counts(line: bytes, below: bytes) -> bool:
    """Whether a line is 0, 1, 2, … (or 1, 2, 3, …) above as many fractions: the names of columns."""
    numbers = _fields(below)
    return (
        _are_running(line) and len(_fields(line)) == len(numbers) and b"." in below and all_numbers(numbers)
    )


def _are_running(line: bytes) -> bool:
    names = _fields(line)
    firsts = (0, 1) if len(names) > 2 else (0,)  # 1 and 2 may be a row
    return len(names) > 1 and any(
        names == [b"%d" % (first + place) for place in range(len(names))] for first in firsts
    )


def _fields(line: bytes) -> list[bytes]:
    return ANY.split(line.replace(b'"', b""), labeled=False)[1]


def _same_width(line: bytes, below: bytes) -> bool:
    return any(len(line.split(one)) == len(below.split(one)) > 1 for one in SEPARATORS)
