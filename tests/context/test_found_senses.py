"""Groups found without labels are those of scikit-learn, and few or equal sentences are said to be so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.preprocessing import normalize

import embedlab

SENTENCES = [
    "I sat on the river bank",
    "The bank lent me money",
    "Reeds grew along the muddy bank",
    "She has a savings account at the bank",
    "The river burst its bank",
    "The Bank raised its interest rates",
    "A heron stood on the bank of the stream",
]
SENSES = ["river", "money"] * 3 + ["river"]


@pytest.fixture(scope="module")
def bank(encoder: embedlab.context.Encoder) -> embedlab.context.WordInContext:
    return embedlab.word_in_context(encoder, SENTENCES, "bank")


@pytest.fixture
def made(bank: embedlab.context.WordInContext) -> Any:
    def make(vectors: object) -> embedlab.context.WordInContext:
        layer = np.asarray(vectors, dtype=np.float32)
        return replace(bank, sentences=("a bank",) * len(layer), vectors=layer[None])

    return make


@pytest.mark.parametrize(("layer", "count"), [(0, None), (2, 3), (3, None), (4, 7), (6, None), (6, 6)])
@pytest.mark.parametrize("linkage", ["average", "ward"])
def test_groups_are_those_of_scikit_learn(
    linkage: str, count: int | None, layer: int, bank: embedlab.context.WordInContext
) -> None:
    found = embedlab.context.find_senses(bank, layer=layer, count=count, senses=SENSES, linkage=linkage)
    vectors = normalize(bank.vectors[layer].astype(np.float64))
    metric = "cosine" if linkage == "average" else "euclidean"

    def grouped(number: int) -> list[int]:
        return (
            AgglomerativeClustering(n_clusters=number, metric=metric, linkage=linkage)
            .fit_predict(vectors)
            .tolist()
        )

    expected = {number: silhouette_score(vectors, grouped(number), metric="cosine") for number in range(2, 7)}
    assert found.silhouettes == pytest.approx(expected)
    assert found.count == (count or max(expected, key=lambda number: expected[number]))
    assert adjusted_rand_score(found.groups, grouped(found.count)) == 1
    assert found.agreement == pytest.approx(adjusted_rand_score(SENSES, grouped(found.count)))
    assert found.layer == layer
    assert list(dict.fromkeys(found.groups.tolist())) == list(range(found.count))  # in order of appearance


def test_the_senses_of_bank_are_found_in_the_last_layer(bank: embedlab.context.WordInContext) -> None:
    found = embedlab.context.find_senses(bank, layer=6, senses=SENSES)
    assert found.groups.tolist() == [0, 1, 0, 1, 0, 1, 0]
    assert (found.count, found.agreement) == (2, 1)


def test_average_linkage_leaves_an_outlier_alone_and_ward_does_not(made: Any) -> None:
    angles = np.radians([0, 4, 8, 12, 30, 34, 38, 42, 75])  # two groups, and one beyond the second
    words = made(np.stack([np.cos(angles), np.sin(angles)], axis=1))
    average, ward = (
        embedlab.context.find_senses(words, layer=0, count=2, linkage=linkage).groups.tolist()
        for linkage in ("average", "ward")
    )
    assert (average, ward) == ([0] * 8 + [1], [0] * 4 + [1] * 5)


def test_labels_change_nothing_but_the_agreement(bank: embedlab.context.WordInContext) -> None:
    with_labels = embedlab.context.find_senses(bank, layer=4, senses=SENSES)
    without = embedlab.context.find_senses(bank, layer=4)
    np.testing.assert_array_equal(with_labels.groups, without.groups)
    assert np.isnan(without.agreement)


def test_only_sentences_with_a_sense_are_compared(bank: embedlab.context.WordInContext) -> None:
    found = embedlab.context.find_senses(
        bank, layer=6, senses=["river", "money", "", "", "river", "", "money"]
    )
    assert found.groups.tolist() == [0, 1, 0, 1, 0, 1, 0]
    assert found.agreement == pytest.approx(adjusted_rand_score([0, 1, 0, 1], [0, 1, 0, 0]))
    for senses in (["river"] * 7, ["river", *[""] * 6]):
        assert np.isnan(embedlab.context.find_senses(bank, layer=6, senses=senses).agreement)


def test_the_number_tried_has_a_limit(bank: embedlab.context.WordInContext) -> None:
    assert list(embedlab.context.find_senses(bank, layer=6, most=3).silhouettes) == [2, 3]
    assert embedlab.context.find_senses(bank, layer=6, most=3, count=5).count == 5


def test_three_directions_are_three_groups(made: Any) -> None:
    vectors = np.repeat(np.eye(3), [3, 2, 4], axis=0) * np.arange(1, 10)[:, None]
    vectors += np.random.default_rng(0).normal(0, 0.01, size=vectors.shape)
    found = embedlab.context.find_senses(made(vectors), layer=0)
    assert found.count == 3
    assert found.groups.tolist() == [0, 0, 0, 1, 1, 2, 2, 2, 2]
    assert found.silhouettes[3] > 0.95


@pytest.mark.parametrize("linkage", ["average", "ward"])
def test_repeated_and_zero_vectors_are_groups_too(linkage: str, made: Any) -> None:
    vectors = [[1, 0], [3, 0], [0, 1], [0, 9], [0, 0]]
    found = embedlab.context.find_senses(made(vectors), layer=0, count=3, linkage=linkage)
    assert found.groups.tolist() == [0, 0, 1, 1, 2]


def test_two_sentences_can_only_be_two_groups(made: Any) -> None:
    found = embedlab.context.find_senses(made(np.eye(2)), layer=0, count=2, senses=["a", "b"])
    assert (found.groups.tolist(), found.silhouettes, found.agreement) == ([0, 1], {}, 1)


@pytest.mark.parametrize(
    ("vectors", "options", "message"),
    [
        (np.eye(3), {"layer": 1}, "no layer 1; choose 0 to 0"),
        (np.eye(3), {"layer": -1}, "no layer -1"),
        (np.eye(2), {"layer": 0}, "by 2 sentences; give at least 3"),
        (np.eye(3), {"layer": 0, "most": 1}, "At most 1 groups"),
        (np.eye(3), {"layer": 0, "count": 4}, "3 sentences cannot be parted into 4 groups; choose 2 to 3"),
        (np.eye(3), {"layer": 0, "count": 1}, "into 1 groups"),
        (np.eye(1), {"layer": 0, "count": 2}, "One sentence cannot be parted"),
        (np.ones((4, 2)), {"layer": 0}, "same vector in all 4 sentences"),
        (np.eye(3), {"layer": 0, "senses": ["a"]}, "1 sense labels for 3 sentences"),
    ],
)
def test_bad_input_is_named(vectors: object, options: dict[str, Any], message: str, made: Any) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.context.find_senses(made(vectors), **options)


def test_an_unknown_linkage_is_named(made: Any) -> None:
    with pytest.raises(embedlab.UnknownNameError, match="single"):
        embedlab.context.find_senses(made(np.eye(3)), layer=0, linkage="single")


def test_layer_0_of_one_place_has_nothing_to_part(encoder: embedlab.context.Encoder) -> None:
    sentences = ["The bank lent me money", "The bank was steep", "The bank closed"]
    words = embedlab.word_in_context(encoder, sentences, "bank")  # the second word each time
    with pytest.raises(embedlab.InvalidInputError, match="At layer 0 the word has the same vector in all 3"):
        embedlab.context.find_senses(words, layer=0)
    assert embedlab.context.find_senses(words, layer=6).count == 2
