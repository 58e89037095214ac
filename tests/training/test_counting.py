"""Counting: a hand-computed table, the SVD, and what skip-gram's product approximates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import embedlab
from embedlab import training
from embedlab.texts import load_corpus, split_words
from embedlab.training.counting import cooccurrences, pmi
from embedlab.training.vocabulary import drop_frequent, encode

ROWS = {"a": 0, "b": 1, "c": 2}


def count(sentences: list[list[str]], window: int) -> np.ndarray:
    return cooccurrences(encode(sentences, ROWS, margin=window), 3, window=window).toarray()


def test_pmi_equals_a_case_computed_by_hand() -> None:
    # windows of 1: a-b twice, b-c once; both directions count, so N = 6, a: 2, b: 3, c: 1
    ids = encode([["a", "b"], ["a", "b", "c"]], ROWS, margin=1)
    counts = cooccurrences(ids, 3, window=1)
    assert counts.toarray().tolist() == [[0, 2, 0], [2, 0, 1], [0, 1, 0]]
    table = pmi(counts).toarray()
    assert table[0, 1] == pytest.approx(np.log(2 * 6 / (2 * 3)))
    assert table[1, 2] == pytest.approx(np.log(1 * 6 / (3 * 1)))


def test_a_pair_farther_away_counts_less_and_none_crosses_a_sentence() -> None:
    counts = count([["a", "b", "c"], ["a"]], 2)
    assert counts.tolist() == [[0, 1, 0.5], [1, 0, 1], [0.5, 1, 0]]


def test_a_rare_word_is_dropped_before_distances_are_counted() -> None:
    counts = count([["a", "rare", "b"]], 1)
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
    counts = count([words], 3)
    np.testing.assert_allclose(met / draws, counts, atol=0.15)  # 4 standard errors


def test_the_vectors_are_a_truncated_svd_of_the_ppmi_table() -> None:
    sentences = split_words(load_corpus("lee"))[:40]
    counted = training.count_vectors(sentences, dim=5)
    words = list(counted.vectors.words)
    ids = encode(sentences, words, margin=5)
    table = np.maximum(pmi(cooccurrences(ids, len(words), window=5)).toarray(), 0)
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
    undropped = replace(run, options=replace(run.options, subsampling=0))
    assert factors.correlation > training.compare_factors(undropped, text).correlation


def test_words_are_dropped_as_often_as_gensim_drops_them() -> None:
    from gensim.models import Word2Vec

    sentences = split_words(load_corpus("lee"))
    model = Word2Vec(sample=1e-3, min_count=2)
    model.build_vocab(sentences)
    counts = model.wv.expandos["count"]
    expected = model.wv.expandos["sample_int"] / 2**32
    ids = np.repeat(np.arange(3), 100_000)  # the most frequent words
    left = np.bincount(drop_frequent(ids, counts, 1e-3, np.random.default_rng(0)))
    np.testing.assert_allclose(left / 100_000, expected[:3], atol=0.008)  # 5 standard errors


@pytest.mark.bad_input(58)
def test_more_numbers_than_words_cannot_be_counted() -> None:
    text = " ".join(f"word{chr(97 + index)}" for index in range(20)) + "\n"
    with pytest.raises(embedlab.InvalidInputError, match="fewer than 20"):
        training.count_vectors(text * 20, dim=20)
