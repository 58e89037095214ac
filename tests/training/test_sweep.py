"""The sweep: each score is that of a training with these settings, and one job makes them all."""

from __future__ import annotations

import numpy as np
import pytest

from embedlab import training, vectors
from embedlab.processes.records import from_message, to_message
from embedlab.texts import load_corpus
from embedlab.training import sweep as module


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> training.Sweep:
    monkeypatch.setattr(module, "BASE", training.TrainingOptions(dim=10, epochs=2))
    monkeypatch.setattr(module, "VARIED", {"window": (1, 5)})
    return training.sweep_settings(seeds=2)


def test_a_score_is_that_of_a_training_with_these_settings(small: training.Sweep) -> None:
    text = load_corpus("lee")
    run = training.train_word_vectors(text, dim=10, epochs=2, window=1, random_state=1)
    expected = vectors.compare_tables({"trained": run.vectors}).spearman[0]
    one, base = small.scores["window"]["1"], small.scores["window"]["5"]
    assert one[1] == pytest.approx(expected)
    assert np.array_equal(base, small.scores["table"]["input"])
    assert list(small.scores["table"]) == ["input", "output", "both"]
    assert small.reach("window") == pytest.approx(abs(base.mean() - one.mean()))
    assert small.pairs == 133


def test_a_sweep_crosses_between_processes(small: training.Sweep) -> None:
    back = from_message(to_message(small), training.Sweep)
    assert back.seed_spread == small.seed_spread
    assert {name: list(values) for name, values in back.scores.items()} == {
        name: list(values) for name, values in small.scores.items()
    }
