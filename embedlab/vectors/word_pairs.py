"""Do cosines agree with people? Pairs of words rated for similarity, and two correlations.

WordSim-353 (Finkelstein et al. 2002) asks how related two words are, SimLex-999 (Hill, Reichart and Korhonen
2015) how alike; both come with gensim. The rules are those of gensim's `evaluate_word_pairs`. No p-values:
they say how many pairs there are more than how good a table is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import paired_cosines
from embedlab.errors import InvalidInputError, check_choice, quote
from embedlab.tables.numbers import decimal_comma, refuse_decimal_comma
from embedlab.vectors.question_text import MAX_QUESTIONS, gensim_file, numbered_lines
from embedlab.vectors.vocabulary import rows_by_upper_case, words_searched
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["PairReport", "WordPairs", "evaluate_word_pairs", "read_word_pairs", "word_pairs_path"]

FILES = {"wordsim353": "wordsim353.tsv", "simlex999": "simlex999.txt"}
FIELDS = 3  # word, word, rating
RATINGS = (  # what a heading calls the rating
    *("simlex999", "simverb", "human (mean)", "average_score", "mean", "avg", "average", "rating", "score"),
    *("similarity", "sim"),
)
SIMVERB = 3  # SimVerb-3500: word, word, part of speech, rating, relation
DISTRIBUTED = {
    5: SIMVERB,
    13: 2,
}  # columns of a file without a heading -> the rating; Rare Words has ten raters
PAIRS_AT_ONCE = 4_096


@dataclass(frozen=True)
class WordPairs:
    """Pairs of words and how similar people find them."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    ratings: NDArray[np.float64]  # (n,)

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.pairs)


@dataclass(frozen=True)
class PairReport:
    """How the cosines of a table agree with the ratings of people."""

    name: str
    pairs: tuple[tuple[str, str], ...]  # those that could be asked
    ratings: NDArray[np.float64]  # (m,)
    cosines: NDArray[np.float64]  # (m,)
    spearman: float  # correlation of the ranks, in [-1, 1]; nan below two pairs or where all are equal
    pearson: float  # correlation of the values
    skipped: int  # pairs with a word outside the vocabulary
    total: int  # pairs of the set
    vocabulary_limit: int  # how many of the most frequent words took part


def word_pairs_path(name: str) -> Path:
    """Return the path of a set that gensim ships: "wordsim353" or "simlex999".

    Raises:
        UnknownNameError: no such set.
        MissingModelError: gensim is not installed, or comes without its test data.
    """
    check_choice(name, FILES, "set of word pairs")
    return gensim_file(FILES[name], what=f"set {name}")


def read_word_pairs(text: str, *, name: str) -> WordPairs:
    """Read rated pairs: a line holds two words and a number, between tabs, commas, semicolons or spaces.

    The files of SimLex-999, SimVerb-3500 and Rare Words are read as they are distributed, with further
    columns; a heading that names one of `RATINGS` says where the rating is.

    Args:
        text: lines that begin with "#" are comments; a first line without a number is a heading.
        name: what reports and messages call the set.

    Raises:
        InvalidInputError: the text is empty, too long or has too many pairs; a line holds something else.

    >>> read_word_pairs("tiger\\tcat\\t7.35", name="mine").pairs
    (('tiger', 'cat'),)
    """
    lines = [(number, line) for number, line in numbered_lines(text, name=name) if line[0] != "#"]
    columns = _columns([line for _, line in lines])
    pairs: list[tuple[str, str]] = []
    ratings: list[float] = []
    for place, (number, line) in enumerate(lines):
        fields = _fields(line)
        rating = _number(fields[columns.rating]) if len(fields) == columns.count else None
        if rating is None and (comma := _decimal_comma(fields, line)):
            raise refuse_decimal_comma(comma, number)
        if place == 0 and len(fields) == columns.count and rating is None:
            continue
        if rating is None or not all(fields[:2]):
            raise InvalidInputError(
                f"Line {number} of {quote(name)} is {quote(line)}; write two words and a number, "
                f"with a tab between them{columns.said}."
            )
        pairs.append((fields[0], fields[1]))
        ratings.append(rating)
    if not pairs:
        raise InvalidInputError(f"{quote(name)} holds no rated pair; write two words and a number a line.")
    if len(pairs) > MAX_QUESTIONS:
        raise InvalidInputError(
            f"{quote(name)} holds {len(pairs):,} pairs; at most {MAX_QUESTIONS:,} are compared at once, "
            "so keep fewer of them."
        )
    return WordPairs(name, tuple(pairs), np.array(ratings))


