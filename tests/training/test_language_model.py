"""The language model: baselines by hand, rows with gradients, and the same result each time."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import embedlab
from embedlab import training
from embedlab.texts import load_corpus, split_words
from embedlab.training.next_sign import count_baselines

pytestmark = pytest.mark.long

SENTENCES = split_words(load_corpus("lee"))[:80]


@pytest.fixture(scope="module")
def run() -> training.LanguageModelRun:
    return training.train_language_model(SENTENCES, steps=60)


def test_the_baselines_equal_a_case_computed_by_hand() -> None:
    # counts + 1: 3, 3, 1 of 7; after 0 came 1 twice, after 1 came 0 once: each has 1 follower, counted as 2
    bases = count_baselines(np.array([0, 1, 0, 1]), np.array([0, 1, 2]), 3)
    assert bases.uniform == pytest.approx(np.log(3))
    assert bases.unigram == pytest.approx(-np.log([3 / 7, 1 / 7]).mean())
    assert bases.bigram == pytest.approx(-np.log([(2 + 2 * 3 / 7) / 4, (0 + 2 * 1 / 7) / 3]).mean())


def test_untied_only_looked_up_rows_get_a_gradient_tied_all(run: training.LanguageModelRun) -> None:
    assert run.untied.rows_with_gradient == run.batch_rows < len(run.words)
    assert run.tied.rows_with_gradient == len(run.words)


def test_the_models_learn_more_than_word_counts_cost(run: training.LanguageModelRun) -> None:
    for model in (run.untied, run.tied):
        assert model.losses[0] > 0.97 * run.baselines.uniform
        assert model.losses[-1] < model.losses[0] - 1
    assert run.untied.losses.min() < run.baselines.unigram + 0.1


def test_the_same_seed_gives_the_same_table(run: training.LanguageModelRun) -> None:
    threads = torch.get_num_threads()
    torch.set_num_threads(threads + 1)
    try:  # as on a machine with another number of cores
        again = training.train_language_model(SENTENCES, steps=60)
    finally:
        torch.set_num_threads(threads)
    assert np.array_equal(again.tied.table, run.tied.table)
    other = training.train_language_model(SENTENCES, steps=60, random_state=1)
    assert not np.array_equal(other.tied.table, run.tied.table)


@pytest.mark.bad_input(58)
def test_a_short_text_is_refused() -> None:
    with pytest.raises(embedlab.InvalidInputError, match="The text has 3 words"):
        training.train_language_model("just three words")
