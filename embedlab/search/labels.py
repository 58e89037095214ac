"""Labeled queries of a visitor's own: CSV with a query and the title of a document that answers it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from embedlab.errors import InvalidInputError, quote
from embedlab.text_files import read_text
from embedlab.texts import LabeledQuery

__all__ = ["read_labels"]

HEAD = ["query", "document"]
MAX_BYTES = 500_000
MAX_LABELS = 1_000  # lines


def read_labels(content: bytes, titles: Sequence[str]) -> tuple[LabeledQuery, ...]:
    """Return the labeled queries of a CSV file, in its order.

    A line holds a query and a document; a query with several documents has several lines, one that nothing
    answers an empty document. A first line "query,document" is the head.

    >>> read_labels(b"query,document\\nunhappy,I'm sad today", ["I'm sad today"])
    (LabeledQuery(text='unhappy', titles=("I'm sad today",)),)

    Args:
        content: of the file, UTF-8.
        titles: of the documents.

    Raises:
        InvalidInputError: it is too large or empty, a line has not two cells, or names an unknown document.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInputError(
            f"The labels have {len(content) / 1e6:.1f} MB and at most {MAX_BYTES / 1e6:.1f} MB are read; "
            "give fewer."
        )
    try:
        rows = [
            (number, [cell.strip() for cell in row])
            for number, row in enumerate(csv.reader(io.StringIO(read_text(content).text), strict=True), 1)
        ]
    except csv.Error as error:
        raise InvalidInputError(f"The labels are not CSV ({error}); save them again as CSV.") from error
    rows = [(number, row) for number, row in rows if any(row)]
    if rows and [cell.lower() for cell in rows[0][1]] == HEAD:
        rows = rows[1:]
    if not 1 <= len(rows) <= MAX_LABELS:
        raise InvalidInputError(
            f"The labels have {len(rows):,} lines; give 1 to {MAX_LABELS:,}: query,document."
        )
    known = set(titles)
    titles_of: dict[str, list[str]] = {}
    for number, row in rows:
        if len(row) != 2 or not row[0]:
            raise InvalidInputError(
                f"Line {number:,} of the labels is not a query and a document; put a comma between them, and "
                "quotation marks around a text that holds one."
            )
        if row[1] and row[1] not in known:
            raise InvalidInputError(
                f"Line {number:,} of the labels names the document {quote(row[1])}, which is not among these "
                f"{len(titles):,}; write its title as it stands above the picture's hits."
            )
        titles_of.setdefault(row[0], []).extend([row[1]] if row[1] else [])
    return tuple(LabeledQuery(query, tuple(dict.fromkeys(each))) for query, each in titles_of.items())