@dataclass(frozen=True)
class _Columns:
    """How many columns a file has, and which of them is the rating; the first two are the words."""

    count: int
    rating: int

    @property
    def said(self) -> str:
        """What follows in a message where there are more columns than usual."""
        return "" if self.count == FIELDS else f"; the other lines have {self.count} columns"


def _columns(lines: list[str]) -> _Columns:
    """Return the columns of a file, by its heading or by its usual width.

    Further columns need tabs or separators: between spaces three fields are read.
    """
    first = _fields(lines[0]) if lines else []
    names = [field.strip().lower() for field in first]
    named = next((names.index(name) for name in RATINGS if name in names[2:]), None)
    if named is not None:
        return _Columns(len(first), named)
    second = _fields(lines[1]) if len(lines) > 1 else first
    place = DISTRIBUTED.get(len(first))
    if place and len(second) == len(first) and _number(first[place]) is not None and _is_rated(first, place):
        return _Columns(len(first), place)
    return _Columns(FIELDS, FIELDS - 1)


def _is_rated(fields: list[str], place: int) -> bool:
    """Whether the columns of a file without a heading are those of its distribution."""
    if place == SIMVERB:
        return _number(fields[2]) is None
    return all(_number(field) is not None for field in fields[place:])


def _decimal_comma(fields: list[str], line: str) -> str | None:
    """Return the rating if it is written with a decimal comma, which is no separator then."""
    if "," in line and "\t" not in line and ";" not in line:
        fields = line.split()
    return decimal_comma(fields[-1:]) if len(fields) >= FIELDS else None


def _fields(line: str) -> list[str]:
    for separator in ("\t", ";", ","):
        if separator in line:
            return [part.strip() for part in line.split(separator)]
    return line.split()


def _number(written: str) -> float | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def evaluate_word_pairs(
    vectors: WordVectors, pairs: WordPairs, *, vocabulary_limit: int | None = None
) -> PairReport:
    """Correlate the cosines of `vectors` with the ratings of `pairs`.

    Args:
        vectors: the table to examine, most frequent word first.
        pairs: what `read_word_pairs` returned.
        vocabulary_limit: use the first N words only; None for all.

    Raises:
        InvalidInputError: the limit is below 1.

    gensim differs in two places: it takes a limit of 300,000 words where none is named, and gives a word
    whose vector is zero a cosine (here such a word counts as outside the vocabulary).
    """
    limit = words_searched(vectors, vocabulary_limit)
    rows, _ = rows_by_upper_case(vectors, limit)
    found = [(rows.get(first.upper(), -1), rows.get(second.upper(), -1)) for first, second in pairs.pairs]
    known = np.array([-1 not in pair for pair in found], dtype=bool)
    asked = np.array(found, dtype=np.int64).reshape(-1, 2)[known]  # (m, 2)
    cosines = _cosines(vectors, asked)
    ratings = pairs.ratings[known]
    return PairReport(
        name=pairs.name,
        pairs=tuple(pair for pair, asks in zip(pairs.pairs, known.tolist(), strict=True) if asks),
        ratings=ratings,
        cosines=cosines,
        spearman=_correlation(_ranks(ratings), _ranks(cosines)),
        pearson=_correlation(ratings, cosines),
        skipped=int(len(pairs) - len(asked)),
        total=len(pairs),
        vocabulary_limit=limit,
    )


def _cosines(vectors: WordVectors, asked: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the cosine of each pair of rows (m, 2), a bounded number of vectors at a time."""
    cosines = np.empty(len(asked))
    for start in range(0, len(asked), PAIRS_AT_ONCE):
        rows = asked[start : start + PAIRS_AT_ONCE]
        cosines[start : start + len(rows)] = paired_cosines(*vectors.matrix[rows].swapaxes(0, 1))
    return cosines


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rank of each value, from 1; equal values share the mean of their ranks."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: NDArray[np.float64] = (counts.cumsum() - (counts - 1) / 2)[place]
    return ranks


def _correlation(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Return Pearson's correlation; nan where a side does not vary."""
    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(paired_cosines(first - first.mean(), second - second.mean()))
