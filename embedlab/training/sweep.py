"""What matters: one setting varied at a time, each with several seeds, scored on human ratings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.texts.corpora import load_corpus, split_words
from embedlab.training.vocabulary import Watch
from embedlab.training.word_vectors import TrainingOptions, train_word_vectors
from embedlab.vectors import evaluate_word_pairs, word_sim

__all__ = ["BASE", "Sweep", "sweep_settings"]

BASE = TrainingOptions(epochs=10)
VARIED: dict[str, tuple[Any, ...]] = {
    "window": (2, 5, 10),
    "dim": (10, 50, 100),
    "negative_samples": (1, 5, 15),
    "subsampling": (0, 1e-3, 1e-4),
    "epochs": (5, 10, 20),
}
TABLES = ("input", "output", "both")


@dataclass(frozen=True)
class Sweep:
    """Scores of all values of all settings, the other settings as in `BASE`."""

    scores: Mapping[str, Mapping[str, NDArray[np.float64]]]  # setting -> value -> (seeds,) Spearman
    pairs: int  # of WordSim-353 that the corpus covers

    @property
    def seed_spread(self) -> float:
        """The standard deviation of a score between seeds, pooled over all values."""
        variances = [each.var(ddof=1) for values in self.scores.values() for each in values.values()]
        return float(np.sqrt(np.mean(variances)))

    def reach(self, setting: str) -> float:
        """Return how far apart the mean scores of a setting's values are."""
        return float(np.ptp([each.mean() for each in self.scores[setting].values()]))


def sweep_settings(corpus: str = "lee", *, seeds: int = 3, watch: Watch = bool) -> Sweep:
    """Train with each value of each setting, the others as in `BASE`, with several seeds.

    Args:
        corpus: one of `embedlab.texts.CORPORA`.
        seeds: trainings of each value, from seed 0 on; at least 2.
        watch: called with the share that is done.
    """
    sentences = split_words(load_corpus(corpus))
    bases = {
        name: {f"{value:g}": replace(BASE, **{name: value}) for value in VARIED[name]} for name in VARIED
    }
    trainings = {
        (each, seed) for values in bases.values() for each in values.values() for seed in range(seeds)
    }
    results, pairs = {}, 0
    for number, (options, seed) in enumerate(sorted(trainings, key=repr), 1):
        run = train_word_vectors(sentences, **asdict(replace(options, random_state=seed)), snapshots=2)
        reports = [evaluate_word_pairs(table, word_sim()) for table in (run.vectors, run.outputs, run.both)]
        results[options, seed], pairs = [report.spearman for report in reports], len(reports[0].pairs)
        watch(number / len(trainings))

    def scores(options: TrainingOptions, table: int) -> NDArray[np.float64]:
        return np.array([results[options, seed][table] for seed in range(seeds)])

    varied = {
        name: {value: scores(each, 0) for value, each in values.items()} for name, values in bases.items()
    }
    tables = {name: scores(BASE, table) for table, name in enumerate(TABLES)}
    return Sweep({**varied, "table": tables}, pairs)
