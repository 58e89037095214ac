"""Labeled texts as people bring them: lines "label | text", or a CSV with a column of each."""

from __future__ import annotations

import csv
import io

from embedlab.applications.labeled_texts import LabeledTexts
from embedlab.errors import InvalidInputError, quote

__all__ = ["read_labeled_texts"]

LABELS = ("label", "class", "category", "desk", "topic", "sentiment")
TEXTS = ("text", "sentence", "message", "ticket", "review", "document")
SEPARATORS = ",;\t"


def read_labeled_texts(text: str) -> LabeledTexts:
    """Return the labeled texts of lines "label | text" or of a CSV; empty lines are left out.

    A CSV has a heading that names a column of labels and one of texts, or two columns: label, then text.

    Raises:
        InvalidInputError: it is neither, or as `LabeledTexts`.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise InvalidInputError("There is no text in it; write lines such as “praise | I love it”.")
    if all("|" in line for line in lines):
        pairs = [line.split("|", 1) for line in lines]
        return LabeledTexts(*zip(*((body.strip(), label.strip()) for label, body in pairs), strict=True))
    separator = max(SEPARATORS, key=lines[0].count)
    if separator not in lines[0]:
        raise InvalidInputError(
            f"The line {quote(lines[0])} has no label; write “label | text”, or a CSV with the columns label "
            "and text."
        )
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(row)]
    except csv.Error as error:
        raise InvalidInputError(f"The CSV cannot be read ({error}); save it again as UTF-8.") from error
    heading = [cell.strip().casefold() for cell in rows[0]]
    label = next((heading.index(name) for name in LABELS if name in heading), None)
    body = next((heading.index(name) for name in TEXTS if name in heading), None)
    if label is None or body is None:
        if len(rows[0]) != 2:
            raise InvalidInputError(
                f"The heading {quote(separator.join(rows[0]))} names no column of labels and texts; "
                f"call them label and text."
            )
        label, body = 0, 1
    else:
        rows = rows[1:]
    short = next((row for row, cells in enumerate(rows, 1) if len(cells) <= max(label, body)), None)
    if short is not None:
        raise InvalidInputError(
            f"Row {short:,} has no column {max(label, body) + 1}; fill it in or remove it."
        )
    return LabeledTexts(tuple(row[body].strip() for row in rows), tuple(row[label].strip() for row in rows))
