"""Clusters are found where they are, numbered by size, and on the vectors."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.metrics import adjusted_rand_score

import embedlab

RANDOM = np.random.default_rng(0)
SIZES = (20, 50, 35)
BLOB = np.repeat([0, 1, 2], SIZES)
BLOBS = (RANDOM.normal(size=(3, 8)) * 6)[BLOB] + RANDOM.normal(size=(sum(SIZES), 8))


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("method", ["kmeans", "hdbscan"])
def test_blobs_are_found_and_numbered_by_size(method: str, metric: str) -> None:
    found = embedlab.space.find_clusters(BLOBS, method=method, clusters=3, smallest=5, metric=metric)
    assert adjusted_rand_score(BLOB, found.labels) > 0.9
    assert found.count == 3
    sizes = np.bincount(found.labels[found.labels >= 0])
    assert all(first >= second for first, second in pairwise(sizes))
    assert np.bincount(found.labels[BLOB == 1] + 1).argmax() == 1  # the largest blob is number 0


def test_species_of_iris_are_near_to_what_is_found() -> None:
    iris = load_iris()
    found = embedlab.space.find_clusters(iris.data, clusters=3, metric="euclidean")
    assert adjusted_rand_score(iris.target, found.labels) > 0.7
    dense = embedlab.space.find_clusters(iris.data, method="hdbscan", metric="euclidean")
    assert dense.count == 2  # two of the species touch
    assert adjusted_rand_score(iris.target == 0, dense.labels == dense.labels[0]) > 0.9


def test_the_cosine_asks_for_the_direction_only() -> None:
    # a factor of up to 10,000 between the lengths within a blob
    longer = BLOBS * np.random.default_rng(1).uniform(0.01, 100, size=(len(BLOBS), 1))
    assert adjusted_rand_score(BLOB, embedlab.space.find_clusters(longer, clusters=3).labels) > 0.9
    assert (
        adjusted_rand_score(BLOB, embedlab.space.find_clusters(longer, clusters=3, metric="euclidean").labels)
        < 0.6
    )


def test_points_between_clusters_are_in_none() -> None:
    far = np.random.default_rng(1).uniform(-60, 60, size=(6, 8))
    found = embedlab.space.find_clusters(np.vstack([BLOBS, far]), method="hdbscan", metric="euclidean")
    assert (found.labels[-6:] == -1).all()
    assert found.count == 3
    cloud = np.random.default_rng(1).normal(size=(40, 30))
    noise = embedlab.space.find_clusters(cloud, method="hdbscan", smallest=20)
    assert noise.count == 0
    assert (noise.labels == -1).all()


@pytest.mark.parametrize("method", ["kmeans", "hdbscan"])
def test_rows_without_a_direction_do_no_harm(method: str) -> None:
    found = embedlab.space.find_clusters(np.vstack([BLOBS, np.zeros((2, 8))]), method=method, clusters=4)
    assert adjusted_rand_score(BLOB, found.labels[:-2]) > 0.9


def test_the_same_seed_gives_the_same_clusters() -> None:
    first, second = (embedlab.space.find_clusters(BLOBS, clusters=7, random_state=3) for _ in range(2))
    np.testing.assert_array_equal(first.labels, second.labels)


def test_one_direction_is_one_point_however_long_its_rows_are() -> None:
    directions = np.repeat(BLOBS[[0, 30, 90]], 5, axis=0) * np.linspace(1, 2, 15)[:, None]
    assert embedlab.space.find_clusters(directions, clusters=3).count == 3
    with pytest.raises(embedlab.InvalidInputError, match="4 clusters cannot be found among 3 different"):
        embedlab.space.find_clusters(directions, clusters=4)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "louvain"}, "kmeans, hdbscan"),
        ({"metric": "dot"}, "cosine, euclidean"),
        ({"clusters": 1}, "from 2 to 50"),
        ({"clusters": 51}, "from 2 to 50"),
        ({"method": "hdbscan", "smallest": 1}, "from 2 to 105"),
        ({"method": "hdbscan", "smallest": 106}, "from 2 to 105"),
    ],
)
def test_what_cannot_be_found_is_said(options: dict[str, object], message: str) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=message):
        embedlab.space.find_clusters(BLOBS, **options)  # type: ignore[arg-type]
