"""Which columns of a file of rated pairs are the two words and which one the rating.

A heading names the rating; else it is the only number beside the words, or stands where the known sets have
it. The words are the first two columns of texts, so that an index or a code before them is passed over.
"""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass

from embedlab.tables.numbers import decimal_comma

__all__ = ["PairColumns", "columns_of", "comma_in", "fields_of", "number_in", "without_tags"]

FIELDS = 3  # word, word, rating
RATINGS = (  # what a heading calls the rating
    *("simlex999", "simlex score", "simverb", "human (mean)", "average_score", "mean", "avg", "average"),
    *("rating", "score", "similarity", "sim"),
)
DISTRIBUTED = {  # columns of a file without a heading -> the rating, where several are numbers
    10: 3,  # SimLex-999
    13: 2,  # Rare Words: ten raters behind the mean
    16: 2,  # WordSim-353, set 1: thirteen raters
    19: 2,  # set 2: sixteen
}
LOOKED_AT = 5  # lines
TAGGED = re.compile(r".+-[njvr]")  # MEN writes sun-n and beautiful-j


@dataclass(frozen=True)
class PairColumns:
    """How many columns a file has, and which of them are the words and the rating."""

    count: int = FIELDS
    rating: int = FIELDS - 1
    words: tuple[int, int] = (0, 1)

    @property
    def remark(self) -> str:
        """What follows in a message where there are more columns than usual."""
        return "" if self.count == FIELDS else f"; the other lines have {self.count} columns"


def columns_of(lines: list[str]) -> PairColumns:
    """Return the columns of a file, by its heading or by what its first lines hold.

    Further columns need tabs or separators: between spaces three fields are read.
    """
    rows = [fields_of(line) for line in lines[:LOOKED_AT]]
    if not rows:
        return PairColumns()
    names = [field.lower() for field in rows[0]]
    named = next((names.index(name) for name in RATINGS if name in names), None)
    body = [row for row in rows[1:] or rows if len(row) == len(names)]
    numeric = [
        place
        for place in range(len(names))
        if body and all(number_in(row[place]) is not None for row in body)
    ]
    texts = [place for place in range(len(names)) if place not in numeric]
    if len(texts) > FIELDS - 1 and all(len(row[texts[0]]) == 1 for row in body):
        texts = texts[1:]  # a code of the relation, as in the annotated WordSim-353
    words = (texts[0], texts[1]) if len(texts) > 1 and body else (0, 1)
    if named is not None and named not in words:
        return PairColumns(len(names), named, words)
    ratings = [place for place in numeric if place not in words]
    if len(ratings) > 1 and ratings[0] < words[0]:
        ratings = ratings[1:]  # an index
    if len(ratings) == 1:
        return PairColumns(len(names), ratings[0], words)
    known = DISTRIBUTED.get(len(names))
    return PairColumns(len(names), known, words) if known in ratings else PairColumns()


def fields_of(line: str) -> list[str]:
    """Return the fields of a line, between tabs, semicolons, commas or spaces."""
    for separator in ("\t", ";", ","):
        if separator in line:
            cells = next(csv.reader([line], delimiter=separator)) if '"' in line else line.split(separator)
            return [cell.strip() for cell in cells]
    return line.split()


def number_in(written: str) -> float | None:
    """Return a finite number, None for anything else."""
    try:
        number = float(written)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def comma_in(line: str) -> str | None:
    """Return the rating if it is written with a decimal comma, which is no separator then."""
    is_apart = "," in line and "\t" not in line and ";" not in line
    fields = line.split() if is_apart else fields_of(line)
    return decimal_comma(fields[-1:]) if len(fields) >= FIELDS else None


def without_tags(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs without tags of parts of speech, if every word has one.

    >>> without_tags([("sun-n", "sunlight-n")]), without_tags([("x-n", "ray")])
    ([('sun', 'sunlight')], [('x-n', 'ray')])
    """
    if all(TAGGED.fullmatch(word) for pair in pairs for word in pair):
        return [(first[:-2], second[:-2]) for first, second in pairs]
    return pairs
