"""Results of the analogy lab as the figures need them: the names and fields of the real ones, and no more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.ranking import Ranking


@dataclass(frozen=True)
class Placed:
    word: str
    ranks: dict[str, int | None]
    scores: dict[str, float]


@dataclass(frozen=True)
class AnalogyAudit:
    words: tuple[str, str, str]
    method: str
    standard: Ranking
    allowed: Ranking
    near_b: Ranking
    near_c: Ranking
    expected: Placed | None


@dataclass(frozen=True)
class RelationOffsets:
    pairs: tuple[tuple[str, str], ...]
    offsets: NDArray[np.float64]
    coordinates: NDArray[np.float64]
    explained: float
    cosines: NDArray[np.float64]
    mean_cosine: float
    shuffled: NDArray[np.float64]
    mean_length: float


@dataclass(frozen=True)
class RandomPairs:
    cosines: NDArray[np.float64]
    mean: float
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class PairReport:
    name: str
    pairs: tuple[tuple[str, str], ...]
    ratings: NDArray[np.float64]
    cosines: NDArray[np.float64]
    spearman: float
    pearson: float
    skipped: int
    total: int


@dataclass(frozen=True)
class OddOneOut:
    words: tuple[str, ...]
    cosines: NDArray[np.float64]
    odd: str
    margin: float


@dataclass(frozen=True)
class WordsAlong:
    low: Ranking
    high: Ranking


@dataclass(frozen=True)
class Removal:
    words: tuple[str, ...]
    before: NDArray[np.float64]
    kept: NDArray[np.float64]
    neighbors_before: tuple[tuple[str, ...], ...]
    neighbors_after: tuple[tuple[str, ...], ...]
    others: dict[str, tuple[float, float]]
    moved: Ranking
