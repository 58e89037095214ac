"""Which kind of table a text is, found out from its first lines.

    count dim         word2vec, if the second line is as wide as the header says
    1  2  3           rows of numbers without labels, if every line is made of numbers only
    word 1 2 3        GloVe; the width most lines have decides, because a word may contain spaces
    word,x,y          a table with separators, usually with a header
    word 1,2,3        a label, then numbers between any of the usual separators, with or without brackets

Nothing is read to the end here. A text that is none of these is refused with the list of what is read.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from itertools import islice

from embedlab.errors import InvalidInputError
from embedlab.tables.cells import LISTS
from embedlab.tables.column_table import kinds_of
from embedlab.tables.delimited import (
    cut,
    is_header,
    names_numbers,
    numbers_columns,
    read_delimited,
    separator_of,
)
from embedlab.tables.limits import MAX_DIM, check_shape
from embedlab.tables.misreadings import find_misread
from embedlab.tables.numbers import all_numbers, is_number
from embedlab.tables.opening_lines import after_opening
from embedlab.tables.printed_matrix import printed_rows
from embedlab.tables.ruled import without_rules
from embedlab.tables.series import are_classes
from embedlab.tables.table import RawTable
from embedlab.tables.text_lines import TextLines, decode
from embedlab.tables.word_layouts import Layout, comma_width, find_layout
from embedlab.tables.words_binary import CONTROL, HEADER
from embedlab.tables.words_text import read_glove, read_number_rows, read_word2vec_text

__all__ = ["read_text_table"]

SAMPLE = 100  # lines looked at
MIN_WITH_CLASS = 3  # columns
SEPARATED_HEADER = re.compile(rb"\s*(\d{1,18})\s*[,;]\s*(\d{1,18})[\s,;]*")  # a header saved as CSV
UNKNOWN_FORMAT = (
    "This is no table of vectors that is known here; choose word2vec (text or binary), GloVe text, .npy, "
    ".npz, Parquet, safetensors, JSON, CSV with a header, or the vectors.tsv of the Embedding Projector."
)

Sample = list[tuple[int, bytes]]


def read_text_table(
    lines: TextLines,
    *,
    has_labels: bool = False,
    vector: str | None = None,
    label: str | None = None,
) -> RawTable:
    """Return the table of a text, whichever kind it is.

    Args:
        lines: of the text.
        has_labels: the labels come in a file of their own, so rows of numbers hold no words.
        vector: the column of lists to be read, or `columns.NUMBERS`, where there are columns.
        label: the column of labels.

    Raises:
        UnknownNameError: no such column.
        InvalidInputError: none of the kinds, outside the limits, or damaged.
    """
    if matrix := printed_rows(lines):
        width = _usual_width([line.split() for _, line in islice(matrix, SAMPLE)])
        return read_number_rows(matrix, Layout(width, "spaces"))
    lines = after_opening(without_rules(lines))
    first = next(iter(lines), None)
    if first is None:
        raise InvalidInputError(
            f"The file holds 0 vectors after the first {lines.skip_rows:,} lines; lower skip_rows."
        )
    if (header := HEADER.fullmatch(first[1])) and int(header[2]) > MAX_DIM:
        check_shape(1, int(header[2]))  # before any line that is as long is looked at
    sample = list(islice(lines, SAMPLE))
    if _is_binary(lines.content[:4_096]):
        raise InvalidInputError(UNKNOWN_FORMAT)
    if counts := _header(lines, sample):
        guess = find_layout(sample[1:])
        return read_word2vec_text(lines, counts[0], Layout(counts[1], guess.kind if guess else "spaces"))
    if layout := _numbers_only(sample, has_labels):
        if layout.kind == "spaces" and not has_labels and _ends_with_classes(sample):
            between = "\t" if b"\t" in sample[0][1].strip() else " "
            return read_delimited(lines, between, vector=vector, label=label)
        return read_number_rows(lines, layout)
    if separator := _columns(sample):
        return read_delimited(lines, separator, vector=vector, label=label, has_labels=has_labels)
    # with a decimal comma the width is another: reading then fails at the first comma and names it
    layout, width = find_layout(sample), comma_width(sample)
    if width and not (layout and layout.kind == "brackets"):
        layout = Layout(width, "spaces")
    if layout:
        return read_glove(lines, layout, has_header=_names_columns(sample, layout))
    raise InvalidInputError(UNKNOWN_FORMAT)


def _is_binary(beginning: bytes) -> bool:
    """Whether bytes are neither UTF-8 nor a text in another encoding, which has no control characters."""
    if not CONTROL.search(beginning):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)  # the last character may be cut
    except UnicodeDecodeError:
        return True
    return False


def _header(lines: TextLines, sample: Sample) -> tuple[int, int] | None:
    """Return (count, dim) if the first line is a header of word2vec, judged by the width of the second."""
    match = HEADER.fullmatch(sample[0][1]) or SEPARATED_HEADER.fullmatch(sample[0][1])
    if not match:
        return None
    count, dim = int(match[1]), int(match[2])
    layout = find_layout(sample[1:])
    if match.re is SEPARATED_HEADER:
        return (count, dim) if layout and layout.dim == dim > 1 else None
    if len(sample) == 1:
        check_shape(0, dim)
    width = len(sample[1][1].split())
    if width != 2:
        return count, dim
    if layout and layout.kind != "spaces" and layout.dim == dim:
        return count, dim
    # two columns: "2 1" may be the word 2 with its one number, unless the count is right
    is_header = dim == 1 and sum(1 for _ in lines) - 1 == count
    return (count, dim) if is_header else None


def _numbers_only(sample: Sample, has_labels: bool) -> Layout | None:
    """Return how the numbers stand if every line is made of numbers and none of them is a word.

    Numbers between spaces look like GloVe with words such as "2"; whole numbers in front are taken for words.
    Columns of numbers between separators are left to `delimited`.
    """
    layout = find_layout(sample)
    if layout and layout.kind == "brackets":
        return layout if not any(layout.split(line)[0] for _, line in sample) else None
    spaced = [line.split() for _, line in sample]
    if all(map(all_numbers, spaced)):
        tabs = all(b"\t" in line or len(row) == 1 for (_, line), row in zip(sample, spaced, strict=True))
        if not (has_labels or (tabs and not _are_labels(spaced)) or not _all_whole(spaced)):
            return None
        return Layout(_usual_width(spaced), "spaces")
    mixed = [Layout(1, "mixed").split(line, labeled=False)[1] for _, line in sample]
    if not all(map(all_numbers, mixed)) or separator_of(sample) or comma_width(sample):
        return None
    return Layout(_usual_width(mixed), "mixed") if has_labels or not _all_whole(mixed) else None


def _ends_with_classes(sample: Sample) -> bool:
    """Whether whole numbers that repeat stand after fractions on each line."""
    rows = [line.decode("ascii", "replace").split() for _, line in sample]
    if (
        len({len(row) for row in rows}) > 1
        or len(rows[0]) < MIN_WITH_CLASS
        or not all(row[-1].isdecimal() for row in rows)
    ):
        return False
    first, *columns, _ = zip(*rows, strict=True)
    is_index = len(set(first)) == len(first) and all(cell.isdecimal() for cell in first)
    columns = columns if is_index else [first, *columns]
    fractions = [any(not cell.isdecimal() for cell in column) for column in columns]
    return len(fractions) > 1 and all(fractions) and are_classes([row[-1] for row in rows])


def _all_whole(rows: list[list[bytes]]) -> bool:
    return all(row[0].lstrip(b"+-").isdigit() for row in rows)


def _are_labels(rows: list[list[bytes]]) -> bool:
    """Whether the first column alone holds whole numbers."""
    wholes = [[field.lstrip(b"+-").isdigit() for field in row] for row in rows]
    width = min(map(len, wholes))
    return (
        width > 1
        and all(row[0] for row in wholes)
        and not any(all(row[place] for row in wholes) for place in range(1, width))
    )


def _usual_width(rows: list[list[bytes]]) -> int:
    return Counter(map(len, rows)).most_common(1)[0][0]


def _columns(sample: Sample) -> str | None:
    """Return the separator if the text has columns; None if its lines are words with their numbers."""
    layout, separator = find_layout(sample[1:] or sample), separator_of(sample)
    if separator is None:
        return " " if _has_spaced_columns(sample, layout) else None
    if not (rows := cut(sample, separator)):  # a quotation mark without its partner: reading names the line
        return None if layout else separator
    if layout and (not any(row[0] for row in rows) or (len(rows) == 1 and is_header(rows[0]))):
        return None  # every word begins with the separator, or there is no row below the only line
    if is_header(rows[0]) and not (layout and len(sample) > 1 and layout.count(sample[0][1]) >= layout.dim):
        # the lines end with numbers: cut by one separator or by all, whichever leaves no number behind
        unsure = layout is not None and separator != "\t" and len(rows) > 1
        is_words = unsure and _names_columns(sample, layout, index=False) and _leaves_numbers(rows, layout)
    elif comma_width(sample):
        is_words = True
    else:
        same = len({len(row) for row in rows}) == 1
        is_words = layout is not None and not (same and not _leaves_numbers(rows, layout, named=False))
    return None if is_words else separator


def _leaves_numbers(rows: list[list[str]], layout: Layout | None, *, named: bool = True) -> bool:
    """Whether columns hold fewer numbers than end a line, because some stand in a cell with a text."""
    body = [(0, row) for row in rows[1 if named else 0 :]]
    kinds = kinds_of([str(place) for place in range(len(body[0][1]))], body)
    if not {*LISTS}.isdisjoint(kinds.values()):
        return False
    if "comma" in kinds.values():
        return True
    numbers = sum(kind in ("number", "whole") for kind in kinds.values())
    texts = [place for place, kind in enumerate(kinds.values()) if kind == "text"]
    misread = any(find_misread([row[place] for _, row in body if place < len(row)]) for place in texts)
    return misread or (layout is not None and numbers < layout.dim and not texts)


def _has_spaced_columns(sample: Sample, layout: Layout | None) -> bool:
    """Whether the columns stand between spaces, under a header or with the label at the end."""
    rows = cut(sample, " ")
    widths = {len(row) for row in rows[1:]}
    if len(widths) != 1 or (width := widths.pop()) < 2:
        return False
    indexed = rows[1][0].isdigit() or sample[1][1].lstrip().startswith(b'"')
    if (
        (is_header(rows[0]) or names_numbers(rows[0], rows[1]))
        and len(rows[0]) > 1
        and (len(rows[0]) == width or (len(rows[0]) == width - 1 and indexed))
    ):
        return not (layout and layout.kind != "spaces") and any(map(is_number, rows[1]))
    return not layout and len(rows[0]) == width and any(map(is_number, rows[1]))


def _names_columns(sample: Sample, layout: Layout | None, *, index: bool = True) -> bool:
    """Whether the first line is a header above words and their numbers; with `index` of numbers only."""
    if len(sample) < 2 or layout is None:
        return False
    names = Layout(1, "mixed").split(sample[0][1], labeled=False)[1]
    last = [decode(name, 1).strip('"') for name in names[-layout.dim - 1 :]]
    if len(last) >= layout.dim and b"." in sample[1][1] and numbers_columns(last):
        return True
    if layout.count(sample[0][1]):
        return False
    if not is_header([decode(name, 1) for name in names]):
        return False
    wide = len(names) == layout.dim + 1 or (index and len(names) == layout.dim)
    return wide or (layout.kind == "brackets" and len(names) == 2)
