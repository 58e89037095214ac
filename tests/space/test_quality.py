"""Quality equals scikit-learn's, is 1 for a perfect map and near chance for a random one."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

import embedlab

RANDOM = np.random.default_rng(1)
POINTS = RANDOM.normal(size=(120, 10)).astype(np.float32)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_trustworthiness_equals_scikit_learn(metric: str) -> None:
    places = POINTS[:, :2]
    quality = embedlab.projection_quality(POINTS, places, k=7, metric=metric)
    expected = trustworthiness(POINTS, places, n_neighbors=7, metric=metric)
    assert quality.trustworthiness == pytest.approx(expected)


def test_a_perfect_map_keeps_everything() -> None:
    flat = POINTS[:, :2]
    quality = embedlab.projection_quality(flat, flat, metric="euclidean")
    assert (quality.trustworthiness, quality.knn_preservation) == (1, 1)
    assert (quality.recall == 1).all()


def test_a_random_map_keeps_what_chance_keeps() -> None:
    many = RANDOM.normal(size=(800, 10))
    quality = embedlab.projection_quality(many, RANDOM.normal(size=(800, 2)), k=20)
    assert quality.expected_recall == pytest.approx(20 / 799)
    assert quality.knn_preservation == pytest.approx(quality.expected_recall, abs=0.01)
    assert quality.trustworthiness == pytest.approx(0.5, abs=0.05)


def test_recall_by_hand() -> None:
    line = np.arange(6, dtype=float)[:, None] ** 1.1  # neighbors are the adjacent ones
    matrix = np.hstack([line, np.zeros((6, 1))])
    swapped = matrix[[5, 1, 2, 3, 4, 0]]  # the two ends change places
    quality = embedlab.projection_quality(matrix, swapped, k=1, metric="euclidean")
    # 0 and 5 lose their neighbor; nearest of 1 was 0, of 2 was 1, of 3 was 2, of 4 was 3
    np.testing.assert_array_equal(quality.recall, [0, 0, 1, 1, 1, 0])
    assert quality.knn_preservation == pytest.approx(0.5)


def test_maps_of_words_beat_chance(vectors: embedlab.vectors.WordVectors) -> None:
    words = [word for group in embedlab.texts.WORD_GROUPS.values() for word in group]
    matrix = np.stack([vectors[word] for word in words])
    kept = {}
    for method in ("pca", "tsne", "umap"):
        projection = embedlab.project(matrix, method=method)
        quality = embedlab.projection_quality(matrix, projection.coordinates)
        assert quality.knn_preservation > 4 * quality.expected_recall
        kept[method] = quality.knn_preservation
    assert kept["pca"] < min(kept["tsne"], kept["umap"])


def test_more_points_than_can_be_trusted_are_sampled() -> None:
    many = RANDOM.normal(size=(2_100, 3))
    quality = embedlab.projection_quality(many, many[:, :2], metric="euclidean")
    assert quality.sampled == 2_000
    assert len(quality.recall) == 2_100


@pytest.mark.parametrize(
    ("rows", "places", "k", "message"),
    [(120, 119, 10, "120 rows"), (4, 4, 1, "at least 5 points"), (120, 120, 0, "at least 1")],
)
def test_what_cannot_be_compared_is_said(rows: int, places: int, k: int, message: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.projection_quality(POINTS[:rows], POINTS[:places, :2], k=k)


def test_k_is_lowered_for_few_points() -> None:
    assert embedlab.projection_quality(POINTS[:8], POINTS[:8, :2], k=10).k == 3


@pytest.mark.bad_input(76)
@pytest.mark.parametrize("method", ["pca", "tsne", "umap"])
@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_neighbors_at_equal_distance_are_equal(method: str, metric: str) -> None:
    rows = np.array([[1.0, 0.0, 0.2, 0.0], [0.0, 1.0, 0.0, 0.3], [0.4, 0.0, 1.0, 1.0]])
    matrix = np.repeat(rows, 20, axis=0)
    projection = embedlab.project(matrix, method=method, metric=metric)
    quality = embedlab.projection_quality(matrix, projection.coordinates, metric=metric)
    assert (quality.knn_preservation, quality.trustworthiness) == (1.0, 1.0)
    assert embedlab.space.largest_tear(matrix, projection.coordinates, metric=metric, k=quality.k) is None


def test_ties_by_hand() -> None:
    # on a line with gaps of 1 each inner point has two nearest neighbors; the map closes a ring
    matrix = np.arange(8.0)[:, None] * [[1.0, 0.0]]
    angles = np.arange(8) * (2 * np.pi / 8)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    ring[0] *= 0.9  # nearer to 7, its false neighbor, or to 1: both by the same distance
    ring[0] += 0.01 * (ring[7] - ring[1])  # nearer to 7
    quality = embedlab.projection_quality(matrix, ring, k=1, metric="euclidean")
    # 0 has the neighbor 7 instead of 1; 7 has 0; every other one has one of its two
    np.testing.assert_array_equal(quality.recall, [0, 1, 1, 1, 1, 1, 1, 0])
    # the true rank of 7 among the neighbors of 0 is 7, and of 0 among those of 7: 6 above k each
    assert quality.trustworthiness == pytest.approx(1 - 2 / (8 * 1 * (16 - 3 - 1)) * (6 + 6))


def test_what_is_not_among_the_equals_is_lost() -> None:
    matrix = np.array([[0.0, 0], [1, 0], [-1, 0], [0, 1], [5, 5], [6, 5]])  # three equals around the first
    kept = embedlab.space.preserved_neighbors(
        matrix, np.array([[1, 2]]), np.array([[3, 4]]), metric="euclidean", queries=matrix[:1]
    )
    assert kept.tolist() == [[False, True]]  # 3 stands for one of them, 4 for none
