"""Neighbors are the true ones: those of brute force and of scikit-learn, also where many rows are alike."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

import embedlab
from embedlab.space import rank_rows
from embedlab.space.exact_neighbors import nearest_rows


def points(count: int, dim: int = 12, *, copies: int = 1) -> np.ndarray:
    random = np.random.default_rng(count)
    distinct = random.normal(size=(count // copies, dim)) * random.uniform(0.1, 9, size=(count // copies, 1))
    return np.tile(distinct, (copies, 1)).astype(np.float32)


def all_values(matrix: np.ndarray, query: np.ndarray, measure: str) -> np.ndarray:
    exact, vector = matrix.astype(np.float64), query.astype(np.float64)
    if measure == "euclidean":
        return np.linalg.norm(exact - vector, axis=1)
    products = exact @ vector
    if measure == "dot":
        return products
    with np.errstate(invalid="ignore"):
        return products / np.linalg.norm(exact, axis=1) / np.linalg.norm(vector)


@pytest.mark.parametrize("measure", ["cosine", "dot", "euclidean"])
@pytest.mark.parametrize("offset", [0, 100])  # rows far from 0 differ little from each other
def test_ranks_are_those_of_brute_force(measure: str, offset: float) -> None:
    matrix = points(700) + np.float32(offset)
    for row in (0, 350, 699):
        values = all_values(matrix, matrix[row], measure)
        order = np.argsort(values if measure == "euclidean" else -values, kind="stable")
        ranked = embedlab.space.rank_rows(matrix, matrix[row], measure=measure, k=25, leave_out=row)
        assert row not in ranked.rows
        np.testing.assert_array_equal(ranked.rows, order[order != row][:25])
        np.testing.assert_allclose(ranked.scores, values[ranked.rows], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("measure", ["cosine", "dot", "euclidean"])
def test_the_row_itself_is_a_candidate_unless_left_out(measure: str) -> None:
    matrix = points(50)
    longest = int(np.linalg.norm(matrix, axis=1).argmax())
    assert rank_rows(matrix, matrix[longest], measure=measure, k=1).rows.tolist() == [longest]
    every = rank_rows(matrix, matrix[longest], measure=measure, k=500, leave_out=longest)
    assert sorted(every.rows) == [row for row in range(50) if row != longest]  # fewer than asked for


def test_rows_without_a_direction_have_no_cosine() -> None:
    matrix = np.vstack([points(20), np.zeros((3, 12), np.float32)])
    assert rank_rows(matrix, matrix[0], measure="cosine", k=50).rows.max() == 19
    assert len(rank_rows(matrix, matrix[0], measure="euclidean", k=50).rows) == 23
    with pytest.raises(embedlab.InvalidInputError, match="all zeros"):
        rank_rows(matrix, matrix[20], measure="cosine")
    with pytest.raises(embedlab.UnknownNameError, match="cosine, dot, euclidean"):
        rank_rows(matrix, matrix[0], measure="manhattan")


@pytest.mark.parametrize("word", ["paris", "king", "blue", "seven"])
def test_the_cosine_ranks_words_as_word_vectors_do(vectors: embedlab.vectors.WordVectors, word: str) -> None:
    count = 20_000
    part = embedlab.vectors.WordVectors(vectors.words[:count], vectors.matrix[:count], name="the first words")
    expected = part.neighbors(word, k=15)
    row = part.row(word)
    found = rank_rows(part.matrix, part.matrix[row], measure="cosine", k=15, leave_out=row)
    assert [part.words[place] for place in found.rows] == list(expected.words)
    np.testing.assert_allclose(found.scores, expected.scores, atol=1e-5)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("count", [300, 1_500])  # from 1,000 rows on the cosine takes a faster way
def test_nearest_rows_are_those_of_scikit_learn(metric: str, count: int) -> None:
    matrix = points(count)
    found = nearest_rows(matrix, 10, metric=metric)
    search = NearestNeighbors(n_neighbors=10, metric=metric, algorithm="brute").fit(matrix.astype(np.float64))
    distances, indices = search.kneighbors()
    np.testing.assert_array_equal(found.rows, indices)
    np.testing.assert_allclose(found.scores, distances, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("dim", [2, 12])
def test_a_copy_of_a_row_is_its_neighbor_and_the_row_itself_is_not(metric: str, dim: int) -> None:
    found = nearest_rows(points(1_500, dim, copies=3), 2, metric=metric)
    own = np.arange(1_500)
    assert not (found.rows == own[:, None]).any()
    if metric == "euclidean" or dim > 2:  # in two dimensions other rows have nearly the same direction
        np.testing.assert_array_equal(found.rows % 500, np.stack((own, own), axis=1) % 500)
    np.testing.assert_allclose(found.scores, 0, atol=1e-6)


def test_a_row_without_a_direction_is_as_far_from_all() -> None:
    matrix = np.vstack([points(1_200), np.zeros((1, 12), np.float32)])
    np.testing.assert_allclose(nearest_rows(matrix, 3, metric="cosine").scores[-1], 1)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize(("count", "copies", "k"), [(400, 1, 10), (1_400, 1, 10), (1_400, 2, 11)])
def test_quality_is_that_of_scikit_learn(metric: str, count: int, copies: int, k: int) -> None:
    matrix = points(count, copies=copies)
    places = (
        matrix[:, :2] + np.random.default_rng(0).normal(size=(count, 2)) / 4
    )  # copies lie apart on the map
    quality = embedlab.projection_quality(matrix, places, k=k, metric=metric)
    true, drawn = (
        NearestNeighbors(n_neighbors=k, metric=name, algorithm="brute")
        .fit(rows)
        .kneighbors(return_distance=False)
        for rows, name in ((matrix.astype(np.float64), metric), (places, "euclidean"))
    )
    recall = [len(set(first) & set(second)) / k for first, second in zip(true, drawn, strict=True)]
    np.testing.assert_allclose(quality.recall, recall)
    assert quality.knn_preservation == pytest.approx(np.mean(recall))
    assert 0.02 < quality.knn_preservation < 0.9
    # in float32 distances that differ become equal
    reference = trustworthiness(matrix.astype(np.float64), places, n_neighbors=k, metric=metric)
    if copies == 1:
        assert quality.trustworthiness == pytest.approx(reference)
    else:  # scikit-learn puts one of two equal neighbors behind the other
        assert reference < quality.trustworthiness < reference + 0.01


def test_a_map_with_holes_has_no_quality() -> None:
    matrix = points(30)
    with pytest.raises(embedlab.InvalidInputError, match="not finite"):
        embedlab.projection_quality(matrix, np.where(np.arange(30)[:, None] == 3, np.nan, matrix[:, :2]))
