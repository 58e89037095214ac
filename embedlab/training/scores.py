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

from embedlab.vectors import (
    PairReport,
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
    reports = {name: evaluate_word_pairs(table, pairs) for name, table in tables.items()}
    common = set.intersection(*(set(report.pairs) for report in reports.values()))
    cosines = np.array([_cosines(report, common) for report in reports.values()])  # (tables, n)
    first = next(iter(reports.values()))
    ratings = np.array([r for pair, r in zip(first.pairs, first.ratings, strict=True) if pair in common])
    if len(ratings) < FEWEST_PAIRS:
        nan = float("nan")
        empty = tuple(TableScore(name, nan, nan, nan, nan) for name in tables)
        return Comparison(empty, len(ratings), len(pairs))
    points = np.array([spearman(each, ratings) for each in cosines])
    resamples = _bootstrap(cosines, ratings)  # (tables, resamples)
    lows, highs = np.nanquantile(resamples, (0.025, 0.975), axis=1)
    better = (resamples > resamples[0]).mean(axis=1)
    return Comparison(
        tuple(
            TableScore(name, float(points[row]), float(lows[row]), float(highs[row]), float(better[row]))
            for row, name in enumerate(tables)
        ),
        len(ratings),
        len(pairs),
    )


def spearman(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Return the correlation of the ranks; nan where a side does not vary."""
    ranks = _ranks(np.stack([first, second]))
    return float(_correlations(ranks[:1], ranks[1:])[0])


def _cosines(report: PairReport, common: set[tuple[str, str]]) -> list[float]:
    return [
        value for pair, value in zip(report.pairs, report.cosines.tolist(), strict=True) if pair in common
    ]


def _bootstrap(cosines: NDArray[np.float64], ratings: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Spearman's correlation of each table in resamples of the pairs, the same ones for all."""
    random = np.random.default_rng(SEED)
    rows = random.integers(0, len(ratings), (RESAMPLES, len(ratings)))
    judged = _ranks(ratings[rows])
    return np.array([_correlations(_ranks(each[rows]), judged) for each in cosines])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ranks along the last axis; equal values share the mean of theirs."""
    from scipy.stats import rankdata

    ranks: NDArray[np.float64] = rankdata(values, axis=-1)
    return ranks


def _correlations(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Pearson's correlation of each row with its partner; nan where one does not vary."""
    first = first - first.mean(axis=1, keepdims=True)
    second = second - second.mean(axis=1, keepdims=True)
    lengths = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    products = (first * second).sum(axis=1)
    return np.asarray(np.divide(products, lengths, out=np.full(len(first), np.nan), where=lengths > 0))
