"""Clustering and shorter vectors: scikit-learn's numbers, and what is known about each."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import adjusted_rand_score, silhouette_score

import embedlab
from embedlab import applications
from embedlab.texts import RATED_PAIRS, TICKETS

TEXTS = [each.text for each in TICKETS]
DESKS = [each.desk for each in TICKETS]


@pytest.fixture(scope="module")
def vectors(encoder: embedlab.context.Encoder) -> np.ndarray:
    return encoder.embed(TEXTS)


def test_clusters_have_the_scores_of_scikit_learn_and_beat_random_vectors(vectors: np.ndarray) -> None:
    found = applications.cluster_vectors(vectors, count=6, labels=DESKS)
    assert found.count == 6
    assert found.silhouette == pytest.approx(
        silhouette_score(vectors, found.groups, metric="cosine"), abs=1e-5
    )
    assert found.agreement == pytest.approx(adjusted_rand_score(DESKS, found.groups))
    assert found.agreement > 0.2
    assert found.silhouette > found.random_silhouette + 0.02
    counts = applications.compare_counts(vectors, (2, 6), DESKS)
    assert counts[1].silhouette == pytest.approx(found.silhouette)


def test_groups_are_named_by_the_words_that_only_they_have() -> None:
    texts = ["the cat and the dog", "a cat, a dog", "the bank gave money", "money in the bank"]
    names = applications.name_clusters(texts, np.array([0, 0, 1, 1]), words=2)
    assert [set(each) for each in names] == [{"cat", "dog"}, {"bank", "money"}]
    assert applications.name_clusters(["1", "2"], np.array([0, 1])) == ((), ())


@pytest.mark.parametrize("count", [1, 21, 200])
def test_an_impossible_number_of_groups_is_one_sentence(vectors: np.ndarray, count: int) -> None:
    with pytest.raises(
        embedlab.EmbedLabError, match=f"{count} groups of 180 texts are not possible; choose 2 to 20"
    ):
        applications.cluster_vectors(vectors, count=count)


def test_the_first_dimensions_are_no_better_than_random_ones(vectors: np.ndarray) -> None:
    """MiniLM was not trained as a Matryoshka model; PCA of the texts at hand does keep more."""
    shares = applications.compare_ways(vectors, (64, 384))
    assert abs(shares["first"][0] - shares["random"][0]) < 0.08
    assert shares["PCA"][0] > shares["random"][0] + 0.1
    assert shares["first"][1] == shares["random"][1] == 1
    assert np.isnan(shares["PCA"][1])  # of 180 texts


def test_neighbors_that_stay_are_counted(vectors: np.ndarray) -> None:
    short = applications.shorten(vectors, dim=64)
    stay = []
    for row in range(len(vectors)):
        full, few = (np.argsort(-np.delete(matrix @ matrix[row], row))[:10] for matrix in (vectors, short))
        stay.append(len(set(full) & set(few)) / 10)
    assert applications.compare_ways(vectors, (64,))["first"][0] == pytest.approx(np.mean(stay), abs=0.002)


def test_fewer_bits_cost_little(vectors: np.ndarray) -> None:
    shares = applications.compare_ways(vectors, (384,))
    assert shares["float32"][0] == 1
    assert shares["float16"][0] > 0.99
    assert shares["int8"][0] > 0.95 > shares["binary"][0] > 0.5


def test_the_cosine_of_bits_is_that_of_their_differences(vectors: np.ndarray) -> None:
    bits = applications.quantize(vectors[:2], "binary")
    signs = applications.restore(bits, vectors[:2], "binary")
    differing = np.unpackbits(bits[0] ^ bits[1]).sum()
    assert embedlab.cosine.paired_cosines(*signs) == pytest.approx(1 - 2 * differing / 384)


def test_shorter_vectors_have_other_lengths_unless_they_are_scaled(vectors: np.ndarray) -> None:
    lengths = np.linalg.norm(applications.shorten(vectors, dim=64, normalize=False), axis=1)
    assert (lengths < 1).all()
    with pytest.raises(embedlab.EmbedLabError, match="385 dimensions are not possible here; choose 1 to 384"):
        applications.shorten(vectors, dim=385)


def test_the_ratings_of_people_show_what_shortening_costs(encoder: embedlab.context.Encoder) -> None:
    """As on STS-B: 64 numbers keep most of the correlation, random ones as much, unequal lengths less."""
    vectors = encoder.embed([pair.first for pair in RATED_PAIRS] + [pair.second for pair in RATED_PAIRS])
    ratings = [pair.rating for pair in RATED_PAIRS]
    full = applications.rating_correlation(vectors, ratings)
    cosines = embedlab.cosine.paired_cosines(vectors[: len(ratings)], vectors[len(ratings) :])
    assert full == pytest.approx(spearmanr(cosines, ratings).statistic, abs=1e-3)
    assert full > 0.8
    ways = {way: each[0] for way, each in applications.compare_ways(vectors, (64,), ratings).items()}
    assert ways["first"] == pytest.approx(
        applications.rating_correlation(applications.shorten(vectors, dim=64), ratings)
    )
    assert abs(ways["first"] - ways["random"]) < 0.05
    assert ways["first"] > 0.92 * full
    assert ways["not rescaled"] < ways["first"]
    assert applications.compare_ways(vectors, (384,), ratings)["binary"][0] > 0.9 * full


def test_the_time_of_a_comparison_is_measured_for_each_size_and_precision() -> None:
    seconds = applications.scan_seconds((8, 384))
    assert seconds.shape == (2, len(applications.PRECISIONS))
    assert (seconds > 0).all()
