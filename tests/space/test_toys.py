"""Each sentence of a toy's lesson is computed and true; random twins are random where they say so."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist

import embedlab
from embedlab.space.exact_neighbors import nearest_rows
from tests.support.grouped_words import GroupedWords


def draw(name: str, method: str, **parameters: object) -> dict[str, np.ndarray]:
    """Return the points of each group on a map."""
    toy = embedlab.space.toy_points(name)
    groups = np.array(toy.groups)
    drawn = embedlab.project(toy.matrix, method=method, metric="euclidean", **parameters)  # type: ignore[arg-type]
    return {group: drawn.coordinates[groups == group] for group in dict.fromkeys(toy.groups)}


def truth(name: str) -> dict[str, np.ndarray]:
    toy = embedlab.space.toy_points(name)
    groups = np.array(toy.groups)
    return {group: toy.matrix[groups == group] for group in dict.fromkeys(toy.groups)}


def width(points: np.ndarray) -> float:
    return float(np.sqrt(((points - points.mean(axis=0)) ** 2).sum(axis=1).mean()))


def gap(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.linalg.norm(first.mean(axis=0) - second.mean(axis=0)))


def clumping(points: np.ndarray) -> float:
    """Return how near the first neighbor is, of the tenth; small where points sit in clumps."""
    distances = nearest_rows(points, 10, metric="euclidean").scores
    return float(distances[:, 0].mean() / distances[:, 9].mean())


@pytest.mark.parametrize("name", sorted(embedlab.space.TOYS))
def test_a_toy_is_always_the_same_and_each_point_has_a_name(name: str) -> None:
    toy, again = embedlab.space.toy_points(name), embedlab.space.toy_points(name)
    np.testing.assert_array_equal(toy.matrix, again.matrix)
    assert toy.lesson == embedlab.space.TOYS[name][0]
    assert len(toy.labels) == len(toy.groups) == len(toy.matrix) == len(set(toy.labels))
    assert toy.matrix.dtype == np.float32
    assert toy.labels[0] == f"{toy.groups[0]} 1"


def test_an_unknown_toy_names_the_known_ones() -> None:
    with pytest.raises(embedlab.UnknownNameError, match="cluster sizes"):
        embedlab.space.toy_points("swiss roll")


def test_sizes_one_cloud_is_ten_times_as_wide_and_the_maps_draw_both_alike() -> None:
    true = truth("cluster sizes")
    assert width(true["wide"]) / width(true["narrow"]) == pytest.approx(10, rel=0.05)
    for method, parameters in (("tsne", {}), ("tsne", {"perplexity": 5}), ("umap", {})):
        drawn = draw("cluster sizes", method, **parameters)
        assert width(drawn["wide"]) / width(drawn["narrow"]) == pytest.approx(1, abs=0.15)
    linear = draw("cluster sizes", "pca")
    assert width(linear["wide"]) / width(linear["narrow"]) > 5  # PCA does not make this mistake


def test_distances_the_second_gap_is_ten_times_the_first_and_tsne_draws_both_alike() -> None:
    true, drawn, linear = (
        truth("cluster distances"),
        draw("cluster distances", "tsne", perplexity=30),
        draw("cluster distances", "pca"),
    )
    for clouds, low, high in ((true, 9.5, 10.5), (drawn, 0.8, 1.25), (linear, 9.5, 10.5)):
        left, near, far = clouds.values()
        assert low < gap(near, far) / gap(left, near) < high
    widths = [width(cloud) for cloud in true.values()]
    assert max(widths) / min(widths) < 1.05  # equal clouds
    left, near, far = drawn.values()
    for first, second in ((left, near), (near, far)):
        assert cdist(first, second).min() > 3 * width(near)  # islands


def test_noise_has_no_clusters_and_tsne_draws_clumps_at_low_perplexity() -> None:
    noise = truth("random noise")["noise"]
    found = embedlab.space.find_clusters(noise, method="hdbscan", smallest=10, metric="euclidean")
    assert found.count == 0
    plain = clumping(draw("random noise", "tsne", perplexity=30)["noise"])
    maps = [draw("random noise", "tsne", perplexity=2, random_state=seed)["noise"] for seed in (0, 1)]
    for clumps in maps:
        assert clumping(clumps) < 0.75 * plain
    # several seeds tell: many of the neighbors are others on the second map
    assert embedlab.space.map_stability(maps).shared.mean() < 0.6


def test_a_walk_without_a_plan_looks_like_a_smooth_curve() -> None:
    walk = truth("random walk")["step"]
    steps = np.diff(walk, axis=0)
    following = (steps[1:] * steps[:-1]).sum() / (steps**2).sum()
    assert abs(following) < 0.05  # a step knows nothing of the one before
    curve = draw("random walk", "pca")["step"]
    time = (np.arange(200) + 0.5) / 200
    for component in (0, 1):  # Antognini and Sohl-Dickstein 2018: half a wave, then a whole one
        wave = np.cos(np.pi * (component + 1) * time)
        assert abs(np.corrcoef(curve[:, component], wave)[0, 1]) > 0.95
    whole = embedlab.project(walk, method="pca").explained_variance_ratio
    each = embedlab.project(steps, method="pca").explained_variance_ratio
    assert whole is not None
    assert each is not None
    assert whole.sum() > 0.7
    assert each.sum() < 0.1


def test_a_gaussian_twin_keeps_mean_and_spread_of_columns_and_loses_what_ties_them(
    vectors: embedlab.vectors.WordVectors,
) -> None:
    matrix = vectors.matrix[:3_000]
    twin = embedlab.space.random_twin(matrix)
    assert twin.shape == matrix.shape
    assert twin.dtype == np.float32
    spread = matrix.std(axis=0)
    assert (np.abs(twin.mean(axis=0) - matrix.mean(axis=0)) < 5 * spread / np.sqrt(3_000)).all()
    np.testing.assert_allclose(twin.std(axis=0), spread, rtol=0.07)
    assert largest_correlation(matrix) > 0.3
    assert largest_correlation(twin) < 0.1


def test_a_shuffled_twin_keeps_every_number_in_its_column(grouped: GroupedWords) -> None:
    twin = embedlab.space.random_twin(grouped.matrix, kind="shuffled")
    np.testing.assert_array_equal(np.sort(twin, axis=0), np.sort(grouped.matrix, axis=0))
    assert largest_correlation(grouped.matrix) > largest_correlation(twin) + 0.1
    assert (twin == grouped.matrix).mean() < 0.05


@pytest.mark.parametrize("kind", ["gaussian", "shuffled"])
def test_a_twin_follows_its_seed(kind: str, grouped: GroupedWords) -> None:
    first, again, other = (
        embedlab.space.random_twin(grouped.matrix, kind=kind, seed=seed) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_an_unknown_twin_is_refused() -> None:
    with pytest.raises(embedlab.UnknownNameError, match="gaussian, shuffled"):
        embedlab.space.random_twin(np.eye(3), kind="uniform")


def largest_correlation(matrix: np.ndarray) -> float:
    correlations = np.abs(np.corrcoef(matrix.T))
    np.fill_diagonal(correlations, 0)
    return float(correlations.max())
