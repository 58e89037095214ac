"""A matrix as a program prints or writes it: NumPy, PyTorch, MATLAB, Julia, Mathematica.

array([[0.1, 0.2], ..], dtype=float32)    rows between brackets, over as many lines as they take
A = [0.1 0.2; 0.3 0.4];                   rows between semicolons

It has no labels. JSON is read elsewhere.
"""

from __future__ import annotations

import re

from embedlab.errors import InvalidInputError
from embedlab.tables.cells import comma_in_list
from embedlab.tables.numbers import refuse_decimal_comma
from embedlab.tables.text_lines import TextLines

__all__ = ["printed_rows"]

BEGIN = re.compile(rb"\s*(?P<name>[A-Za-z_]\w*\s*(?:=|<-)\s*)?(?:[A-Za-z_][\w.]*\s*\(\s*)?(?=[\[({])")
BODY = re.compile(rb"[\[({][-+\d.eEnaif,;\s\[\](){}]*[\])}]")  # with nan and inf
END = re.compile(rb"\s*(?:,\s*\w+\s*=[^\[\]]*\))?\s*\)?\s*;?\s*")
BRACKETS = bytes.maketrans(b"(){}", b"[][]")
SEPARATING = bytes.maketrans(b"[,;\n\r", b"     ")


def printed_rows(lines: TextLines) -> TextLines | None:
    """Return the rows of a matrix, one a line between spaces; None if a text is something else.

    Raises:
        InvalidInputError: the matrix was shortened when it was printed, or has decimal commas.
    """
    content = lines.content.split(b"\n", lines.skip_rows)[-1] if lines.skip_rows else lines.content
    begin = BEGIN.match(content)
    body = BODY.match(content, begin.end()) if begin else None
    if not begin or not body or not END.fullmatch(content, body.end()):
        return None
    text = body[0].translate(BRACKETS)
    if text.count(b"[") > 1:
        parts = text.split(b"]")
    elif b";" in text:
        parts = text.strip(b"[]").split(b";")
    elif re.search(rb",\s*\n", text):
        parts = [text.strip(b"[]")]
    else:
        return None
    parts = [part.strip(b"[],; \t\r\n") for part in parts]
    parts = [part for part in parts if part]
    if not parts or (len(parts) == 1 and begin["name"]):
        return None
    if b"..." in text:
        raise InvalidInputError(
            "The matrix was shortened when it was printed, so most of its numbers are not in the file; save "
            "it with numpy.save or numpy.savetxt."
        )
    for part in parts[:100]:
        if comma := comma_in_list(part.decode()):
            raise refuse_decimal_comma(comma, 1)
    return TextLines(b"\n".join(part.translate(SEPARATING) for part in parts), lines.notes)
