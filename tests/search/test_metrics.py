"""Metrics equal scikit-learn's and hand-made cases; an evaluation counts what was found."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

import embedlab
from embedlab.search import (
    Chunking,
    Evaluation,
    bootstrap_interval,
    build_search_index,
    evaluate_search,
    load_collection,
    rank_metrics,
)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("k", [1, 3, 10])
def test_ndcg_is_that_of_scikit_learn(seed: int, k: int) -> None:
    random = np.random.default_rng(seed)
    scores, relevant = random.permutation(12).astype(float), random.permutation(12)[: 1 + seed % 4]
    truth = np.isin(np.arange(12), relevant).astype(float)
    ranked = np.argsort(-scores).tolist()
    metrics = rank_metrics([ranked], [set(relevant.tolist())], k)
    assert metrics["ndcg"] == pytest.approx(ndcg_score([truth], [scores], k=k))


def test_recall_and_reciprocal_rank_of_a_case_by_hand() -> None:
    ranked = [[7, 3, 9, 1], [7, 3, 9, 1], [7], []]  # fewer than k were found for the last two
    metrics = rank_metrics(ranked, [{3, 1, 5}, {9, 1}, {7}, {1}], 3)
    assert metrics["recall"] == pytest.approx([1 / 3, 1 / 2, 1, 0])
    assert metrics["mrr"] == pytest.approx([1 / 2, 1 / 3, 1, 0])


def test_an_interval_holds_the_mean_and_shrinks_with_more_queries() -> None:
    values = np.tile([0.0, 1.0, 1.0, 0.0], 5)
    low, high = bootstrap_interval(values)
    assert low < values.mean() < high
    wide, narrow = high - low, np.diff(bootstrap_interval(np.tile(values, 20)))[0]
    # the standard error of a mean falls with the root of the number of queries
    assert narrow == pytest.approx(wide / np.sqrt(20), rel=0.2)


def test_a_gain_is_that_of_pairs_of_the_same_queries() -> None:
    hard = np.linspace(0, 0.9, 40)  # queries differ far more than the two searches
    worse, better = (
        Evaluation(("",) * 40, {"ndcg": {"meaning": values}}, {}, {}, {}, {}) for values in (hard, hard + 0.1)
    )
    assert better.gain(worse, "ndcg", "meaning") == pytest.approx((0.1, 0.1))
    assert better.interval("ndcg", "meaning")[0] < worse.interval("ndcg", "meaning")[1]  # alone they overlap
    assert worse.gain(worse, "ndcg", "meaning") == (0, 0)


def test_paraphrased_queries_need_meaning() -> None:
    documents = load_collection("faq")
    assert len(documents.answered) >= 60
    index = build_search_index(documents.texts, embedlab.load_encoder("all-MiniLM-L6-v2"))
    found = evaluate_search(index, [each.text for each in documents.answered], documents.relevant, k=5)
    assert found.recall["meaning"] > 0.85
    assert found.interval("recall", "meaning")[0] > found.interval("recall", "keywords")[1]
    for mode, hits in found.hits.items():
        missed = [
            number
            for number, (each, rows) in enumerate(zip(hits, documents.relevant, strict=True))
            if not rows & set(each.rows.tolist())
        ]
        assert found.failures(mode) == missed


def test_queries_without_a_known_answer_are_refused() -> None:
    index = build_search_index(["a cat"], embedlab.load_encoder("all-MiniLM-L6-v2"), chunking=Chunking())
    for queries, relevant in (([], []), (["cat"], [[]]), (["cat"], [[1]]), (["cat"], [])):
        with pytest.raises(embedlab.InvalidInputError):
            evaluate_search(index, queries, relevant)
