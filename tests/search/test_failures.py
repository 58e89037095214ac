"""Where search fails: a separation is scikit-learn's, hubs are counted, and contrasts are cosines."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

import embedlab
from embedlab.search import (
    CONTRASTS,
    best_scores,
    build_search_index,
    compare_contrasts,
    count_hits,
    load_collection,
    separation,
)


@pytest.fixture(scope="module")
def encoder() -> embedlab.context.Encoder:
    return embedlab.load_encoder("all-MiniLM-L6-v2")


@pytest.mark.parametrize("seed", range(4))
def test_separation_is_the_area_under_the_roc_curve(seed: int) -> None:
    random = np.random.default_rng(seed)
    first, second = random.integers(0, 5, 9) / 5 + 0.2, random.integers(0, 5, 7) / 5
    truth = [1] * len(first) + [0] * len(second)
    assert separation(first, second) == pytest.approx(roc_auc_score(truth, np.concatenate([first, second])))


def test_one_vector_blurs_a_negation_and_misses_another_language(encoder: embedlab.context.Encoder) -> None:
    cosines = dict(zip((each.kind for each in CONTRASTS), compare_contrasts(encoder), strict=True))
    reference = encoder.embed(["I want to pay by card", "I do not want to pay by card"])
    assert cosines["negation"] == pytest.approx(float(reference[0] @ reference[1]), abs=1e-5)
    assert cosines["negation"] > cosines["other words"] > cosines["another language"]
    assert cosines["one word"] < cosines["other words"]


def test_hits_are_counted_for_each_document(encoder: embedlab.context.Encoder) -> None:
    documents = load_collection("faq")
    index = build_search_index(documents.texts, encoder)
    queries = [each.text for each in documents.answered][:20]
    counts = count_hits(index, queries, 3)
    assert counts.sum() == 3 * len(queries)
    row = int(counts.argmax())
    assert counts[row] == sum(row in index.search(query, 3).rows for query in queries)


def test_the_best_score_is_that_of_the_first_hit(encoder: embedlab.context.Encoder) -> None:
    index = build_search_index(load_collection("faq").texts, encoder)
    queries = ["my parcel never came", "how do I bake bread?"]
    scores = [index.search(query, 1).scores[0] for query in queries]
    assert best_scores(index, queries) == pytest.approx(scores, abs=1e-5)
    assert best_scores(index, []).shape == (0,)
