"""Do cosines agree with people? Pairs of words rated for similarity, and two correlations.

WordSim-353 (Finkelstein et al. 2002) asks how related two words are, SimLex-999 (Hill, Reichart and Korhonen
2015) how alike; both come with gensim. The rules are those of gensim's `evaluate_word_pairs`. No p-values:
they say how many pairs there are more than how good a table is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import paired_cosines
from embedlab.errors import InvalidInputError, check_choice, quote
from embedlab.tables.numbers import refuse_decimal_comma
from embedlab.vectors.pair_columns import columns_of, comma_in, fields_of, number_in, without_tags
from embedlab.vectors.question_text import MAX_QUESTIONS, gensim_file, numbered_lines
from embedlab.vectors.vocabulary import rows_by_upper_case, words_searched
from embedlab.vectors.word_vectors import WordVectors

__all__ = [
    "PairReport",
    "WordPairs",
    "evaluate_word_pairs",
    "rank_correlation",
    "read_word_pairs",
    "word_pairs_path",
]

FILES = {"wordsim353": "wordsim353.tsv", "simlex999": "simlex999.txt"}
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

    WordSim-353, SimLex-999, SimVerb-3500, Rare Words, MEN and other sets are read as they are distributed,
    with further columns and tags (`pair_columns`).

    Args:
        text: lines that begin with "#" are comments; a first line without a number is a heading.
        name: what reports and messages call the set.

    Raises:
        InvalidInputError: the text is empty, too long or has too many pairs; a line holds something else.

    >>> read_word_pairs("tiger\\tcat\\t7.35", name="mine").pairs
    (('tiger', 'cat'),)
    """
    lines = [(number, line) for number, line in numbered_lines(text, name=name) if line[0] != "#"]
    columns = columns_of([line for _, line in lines])
    pairs: list[tuple[str, str]] = []
    ratings: list[float] = []
    for place, (number, line) in enumerate(lines):
        fields = fields_of(line)
        rating = number_in(fields[columns.rating]) if len(fields) == columns.count else None
        if rating is None and (comma := comma_in(line)):
            raise refuse_decimal_comma(comma, number)
        wider = len(fields) > columns.count and number_in(fields[-1]) is None  # "Word 1 Word 2 Rating"
        if place == 0 and rating is None and (len(fields) == columns.count or wider):
            continue  # a heading
        words = [fields[place] for place in columns.words] if rating is not None else []
        if rating is None or not all(words):
            raise InvalidInputError(
                f"Line {number} of {quote(name)} is {quote(line)}; write two words and a number, "
                f"with a tab between them{columns.remark}."
            )
        pairs.append((words[0], words[1]))
        ratings.append(rating)
    if not pairs:
        raise InvalidInputError(f"{quote(name)} holds no rated pair; write two words and a number a line.")
    if len(pairs) > MAX_QUESTIONS:
        raise InvalidInputError(
            f"{quote(name)} holds {len(pairs):,} pairs; at most {MAX_QUESTIONS:,} are compared at once, "
            "so keep fewer of them."
        )
    return WordPairs(name, tuple(without_tags(pairs)), np.array(ratings))


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
    pair_rows = [(rows.get(first.upper(), -1), rows.get(second.upper(), -1)) for first, second in pairs.pairs]
    known = np.array([-1 not in pair for pair in pair_rows], dtype=bool)
    asked = np.array(pair_rows, dtype=np.int64).reshape(-1, 2)[known]  # (m, 2)
    cosines = _cosines(vectors, asked)
    ratings = pairs.ratings[known]
    return PairReport(
        name=pairs.name,
        pairs=tuple(pair for pair, asks in zip(pairs.pairs, known.tolist(), strict=True) if asks),
        ratings=ratings,
        cosines=cosines,
        spearman=float(rank_correlation(ratings, cosines)),
        pearson=float(_correlation(ratings, cosines)),
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


def rank_correlation(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Spearman's correlation along the last axis, (..., n) → (...); nan where a side does not vary.

    Equal values share the mean of their ranks.
    """
    from scipy.stats import rankdata

    return _correlation(rankdata(first, axis=-1), rankdata(second, axis=-1))


def _correlation(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Pearson's correlation along the last axis; nan where a side does not vary."""
    if first.shape[-1] < 2:
        return np.full(first.shape[:-1], np.nan)
    sides = [each - each.mean(axis=-1, keepdims=True) for each in (first, second)]
    varies = np.logical_and(*(np.ptp(each, axis=-1) > 0 for each in sides))
    return np.where(varies, paired_cosines(*sides), np.nan)
