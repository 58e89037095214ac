"""Which kind of table a text is, found out from its first lines.

    count dim         word2vec, if the second line is as wide as the header says
    1  2  3           rows of numbers without labels, if every line is made of numbers only
    word 1 2 3        GloVe; the width most lines have decides, because a word may contain spaces
    word,x,y          a table with separators, usually with a header

Nothing is read to the end here. A text that is none of these is refused with the list of what is read.
"""

from __future__ import annotations

import codecs
from collections import Counter
from itertools import islice, takewhile

from embedlab.errors import InvalidInputError
from embedlab.tables.delimited import read_delimited, separator_of
from embedlab.tables.limits import MAX_DIM, check_shape
from embedlab.tables.numbers import all_numbers, decimal_comma, is_number
from embedlab.tables.table import RawTable
from embedlab.tables.text_lines import TextLines
from embedlab.tables.words_binary import CONTROL, HEADER
from embedlab.tables.words_text import read_glove, read_number_rows, read_word2vec_text

__all__ = ["read_text_table"]

SAMPLE = 100  # lines looked at
UNKNOWN_FORMAT = (
    "This is no table of vectors that is known here; choose word2vec (text or binary), GloVe text, .npy, "
    ".npz, Parquet, safetensors, CSV with a header, or the vectors.tsv of the Embedding Projector."
)

Sample = list[tuple[int, bytes]]


def read_text_table(lines: TextLines, *, has_labels: bool = False) -> RawTable:
    """Return the table of a text, whichever kind it is.

    Args:
        lines: of the text.
        has_labels: the labels come in a file of their own, so rows of numbers hold no words.

    Raises:
        InvalidInputError: none of the kinds, outside the limits, or damaged.
    """
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
        return read_word2vec_text(lines, *counts)
    if _numbers_only(sample, has_labels):
        return read_number_rows(lines, _usual_width(sample))
    separator, dim = separator_of(sample), _words_before_numbers(sample)
    names_first = separator and not any(map(is_number, sample[0][1].decode().split(separator)))
    if separator and names_first and (separator == "\t" or not dim):
        return read_delimited(lines, separator)
    # with a decimal comma the width is another: reading then fails at the first comma and names it
    if dim := _words_before_numbers(sample, commas=True):
        return read_glove(lines, dim)
    if separator:
        return read_delimited(lines, separator)
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
    found = HEADER.fullmatch(sample[0][1])
    if not found:
        return None
    count, dim = int(found[1]), int(found[2])
    if len(sample) == 1:
        check_shape(0, dim)
    width = len(sample[1][1].split())
    if width != 2:
        return count, dim
    # two columns: "2 1" may be the word 2 with its one number, unless the count is right
    is_header = dim == 1 and sum(1 for _ in lines) - 1 == count
    return (count, dim) if is_header else None


def _numbers_only(sample: Sample, has_labels: bool) -> bool:
    """Whether every line is made of numbers and none of them is a word.

    Numbers between spaces look like GloVe with words such as "2"; whole numbers in front are taken for words.
    """
    rows = [line.split() for _, line in sample]
    if not all(map(all_numbers, rows)):
        return False
    tabs = all(b"\t" in line or len(row) == 1 for (_, line), row in zip(sample, rows, strict=True))
    return has_labels or tabs or not any(row[0].lstrip(b"+-").isdigit() for row in rows)


def _usual_width(sample: Sample) -> int:
    return Counter(len(line.split()) for _, line in sample).most_common(1)[0][0]


def _words_before_numbers(sample: Sample, *, commas: bool = False) -> int:
    """Return how many numbers follow the word on most lines; 0 where none do.

    With `commas`, what is written with a decimal comma counts as a number.
    """
    counts = Counter(_trailing_numbers(line.split(), commas) for _, line in sample)
    return counts.most_common(1)[0][0]


def _trailing_numbers(fields: list[bytes], commas: bool) -> int:
    """Return how many numbers end a line; the first field is always a word.

    >>> _trailing_numbers([b"New", b"York", b"1", b"2"], False), _trailing_numbers([b"7", b"1,5"], True)
    (2, 1)
    """
    is_written = (lambda one: decimal_comma([one]) or is_number(one)) if commas else is_number
    return sum(1 for _ in takewhile(is_written, reversed(fields[1:])))
