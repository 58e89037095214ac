"""Five codings of a word, scored on the ratings of people; what an id does know."""

from __future__ import annotations

import math

import numpy as np
import pytest

import embedlab
from embedlab import lookup
from embedlab.lookup.codings import CODINGS


def rated(name: str) -> embedlab.vectors.WordPairs:
    path = embedlab.vectors.word_pairs_path(name)
    return embedlab.vectors.read_word_pairs(path.read_text("utf-8"), name=name)


@pytest.fixture(scope="module")
def codings(vectors: embedlab.vectors.WordVectors) -> dict[str, lookup.Coding]:
    return {coding.name: coding for coding in lookup.compare_codings(vectors, rated("wordsim353"))}


def test_only_the_learned_coding_agrees_with_people(codings: dict[str, lookup.Coding]) -> None:
    assert tuple(codings) == CODINGS
    assert codings["learned vector"].spearman == pytest.approx(0.503, abs=0.001)
    assert codings["id"].spearman == pytest.approx(-0.005, abs=0.001)
    for name in ("random number", "random vector"):
        # the mean of 20 draws with a standard deviation of 1/√353 each: four standard errors
        assert abs(codings[name].spearman) < 4 / math.sqrt(353 * 20)
        assert 0.02 < codings[name].spread < 0.1
    assert math.isnan(codings["one-hot"].spearman)


def test_the_learned_score_is_that_of_the_analogy_page(vectors: embedlab.vectors.WordVectors) -> None:
    report = embedlab.vectors.evaluate_word_pairs(vectors, rated("simlex999"))
    learned = lookup.compare_codings(vectors, rated("simlex999"))[-1]
    assert learned.spearman == report.spearman
    assert learned.pairs == len(report.pairs)


def test_dog_is_nearer_to_puppy_than_to_banana_for_learned_vectors_only(
    vectors: embedlab.vectors.WordVectors,
) -> None:
    found = lookup.word_similarities(vectors, ["dog", "puppy", "banana"])
    assert found["learned vector"][0] > 2 * found["learned vector"][1]
    assert found["one-hot"].tolist() == [0, 0]
    assert found["id"].tolist() == [
        abs(vectors.row(word) - vectors.row("dog")) for word in ("puppy", "banana")
    ]


def test_two_one_hot_rows_are_a_root_of_two_apart() -> None:
    first, second = lookup.one_hot([3, 4], 10)
    assert first @ second == 0
    assert np.linalg.norm(first - second) == pytest.approx(math.sqrt(2))


def test_an_id_knows_how_frequent_a_word_is(vectors: embedlab.vectors.WordVectors) -> None:
    frequency = lookup.id_frequency(embedlab.load_tokenizer("gpt2"), vectors)
    assert len(frequency.ids) == 15_763
    assert frequency.spearman == pytest.approx(0.77, abs=0.005)
