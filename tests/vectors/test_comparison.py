"""Scores with their uncertainty: equal to gensim's, and honest about chance."""

from __future__ import annotations

import numpy as np
import pytest

from embedlab import training
from embedlab.texts import load_corpus
from embedlab.vectors import (
    WordPairs,
    WordVectors,
    compare_tables,
    random_vectors,
    rank_error,
    word_pairs_path,
)


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    return training.train_word_vectors(load_corpus("lee"), epochs=5, dim=20).vectors


def test_a_score_equals_gensims_on_the_same_vectors(vectors: WordVectors) -> None:
    from gensim.models import KeyedVectors

    reference = KeyedVectors(vectors.dim)
    reference.add_vectors(list(vectors.words), vectors.matrix)
    _, spearman, uncovered = reference.evaluate_word_pairs(word_pairs_path("wordsim353"))
    comparison = compare_tables({"trained": vectors})
    assert comparison.spearman[0] == pytest.approx(spearman.statistic, abs=1e-6)
    assert 1 - comparison.pairs / comparison.total == pytest.approx(uncovered / 100)


def test_random_vectors_score_as_chance(vectors: WordVectors) -> None:
    score = compare_tables({"random": random_vectors(vectors)})
    assert score.low[0] < 0 < score.high[0]


def test_the_interval_is_as_wide_as_theory_says() -> None:
    random = np.random.default_rng(0)
    words = [f"w{index}" for index in range(400)]
    vectors = WordVectors(words, random.normal(size=(400, 30)))
    pairs = WordPairs("made up", tuple(zip(words[::2], words[1::2], strict=True)), random.normal(size=200))
    score = compare_tables({"random": vectors}, pairs)
    expected = 2 * 1.96 * rank_error(200)
    assert score.high[0] - score.low[0] == pytest.approx(expected, rel=0.25)


def test_tables_are_compared_on_common_pairs_only(vectors: WordVectors) -> None:
    half = WordVectors(vectors.words[: len(vectors) // 2], vectors.matrix[: len(vectors) // 2])
    alone = compare_tables({"all": vectors})
    both = compare_tables({"all": vectors, "half": half})
    assert both.pairs < alone.pairs
    assert both.spearman[0] == both.spearman[1]
    assert both.better[1] == 0


def test_too_few_pairs_have_no_score() -> None:
    comparison = compare_tables({"tiny": WordVectors(["tiger", "cat"], np.eye(2))})
    assert comparison.pairs == 2  # tiger with cat, and with itself
    assert np.isnan(comparison.spearman[0])
