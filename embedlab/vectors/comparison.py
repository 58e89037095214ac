"""Which table agrees better with people? Scores on the same rated pairs, each with its uncertainty.

A table made from a small corpus covers a part of WordSim-353 only, so that each score needs its interval, and
others on the same pairs to compare with, such as random vectors of the same shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from embedlab.vectors.word_pairs import (
    WordPairs,
    evaluate_word_pairs,
    rank_correlation,
    read_word_pairs,
    word_pairs_path,
)
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["Comparison", "compare_tables", "random_vectors", "rank_error", "word_sim"]

FEWEST_PAIRS = 10  # a correlation of fewer says nothing
RESAMPLES = 1_000
SEED = 0

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Comparison:
    """How tables agree with people, on the pairs that all of them cover; nan below 10 pairs."""

    names: tuple[str, ...]  # (tables,)
    spearman: Scores  # (tables,) correlation of the ranks
    low: Scores  # (tables,) the middle 95% of the bootstrap
    high: Scores
    better: Scores  # (tables,) share of the resamples in which it beats the first table
    pairs: int  # that all tables cover
    total: int  # of the set

    @property
    def has_scores(self) -> bool:
        """Whether the pairs are enough."""
        return self.pairs >= FEWEST_PAIRS


@lru_cache(maxsize=1)
def word_sim() -> WordPairs:
    """Return WordSim-353 (Finkelstein et al. 2002), as gensim ships it."""
    return read_word_pairs(word_pairs_path("wordsim353").read_text("utf-8"), name="WordSim-353")


def rank_error(pairs: int) -> float:
    """Return the standard error of a rank correlation of 0 on so many pairs."""
    return float(1 / np.sqrt(max(pairs - 1, 1)))


def random_vectors(vectors: WordVectors) -> WordVectors:
    """Return random vectors for the same words, of the same shape: what a score is without any training."""
    matrix = np.random.default_rng(SEED).standard_normal(vectors.matrix.shape, dtype=np.float32)
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
    spearman = low = high = better = np.full(len(tables), np.nan)
    if len(ratings) >= FEWEST_PAIRS:
        draws = np.random.default_rng(SEED).integers(0, len(ratings), (RESAMPLES, len(ratings)))
        resamples = np.array([rank_correlation(each[draws], ratings[draws]) for each in cosines])
        low, high = np.nanquantile(resamples, (0.025, 0.975), axis=1)
        spearman, better = rank_correlation(cosines, ratings[None]), (resamples > resamples[0]).mean(axis=1)
    return Comparison(tuple(tables), spearman, low, high, better, len(ratings), len(pairs))
