"""The one sentence that says how a file was read, with its first row: a wrong reading is seen at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embedlab.display import visible_text
from embedlab.errors import quote
from embedlab.numerals import MINUS, count_text
from embedlab.tables.columns import NUMBERS
from embedlab.tables.table import RawTable

__all__ = ["reading_of"]

SHOWN = 3  # numbers of the first row


def reading_of(labels: Sequence[str], matrix: NDArray[np.float32], raw: RawTable) -> str:
    """Return how a table was read.

    >>> from embedlab.tables.table import RawTable
    >>> matrix = np.ones((1, 2), np.float32)
    >>> reading_of(["king"], matrix, RawTable(matrix, ["king"], "CSV", label_column="text"))
    '1 row of 2 numbers, labels from the column “text”. The first row is “king”: 1, 1.'
    """
    rows, dim = matrix.shape
    numbers = ", ".join(f"{number:.4g}" for number in matrix[0, :SHOWN]).replace("-", MINUS)
    first = f"The first row is {_visible(labels[0])}: {numbers}{', …' if dim > SHOWN else ''}."
    vector = raw.vector_column
    lists = f" from the column {_visible(vector)}" if vector is not None and vector != NUMBERS else ""
    return f"{count_text(rows, 'row')} of {count_text(dim, 'number')}{lists}, {_origin(labels, raw)}. {first}"


def _origin(labels: Sequence[str], raw: RawTable) -> str:
    if raw.labels is None or (labels[0] != raw.labels[0] and labels[0] == "row 1" and raw.labels[0].strip()):
        return "rows numbered because the file does not name them"
    if raw.label_column is not None:
        return f"labels from the column {_visible(raw.label_column)}"
    return "each with its label" if raw.labels_are_words else "with labels"


def _visible(text: str) -> str:
    return quote(visible_text(text, mark_spaces=False))
