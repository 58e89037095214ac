"""A new vector lies where its neighbors lie, and a vector of the map where it is drawn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from sklearn.decomposition import PCA

import embedlab
from embedlab.space.umap_layout import MAX_PLACED
from tests.support.grouped_words import GroupedWords

Draw = Callable[..., embedlab.space.Projection]
RANDOM = np.random.default_rng(0)
HELD_OUT = np.arange(3, 144, 12)  # one word of each group


@pytest.mark.parametrize("method", ["pca", "umap", "tsne"])
@pytest.mark.parametrize("n_components", [2, 3])
def test_a_row_of_the_map_lies_at_its_own_point(
    method: str, n_components: int, grouped: GroupedWords, map_of: Draw
) -> None:
    drawn = map_of(method, n_components=n_components)
    rows = [140, 7, 7]
    placed = embedlab.space.place_points(grouped.matrix, drawn, grouped.matrix[rows])
    np.testing.assert_allclose(placed, drawn.coordinates[rows], atol=1e-4)


@pytest.mark.parametrize("method", ["umap", "tsne"])
def test_a_row_almost_of_the_map_lies_almost_at_its_point(
    method: str, grouped: GroupedWords, map_of: Draw
) -> None:
    drawn = map_of(method)
    placed = embedlab.space.place_points(grouped.matrix, drawn, grouped.matrix * np.float32(1.001))
    distances = np.linalg.norm(placed[:, None] - drawn.coordinates[None], axis=2)
    own = np.diag(distances)
    assert own.min() > 0  # placed by its neighbors, not found as a row of the map
    # a row is placed among the 15 neighbors that UMAP was fitted with; by chance 7% would lie so near
    assert np.mean((distances < own[:, None]).sum(axis=1) < 15) > 0.9


@pytest.mark.parametrize("method", ["pca", "umap", "tsne"])
def test_a_word_lands_near_its_true_neighbors(method: str, grouped: GroupedWords) -> None:
    rest = np.delete(grouped.matrix, HELD_OUT, axis=0)
    drawn = embedlab.project(rest, method=method)
    placed = embedlab.space.place_points(rest, drawn, grouped.matrix[HELD_OUT])
    shares = []
    for row, place in zip(HELD_OUT, placed, strict=True):
        near = embedlab.space.rank_rows(rest, grouped.matrix[row], measure="cosine", k=5).rows
        away = np.linalg.norm(drawn.coordinates - place, axis=1)
        shares.append(away[near].mean() / away.mean())
    assert (
        np.mean(shares) < {"pca": 0.4, "umap": 0.25, "tsne": 0.25}[method]
    )  # 1: no nearer than any other word


def test_pca_is_that_of_scikit_learn_where_directions_hold_nearly_nothing() -> None:
    flat = RANDOM.normal(size=(30, 2)) @ RANDOM.normal(size=(2, 40))
    matrix = (flat + 1e-6 * RANDOM.normal(size=(30, 40)) + 3).astype(np.float32)
    new = RANDOM.normal(size=(4, 40)).astype(np.float32)
    expected = PCA(3).fit(matrix.astype(np.float64)).transform(new.astype(np.float64))[:, :2]
    drawn = embedlab.project(matrix, method="pca")
    np.testing.assert_allclose(embedlab.space.place_points(matrix, drawn, new), expected, atol=1e-4)


def test_a_component_without_variance_places_everything_at_0() -> None:
    line = np.outer(np.arange(6.0), [1, 2, 2])
    drawn = embedlab.project(line, method="pca")
    placed = embedlab.space.place_points(line, drawn, [[1.0, 2, 2], [10, 20, 20]])
    np.testing.assert_allclose(np.abs(placed), [[4.5, 0], [22.5, 0]], atol=1e-4)


def test_a_map_that_grew_out_of_another_needs_that_one(grouped: GroupedWords, map_of: Draw) -> None:
    start = map_of("umap").coordinates
    warm = embedlab.project(grouped.matrix, method="umap", n_neighbors=8, start=start)
    new = (grouped.matrix[:1] + grouped.matrix[1:2]) / 2
    placed = embedlab.space.place_points(grouped.matrix, warm, new, start=start)
    assert np.linalg.norm(placed - warm.coordinates[:2], axis=1).max() < np.abs(warm.coordinates).max() / 2
    for drawn, given in ((warm, None), (map_of("umap"), start)):
        with pytest.raises(embedlab.InvalidInputError, match="grew out of another one"):
            embedlab.space.place_points(grouped.matrix, drawn, new, start=given)
    with pytest.raises(embedlab.InvalidInputError, match="144 × 2"):
        embedlab.space.place_points(grouped.matrix, warm, new, start=start[1:])
    with pytest.raises(embedlab.InvalidInputError, match="came out differently"):
        embedlab.space.place_points(grouped.matrix, warm, new, start=start[::-1])


def test_tsne_places_each_row_by_itself_and_leaves_the_map(grouped: GroupedWords) -> None:
    rest = np.delete(grouped.matrix, HELD_OUT, axis=0)
    drawn = embedlab.project(rest, method="tsne")
    before = drawn.coordinates.copy()
    placed = embedlab.space.place_points(rest, drawn, grouped.matrix[HELD_OUT])
    alone = embedlab.space.place_points(rest, drawn, grouped.matrix[HELD_OUT[4:5]])
    assert np.array_equal(drawn.coordinates, before)
    np.testing.assert_allclose(alone[0], placed[4], atol=0.02 * np.abs(before).max())


def test_named_axes_need_no_placing(grouped: GroupedWords) -> None:
    axes = [embedlab.vectors.named_axis(grouped.matrix[row], grouped.matrix[row + 1]) for row in (0, 50)]
    drawn = embedlab.space.axis_map(grouped.matrix, axes).projection
    with pytest.raises(embedlab.InvalidInputError, match="give axis_map the new vectors"):
        embedlab.space.place_points(grouped.matrix, drawn, grouped.matrix[:1])


def test_too_many_points_are_refused_before_any_work() -> None:
    matrix = RANDOM.normal(size=(MAX_PLACED + 1, 3)).astype(np.float32)
    used = {
        "n_components": 2,
        "metric": "cosine",
        "random_state": 0,
        "n_neighbors": 15,
        "min_dist": 0.1,
        "init": "random",
    }
    with pytest.raises(embedlab.InvalidInputError, match="at most 4,095 points and this one has 4,096"):
        embedlab.space.place_points(
            matrix, embedlab.space.Projection(matrix[:, :2], "umap", used), matrix[:1]
        )


@pytest.mark.parametrize("method", ["pca", "umap"])
@pytest.mark.parametrize(
    "new", [np.ones((1, 49)), np.full((1, 50), np.nan), np.full((1, 50), 1e20), np.ones((1, 1, 50))]
)
def test_rows_that_do_not_fit_are_refused(
    method: str, new: np.ndarray, grouped: GroupedWords, map_of: Draw
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="50 finite numbers"):
        embedlab.space.place_points(grouped.matrix, map_of(method), new)


@pytest.mark.parametrize("method", ["umap", "tsne"])
def test_a_vector_without_a_direction_has_no_place_among_cosines(
    method: str, grouped: GroupedWords, map_of: Draw
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="all zeros"):
        embedlab.space.place_points(grouped.matrix, map_of(method), np.zeros((1, 50)))


def test_another_matrix_than_that_of_the_map_is_refused(grouped: GroupedWords, map_of: Draw) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="143 rows"):
        embedlab.space.place_points(grouped.matrix[1:], map_of("pca"), grouped.matrix[:1])
    with pytest.raises(embedlab.InvalidInputError, match="came out differently"):
        embedlab.space.place_points(grouped.matrix[::-1], map_of("umap"), grouped.matrix[:1])
