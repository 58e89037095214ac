"""How good are trained vectors? Human ratings, with the pairs not covered and the uncertainty.

A small corpus covers a part of WordSim-353 only, so that each score needs its interval, and others on the
same pairs to compare with: random vectors of the same shape, and GloVe.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import paired_cosines
from embedlab.vectors import (
    WordPairs,
    WordVectors,
    evaluate_word_pairs,
    read_word_pairs,
    word_pairs_path,
)

__all__ = ["FEWEST_PAIRS", "Comparison", "TableScore", "compare_tables", "random_vectors", "word_sim"]

FEWEST_PAIRS = 10  # a correlation of fewer says nothing
RESAMPLES = 1_000
SEED = 0


@dataclass(frozen=True)
class TableScore:
    """How one table agrees with people, on the pairs that all compared tables cover."""

    name: str
    spearman: float  # nan below 10 pairs
    low: float  # the middle 95% of the bootstrap
    high: float
    better: float  # share of the resamples in which it beats the first table


@dataclass(frozen=True)
class Comparison:
    """Scores of several tables on the same pairs."""

    scores: tuple[TableScore, ...]
    pairs: int  # that all tables cover
    total: int  # of the set

    @property
    def uncovered(self) -> float:
        """Share of the set with a word that some table lacks."""
        return 1 - self.pairs / self.total


@lru_cache(maxsize=1)
def word_sim() -> WordPairs:
    """Return WordSim-353 (Finkelstein et al. 2002), as gensim ships it."""
    return read_word_pairs(word_pairs_path("wordsim353").read_text("utf-8"), name="WordSim-353")


def random_vectors(vectors: WordVectors, *, random_state: int = 0) -> WordVectors:
    """Return random vectors for the same words, of the same shape: what a score is without any training."""
    shape = vectors.matrix.shape
    matrix = np.random.default_rng(random_state).standard_normal(shape, dtype=np.float32)
    return WordVectors(vectors.words, matrix, name="random")


def compare_tables(tables: Mapping[str, WordVectors], pairs: WordPairs | None = None) -> Comparison:
    """Score tables on the pairs that all of them cover, with a bootstrap over these pairs.

    Args:
        tables: name -> table; `better` compares with the first.
        pairs: rated pairs; WordSim-353 if None.
    """
    pairs = word_sim() if pairs is None else pairs
    reports = [evaluate_word_pairs(table, pairs) for table in tables.values()]
    common = set.intersection(*(set(report.pairs) for report in reports))
    covered = [np.array([pair in common for pair in report.pairs], dtype=bool) for report in reports]
    cosines = np.array([report.cosines[rows] for report, rows in zip(reports, covered, strict=True)])
    ratings = reports[0].ratings[covered[0]]
    if len(ratings) < FEWEST_PAIRS:
        nan = float("nan")
        empty = tuple(TableScore(name, nan, nan, nan, nan) for name in tables)
        return Comparison(empty, len(ratings), len(pairs))
    draws = np.random.default_rng(SEED).integers(0, len(ratings), (RESAMPLES, len(ratings)))
    resamples = np.array([_spearman(each[draws], ratings[draws]) for each in cosines])  # (tables, resamples)
    columns = (
        _spearman(cosines, ratings[None]),
        *np.nanquantile(resamples, (0.025, 0.975), axis=1),
        (resamples > resamples[0]).mean(axis=1),
    )
    scores = tuple(
        TableScore(name, *row) for name, *row in zip(tables, *map(np.ndarray.tolist, columns), strict=True)
    )
    return Comparison(scores, len(ratings), len(pairs))


def _spearman(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the correlation of the ranks along the last axis, (..., n) → (...)."""
    from scipy.stats import rankdata

    ranks = (rankdata(each, axis=-1) for each in (first, second))
    return paired_cosines(*(each - each.mean(axis=-1, keepdims=True) for each in ranks))
