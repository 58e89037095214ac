"""From a table as it was written to one that can be used: what is dropped or cut is counted and said.

    numbers that are none    the row is dropped; more than 1% of the rows (and more than one) is a refusal
    the same label again     the first row is kept
    long or empty labels     cut, or named by their row

Vectors of zeros, and labels that differ only in case or in how an accent is typed, are kept and noted.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.graphemes import graphemes
from embedlab.tables.limits import MAX_COLUMNS, MAX_LABEL_BYTES, MAX_LABEL_GRAPHEMES, check_shape
from embedlab.tables.reading_note import reading_of
from embedlab.tables.table import RawTable, VectorTable

__all__ = ["clean_table"]

BAD_SHARE = 0.01  # of the rows may hold NaN or infinite numbers
LARGE = 1e18  # the square of a larger number is more than float32 can hold
NO_NUMBERS = "numbers that are missing, NaN, infinite or beyond 3.4e38"
CLASSES = 0.5  # no more different labels than this share of the rows are classes, not names


def clean_table(raw: RawTable) -> VectorTable:
    """Return the table without repeated labels and without numbers that are none.

    Raises:
        InvalidInputError: outside the limits, or too many rows have numbers that are none.
    """
    check_shape(*raw.matrix.shape)
    notes = list(raw.notes)
    with np.errstate(over="ignore", invalid="ignore"):
        matrix = np.ascontiguousarray(raw.matrix, dtype=np.float32)
    columns = dict(list(raw.columns.items())[:MAX_COLUMNS])
    labels = _labels(raw, columns, notes)
    good = _finite_rows(matrix, labels, notes)
    rows = good[_first_rows([labels[row] for row in good], notes)]
    labels = _cut([labels[row] for row in rows], notes)
    if len(rows) < len(matrix):
        matrix = matrix[rows]
    _note_alike(labels, notes)
    _note_numbers(matrix, notes)
    shortened = {name: _shortened(values, rows) for name, values in columns.items()}
    return VectorTable(
        tuple(labels),
        matrix,
        shortened,
        raw.format,
        tuple(notes),
        reading_of(labels, matrix, raw),
        raw.label_column,
        raw.label_columns,
        raw.vector_column,
        raw.vector_columns,
    )


def shorten(text: str) -> str:
    """Return `text` cut to the longest label, at the edge of a grapheme, with an ellipsis."""
    if len(text) <= MAX_LABEL_GRAPHEMES:
        return text
    for looked_at in (4 * MAX_LABEL_GRAPHEMES, MAX_LABEL_BYTES):  # most graphemes are one character
        parts = graphemes(text[:looked_at])
        if len(parts) > MAX_LABEL_GRAPHEMES:
            break
    else:
        if len(text) <= MAX_LABEL_BYTES:
            return text
    return "".join(parts[: MAX_LABEL_GRAPHEMES - 1]) + "…"


def _shortened(values: Sequence[str], rows: NDArray[np.intp]) -> tuple[str, ...]:
    """Return the values of some rows, each different one cut once."""
    cut = {value: shorten(value) for value in set(values)}
    return tuple(cut[values[row]] for row in rows)


def _labels(raw: RawTable, columns: dict[str, list[str]], notes: list[str]) -> list[str]:
    """Return one label a row; the number of the row where the file has none that names it."""
    given, count = raw.labels, len(raw.matrix)
    if given is not None and _are_classes(given, are_words=raw.labels_are_words):
        name = raw.label_column or "label"
        columns.setdefault(name, given)
        notes.append(
            f"Rows share their label with others ({len(set(given)):,} labels for {count:,} rows), so the "
            f"labels are kept as the column {quote(name)} for coloring and the rows are numbered."
        )
        given = None
    elif given is None:
        notes.append("The file names no rows, so they are numbered; a second file can hold their labels.")
    if given is None:
        return [f"row {row:,}" for row in range(1, count + 1)]
    empty = sum(not label.strip() for label in given)
    if empty:
        notes.append(f"{_rows(empty)} without a label {_was(empty)} named by number.")
    return [label if label.strip() else f"row {row:,}" for row, label in enumerate(given, start=1)]


def _are_classes(labels: Sequence[str], *, are_words: bool) -> bool:
    """Whether labels name classes and no rows: most are shared, or they are whole numbers that repeat."""
    different = len(set(labels))
    if different < len(labels) and all(label.isdecimal() for label in labels):
        return True
    return not are_words and len(labels) > 2 and different <= CLASSES * len(labels)


def _finite_rows(matrix: NDArray[np.float32], labels: Sequence[str], notes: list[str]) -> NDArray[np.intp]:
    """Return the rows whose numbers are all finite.

    Raises:
        InvalidInputError: too many are not.
    """
    finite = np.isfinite(matrix).all(axis=1)
    bad = np.flatnonzero(~finite)
    if len(bad) > max(1, BAD_SHARE * len(matrix)) or len(bad) == len(matrix):
        raise InvalidInputError(
            f"{_rows(len(bad))} of {len(matrix):,} have {NO_NUMBERS}, first row {bad[0] + 1:,} "
            f"({quote(labels[bad[0]])}); at most one row or {BAD_SHARE:.0%} may, so repair them."
        )
    if len(bad):
        notes.append(
            f"{_rows(len(bad))} with {NO_NUMBERS} {_was(len(bad))} left out, first {quote(labels[bad[0]])}."
        )
    return np.flatnonzero(finite)


def _first_rows(labels: Sequence[str], notes: list[str]) -> NDArray[np.intp]:
    first: dict[str, int] = {}
    for row, label in enumerate(labels):
        first.setdefault(label, row)
    repeated = len(labels) - len(first)
    if repeated:
        again = next(label for label, count in Counter(labels).items() if count > 1)
        notes.append(
            f"{_rows(repeated)} with a label that came before {_was(repeated)} left out "
            f"(first {quote(again)}); of each label the first row is kept."
        )
    return np.fromiter(first.values(), np.intp, len(first))


def _cut(labels: list[str], notes: list[str]) -> list[str]:
    """Return the labels, long ones cut; two that became the same are told apart by a number."""
    long = [row for row, label in enumerate(labels) if len(label) > MAX_LABEL_GRAPHEMES]
    taken = set(labels)
    times: Counter[str] = Counter()
    count = 0
    for row in long:
        short = shorten(labels[row])
        if short == labels[row]:
            continue
        count += 1
        unique = short
        while unique in taken:
            times[short] += 1
            unique = f"{short} ({times[short] + 1})"
        taken.add(unique)
        labels[row] = unique
    if count:
        which = f"{count:,} label{'s' if count != 1 else ''}"
        notes.append(f"{which} longer than {MAX_LABEL_GRAPHEMES} characters {_was(count)} cut.")
    return labels


def _note_alike(labels: Sequence[str], notes: list[str]) -> None:
    """Note labels that are different, and the same without case or in another form of Unicode."""
    folded = Counter(
        (label if label.isascii() else unicodedata.normalize("NFC", label)).casefold() for label in labels
    )
    alike = sum(count for count in folded.values() if count > 1)
    if alike:
        notes.append(
            f"{alike:,} labels differ from another one only in case or in how an accent is typed; "
            "all of them were kept."
        )


def _note_numbers(matrix: NDArray[np.float32], notes: list[str]) -> None:
    zeros = int((~matrix.any(axis=1)).sum())
    if zeros:
        verb = "is" if zeros == 1 else "are"
        notes.append(f"{_rows(zeros)} {verb} all zeros; kept, though a vector without length has no cosine.")
    largest = float(max(matrix.max(), -matrix.min()))
    if largest > LARGE:
        notes.append(
            f"The largest number is {largest:.1e}; the square of such a number is more than float32 holds, "
            "so divide the vectors by it where lengths or distances matter."
        )


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
