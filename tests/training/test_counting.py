"""Counting: a hand-computed table, the SVD, and what skip-gram's product approximates."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab import training
from embedlab.texts import load_corpus, split_words

ROWS = {"a": 0, "b": 1, "c": 2}


def test_pmi_equals_a_case_computed_by_hand() -> None:
    # windows of 1: a-b twice, b-c once; both directions count, so N = 6, a: 2, b: 3, c: 1
    counts = training.cooccurrences([["a", "b"], ["a", "b", "c"]], ROWS, window=1)
    assert counts.toarray().tolist() == [[0, 2, 0], [2, 0, 1], [0, 1, 0]]
    table = training.pmi(counts).toarray()
    assert table[0, 1] == pytest.approx(np.log(2 * 6 / (2 * 3)))
    assert table[1, 2] == pytest.approx(np.log(1 * 6 / (3 * 1)))


def test_a_pair_farther_away_counts_less_and_none_crosses_a_sentence() -> None:
    counts = training.cooccurrences([["a", "b", "c"], ["a"]], ROWS, window=2).toarray()
    assert counts.tolist() == [[0, 1, 0.5], [1, 0, 1], [0.5, 1, 0]]


def test_a_rare_word_is_dropped_before_distances_are_counted() -> None:
    counts = training.cooccurrences([["a", "rare", "b"]], ROWS, window=1).toarray()
    assert counts[0, 1] == 1


def test_the_counts_are_how_often_skip_gram_meets_a_pair() -> None:
    random = np.random.default_rng(0)
    words = ["a", "b", "c", "a", "c", "b", "a", "a", "b"]
    met = np.zeros((3, 3))
    draws = 4_000
    for _ in range(draws):
        for place, word in enumerate(words):
            reach = random.integers(1, 4)
            for other in range(max(0, place - reach), min(len(words), place + reach + 1)):
                if other != place:
                    met[ROWS[word], ROWS[words[other]]] += 1
    counts = training.cooccurrences([words], ROWS, window=3).toarray()
    np.testing.assert_allclose(met / draws, counts, atol=0.15)  # 4 standard errors


def test_the_vectors_are_a_truncated_svd_of_the_ppmi_table() -> None:
    sentences = split_words(load_corpus("lee"))[:40]
    counted = training.count_vectors(sentences, dim=5)
    words = list(counted.vectors.words)
    rows = {word: row for row, word in enumerate(words)}
    table = np.maximum(training.pmi(training.cooccurrences(sentences, rows, window=5)).toarray(), 0)
    assert counted.nonzero == (table > 0).sum()
    left, values, _ = np.linalg.svd(table)
    expected = left[:, :5] * np.sqrt(values[:5])
    ours = counted.vectors.matrix
    np.testing.assert_allclose(ours @ ours.T, expected @ expected.T, atol=1e-3)  # float32, any sign


def test_skip_gram_factorizes_shifted_pmi() -> None:
    text = load_corpus("lee")
    run = training.train_word_vectors(text, epochs=10, dim=25)
    factors = training.compare_factors(run, text)
    assert factors.correlation > 0.6
    shuffled = np.random.default_rng(0).permutation(factors.products)
    assert abs(np.corrcoef(shuffled, factors.shifted_pmi)[0, 1]) < 0.1
    # training never meets the words that it drops: counted with them, the table is another one
    assert factors.correlation > training.compare_factors(run, text, subsampling=0).correlation


def test_words_are_dropped_as_often_as_gensim_drops_them() -> None:
    from gensim.models import Word2Vec

    sentences = split_words(load_corpus("lee"))
    model = Word2Vec(sample=1e-3, min_count=2)
    model.build_vocab(sentences)
    counts = model.wv.expandos["count"]
    rarity = 1e-3 * counts.sum() / counts
    expected = model.wv.expandos["sample_int"] / 2**32
    np.testing.assert_allclose(np.minimum(np.sqrt(rarity) + rarity, 1), expected, atol=1e-6)


@pytest.mark.bad_input(58)
def test_more_numbers_than_words_cannot_be_counted() -> None:
    text = " ".join(f"word{chr(97 + index)}" for index in range(20)) + "\n"
    with pytest.raises(embedlab.InvalidInputError, match="fewer than 20"):
        training.count_vectors(text * 20, dim=20)
