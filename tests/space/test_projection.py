"""Maps keep neighborhoods, repeat exactly, and refuse what cannot be drawn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier

import embedlab

IRIS = load_iris()
RANDOM = np.random.default_rng(0).normal(size=(40, 6)).astype(np.float32)


def knn_accuracy(coordinates: np.ndarray) -> float:
    return float(cross_val_score(KNeighborsClassifier(5), coordinates, IRIS.target, cv=5).mean())


@pytest.mark.parametrize("method", ["pca", "tsne", "umap"])
@pytest.mark.parametrize("n_components", [2, 3])
def test_species_stay_apart(method: str, n_components: int) -> None:
    shuffled = np.random.default_rng(0).permuted(IRIS.data, axis=0)[:, :n_components]
    assert knn_accuracy(shuffled) < 0.5
    projection = embedlab.project(IRIS.data, method=method, n_components=n_components, metric="euclidean")
    assert projection.coordinates.shape == (150, n_components)
    assert projection.coordinates.dtype == np.float32
    assert knn_accuracy(projection.coordinates) > 0.9


@pytest.mark.parametrize("method", ["pca", "tsne", "umap"])
def test_the_same_seed_gives_the_same_map(method: str) -> None:
    first = embedlab.project(RANDOM, method=method, random_state=3)
    second = embedlab.project(RANDOM, method=method, random_state=3)
    np.testing.assert_array_equal(first.coordinates, second.coordinates)


def test_another_seed_gives_another_umap() -> None:
    first, second = (embedlab.project(RANDOM, method="umap", random_state=seed) for seed in (0, 1))
    assert not np.allclose(first.coordinates, second.coordinates, atol=0.1)


def test_pca_equals_scikit_learn() -> None:
    reference = PCA(3).fit(RANDOM.astype(np.float64))
    projection = embedlab.project(RANDOM, method="pca", n_components=3)
    np.testing.assert_allclose(
        projection.coordinates, reference.transform(RANDOM.astype(np.float64)), atol=1e-5
    )
    np.testing.assert_allclose(projection.explained_variance_ratio, reference.explained_variance_ratio_)


@pytest.mark.parametrize("count", [5, 6, 10])
@pytest.mark.parametrize("method", ["tsne", "umap"])
@pytest.mark.parametrize("n_components", [2, 3])
def test_a_few_points_can_be_drawn(count: int, method: str, n_components: int) -> None:
    projection = embedlab.project(RANDOM[:count], method=method, n_components=n_components)
    assert np.isfinite(projection.coordinates).all()


def test_parameters_too_large_are_lowered_and_reported() -> None:
    assert embedlab.project(RANDOM[:10], method="tsne", perplexity=30).parameters["perplexity"] == 3
    assert embedlab.project(RANDOM[:10], method="umap", n_neighbors=30).parameters["n_neighbors"] == 9


@pytest.mark.parametrize(
    ("matrix", "options", "message"),
    [
        (RANDOM, {"method": "sne"}, "pca, tsne, umap"),
        (RANDOM, {"metric": "manhattan"}, "cosine, euclidean"),
        (RANDOM, {"n_components": 4}, "choose 2 or 3"),
        (RANDOM[:4], {"method": "tsne"}, "at least 5 points and there are 4"),
        (RANDOM[:4], {"method": "umap"}, "at least 5 points and there are 4"),
        (RANDOM[:1], {"method": "pca"}, "needs at least 2"),
        (np.ones((10, 3)), {}, "All 10 vectors are the same"),
        (np.zeros((10, 3)), {}, "All 10 vectors are the same"),
        (np.vstack([RANDOM, np.zeros(6)]), {"method": "umap"}, "all zeros"),
        (np.vstack([RANDOM, np.full(6, np.nan)]), {}, "1 of 41 rows"),
        (np.vstack([RANDOM, np.full(6, np.inf)]), {}, "1 of 41 rows"),
        (np.ones(5), {}, "rows and columns"),
        (np.ones((0, 5)), {}, "rows and columns"),
        (RANDOM, {"method": "umap", "min_dist": 2}, "from 0 to 1"),
        (RANDOM, {"method": "umap", "n_neighbors": 1}, "from 2"),
        (RANDOM, {"method": "tsne", "perplexity": 0}, "from 1"),
        (RANDOM, {"method": "pca", "perplexity": 5}, "no parameter perplexity"),
    ],
)
def test_what_cannot_be_drawn_is_said(matrix: np.ndarray, options: dict[str, object], message: str) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=message):
        embedlab.project(matrix, **options)  # type: ignore[arg-type]


def test_many_copies_of_a_few_rows_can_be_drawn() -> None:
    copies = np.repeat(RANDOM[:3], 10, axis=0)
    for method in ("pca", "tsne", "umap"):
        assert np.isfinite(embedlab.project(copies, method=method).coordinates).all()
