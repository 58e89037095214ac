"""What matters: one setting varied at a time, each with several seeds, scored on human ratings."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.texts.corpora import load_corpus, split_words
from embedlab.training.scores import word_sim
from embedlab.training.word_vectors import TrainingOptions, Watch, train_word_vectors, unwatched
from embedlab.vectors import evaluate_word_pairs

__all__ = ["BASE", "SEEDS", "Sweep", "SweepPoint", "sweep_settings"]

BASE = TrainingOptions(epochs=10)
SEEDS = 3
VARIED: dict[str, tuple[Any, ...]] = {
    "window": (2, 5, 10),
    "dim": (10, 50, 100),
    "negative_samples": (1, 5, 15),
    "subsampling": (0, 1e-3, 1e-4),
    "epochs": (5, 10, 20),
}
TABLES = ("input", "output", "both")


@dataclass(frozen=True)
class SweepPoint:
    """One value of one setting, all others as in `BASE`."""

    setting: str
    value: str
    scores: NDArray[np.float64]  # (seeds,) Spearman on WordSim-353


@dataclass(frozen=True)
class Sweep:
    """Scores of all values of all settings."""

    points: tuple[SweepPoint, ...]
    pairs: int  # that the corpus covers
    total: int

    def of(self, setting: str) -> list[SweepPoint]:
        """Return the points of a setting, in the order of its values."""
        return [point for point in self.points if point.setting == setting]

    @property
    def seed_spread(self) -> float:
        """The standard deviation of a score between seeds, pooled over all points."""
        return float(np.sqrt(np.mean([point.scores.var(ddof=1) for point in self.points])))

    @property
    def pair_error(self) -> float:
        """The standard error of a rank correlation of 0 on so few pairs: what other pairs would change."""
        return float(1 / np.sqrt(max(self.pairs - 1, 1)))

    def reach(self, setting: str) -> float:
        """Return how far apart the mean scores of a setting's values are."""
        means = [point.scores.mean() for point in self.of(setting)]
        return float(max(means) - min(means))


def sweep_settings(corpus: str = "lee", *, seeds: int = SEEDS, watch: Watch = unwatched) -> Sweep:
    """Train with each value of each setting, the others as in `BASE`, with several seeds.

    Args:
        corpus: one of `embedlab.texts.CORPORA`.
        seeds: trainings of each value, from seed 0 on; at least 2.
        watch: called with the share that is done.
    """
    sentences = split_words(load_corpus(corpus))
    values = [(name, value) for name, varied in VARIED.items() for value in varied]
    trainings: dict[Any, TrainingOptions] = {"base": BASE}
    for name, value in values:
        if value != getattr(BASE, name):
            trainings[name, value] = replace(BASE, **{name: value})
    scores: dict[Any, list[list[float]]] = {key: [] for key in trainings}
    covered = 0
    for number, (key, seed) in enumerate(product(trainings, range(seeds)), 1):
        options = replace(trainings[key], random_state=seed)
        run = train_word_vectors(sentences, **asdict(options), snapshots=2)
        tables = (run.vectors, run.outputs, run.both) if key == "base" else (run.vectors,)
        reports = [evaluate_word_pairs(table, word_sim()) for table in tables]
        covered = len(reports[0].pairs)
        scores[key].append([report.spearman for report in reports])
        watch(number / (len(trainings) * seeds))
    base = np.array(scores["base"]).T  # (tables, seeds)
    points = [
        SweepPoint(name, f"{value:g}", np.array(scores.get((name, value), scores["base"]))[:, 0])
        for name, value in values
    ]
    points += [SweepPoint("table", table, row) for table, row in zip(TABLES, base, strict=True)]
    return Sweep(tuple(points), covered, len(word_sim()))
