"""Maps on the way: frames, watchers, maps that grow out of a former one, and how a map lies."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

import embedlab
from embedlab.space import tsne, umap_layout
from embedlab.space.request import WARM, Request, frame_steps
from tests.support.grouped_words import GroupedWords

pytestmark = pytest.mark.long

Draw = Callable[..., embedlab.space.Projection]
METHODS = pytest.mark.parametrize("method", ["tsne", "umap"])
LAST = {"tsne": tsne.EXAGGERATED + tsne.ITERATIONS, "umap": 500}


class StopError(Exception):
    """What a watcher raises."""


@METHODS
def test_a_film_ends_with_the_map_that_is_drawn_without_it(
    method: str, grouped: GroupedWords, map_of: Draw
) -> None:
    filmed = embedlab.project(grouped.matrix, method=method, frames=20)
    np.testing.assert_array_equal(filmed.coordinates, map_of(method).coordinates)
    np.testing.assert_array_equal(filmed.frames[-1], filmed.coordinates)
    assert len(filmed.frames) == len(filmed.steps) <= 20
    assert len(filmed.steps) >= 18
    assert (np.diff(filmed.steps) > 0).all()
    assert filmed.steps[-1] == LAST[method]
    # the states come nearer to the map, and each is another one
    apart = [embedlab.space.align(frame, filmed.coordinates).disparity for frame in filmed.frames]
    assert apart[0] > 0.1 > apart[-2] > 0
    assert map_of(method).frames.size == 0
    assert map_of(method).steps == ()


@pytest.mark.parametrize("frames", [1, 2, 7, 200])
@METHODS
def test_any_number_of_frames_may_be_asked_for(method: str, frames: int, grouped: GroupedWords) -> None:
    filmed = embedlab.project(grouped.matrix[:30], method=method, frames=frames, n_components=3)
    assert 1 <= len(filmed.frames) <= frames
    assert filmed.frames.shape[1:] == (30, 3)
    np.testing.assert_array_equal(filmed.frames[-1], filmed.coordinates)


def test_frames_outside_their_limits_are_refused(grouped: GroupedWords) -> None:
    for frames in (-1, 201):
        with pytest.raises(embedlab.InvalidInputError, match="from 0 to 200"):
            embedlab.project(grouped.matrix, method="umap", frames=frames)


def test_steps_are_dense_at_first() -> None:
    assert frame_steps(100, 4) == [7, 27, 58, 100]
    assert frame_steps(100, 0) == []
    for total in (3, 60, tsne.EXAGGERATED + tsne.ITERATIONS):
        steps = frame_steps(total, 40)
        assert steps[-1] == total
        assert steps[0] >= 1
        assert len(set(steps)) == len(steps) <= 40


@METHODS
def test_a_watcher_sees_the_work_grow_to_1_and_changes_nothing(
    method: str, grouped: GroupedWords, map_of: Draw
) -> None:
    seen: list[float] = []
    watched = embedlab.project(grouped.matrix, method=method, watch=seen.append)
    np.testing.assert_array_equal(watched.coordinates, map_of(method).coordinates)
    assert len(seen) >= 20
    assert min(seen) >= 0
    assert seen[-1] == 1
    assert (np.diff(seen) >= 0).all()
    assert np.diff(seen).max() < 0.1


@METHODS
@pytest.mark.parametrize("frames", [0, 10])
def test_what_a_watcher_raises_ends_the_fit_at_once(
    method: str, frames: int, grouped: GroupedWords, map_of: Draw
) -> None:
    seen: list[float] = []

    def stop(share: float) -> None:
        seen.append(share)
        if share > 0.3:
            raise StopError

    for _ in range(2):
        with pytest.raises(StopError):
            embedlab.project(grouped.matrix, method=method, watch=stop, frames=frames)
        assert sum(share > 0.3 for share in seen) == 1  # it was not called again
        seen.clear()
    later: list[float] = []
    after = embedlab.project(grouped.matrix, method=method, watch=later.append)
    np.testing.assert_array_equal(after.coordinates, map_of(method).coordinates)
    assert later[-1] == 1


@pytest.mark.parametrize(
    ("method", "name", "before", "after", "near"),
    [
        ("tsne", "perplexity", 30, 10, 0.1),
        ("tsne", "perplexity", 10, 30, 0.1),
        # UMAP's steps amplify rounding, so that how far a map moves differs by processor; two unrelated maps
        # have a disparity near 1
        ("umap", "n_neighbors", 15, 5, 0.5),
        ("umap", "n_neighbors", 30, 10, 0.5),
        ("umap", "min_dist", 0.1, 0.8, 0.5),
    ],
)
def test_a_map_that_grows_out_of_another_lies_near_it_and_is_as_good(  # noqa: PLR0917
    method: str, name: str, before: float, after: float, near: float, grouped: GroupedWords, map_of: Draw
) -> None:
    start, cold = (map_of(method, **{name: value}) for value in (before, after))
    warm = embedlab.project(grouped.matrix, method=method, start=start.coordinates, **{name: after})
    assert warm.parameters["init"] == WARM
    assert warm.parameters[name] == after
    moved = embedlab.space.align(warm.coordinates, start.coordinates).disparity
    assert 1e-3 < moved < near
    assert moved < embedlab.space.align(cold.coordinates, start.coordinates).disparity
    first, second = (
        embedlab.projection_quality(grouped.matrix, places.coordinates) for places in (warm, cold)
    )
    assert first.trustworthiness >= second.trustworthiness - 0.01
    # and it lies as that map does: no turn would bring it nearer
    rotation = embedlab.space.align(warm.coordinates, start.coordinates).rotation
    np.testing.assert_allclose(rotation, np.eye(2), atol=1e-4)


@METHODS
def test_a_map_lies_as_its_pca_does(method: str, map_of: Draw) -> None:
    for parameters in ({}, {"n_components": 3}, {"random_state": 1}):
        drawn = map_of(method, **parameters).coordinates
        reference = map_of("pca", n_components=drawn.shape[1]).coordinates
        rotation = embedlab.space.align(drawn, reference).rotation
        np.testing.assert_allclose(rotation, np.eye(drawn.shape[1]), atol=1e-3)
        assert np.corrcoef(drawn[:, 0], reference[:, 0])[0, 1] > 0.5
        np.testing.assert_allclose(drawn.mean(axis=0), 0, atol=1e-4)


def test_the_parameters_tell_what_was_used(map_of: Draw) -> None:
    assert map_of("pca").parameters == {"n_components": 2, "metric": "euclidean"}
    common = {"n_components": 2, "metric": "cosine", "random_state": 0}
    assert map_of("tsne").parameters == {**common, "perplexity": 30, "init": "pca"}
    assert map_of("umap", n_neighbors=30).parameters == {
        **common,
        "n_neighbors": 30,
        "min_dist": 0.1,
        "init": "spectral",
    }
    assert map_of("tsne", perplexity=1000).parameters["perplexity"] == pytest.approx(143 / 3, abs=0.01)


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (np.zeros((144, 2)), "one spot"),
        (np.ones((143, 2)), "144 × 2"),
        (np.ones((144, 3)), "144 × 2"),
        (np.full((144, 2), np.nan), "finite"),
    ],
)
def test_a_start_that_does_not_fit_is_refused(start: np.ndarray, message: str, grouped: GroupedWords) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.project(grouped.matrix, method="umap", start=start)


def test_the_map_is_as_good_as_the_librarys_own(grouped: GroupedWords) -> None:
    """One map's share of kept neighbors varies by 0.007 with the seed: the mean of four by half of that.

    The tolerance is six standard errors of the difference, so that no rounding of a processor reaches it.
    """
    from umap import UMAP

    seeds, matrix = range(4), grouped.matrix
    ours = [embedlab.project(matrix, method="umap", random_state=seed).coordinates for seed in seeds]
    theirs = [
        UMAP(n_jobs=1, random_state=seed, metric="cosine", n_epochs=500).fit_transform(matrix)
        for seed in seeds
    ]
    (kept, trusted), (their_kept, their_trusted) = (
        np.mean([(quality.knn_preservation, quality.trustworthiness) for quality in qualities], axis=0)
        for qualities in (
            [embedlab.projection_quality(matrix, places) for places in maps] for maps in (ours, theirs)
        )
    )
    assert kept == pytest.approx(their_kept, abs=0.03)
    assert trusted == pytest.approx(their_trusted, abs=0.01)


def test_thousands_of_points_are_drawn_from_exact_neighbors(monkeypatch: pytest.MonkeyPatch) -> None:
    """By itself umap-learn takes half a minute for 4,000 points, and guesses from 4,096 on."""
    monkeypatch.setattr(umap_layout, "EPOCHS", 60)
    random = np.random.default_rng(0)
    blob = random.integers(0, 12, 4_200)
    matrix = (random.normal(size=(12, 5))[blob] * 4 + random.normal(size=(4_200, 5))).astype(np.float32)
    drawn = embedlab.project(matrix, method="umap", metric="euclidean", n_neighbors=10)
    quality = embedlab.projection_quality(matrix, drawn.coordinates, metric="euclidean")
    assert quality.knn_preservation > 0.2
    assert quality.trustworthiness > 0.9
    indices, distances = umap_layout._with_itself(Request(matrix, metric="euclidean"), 10)
    search = NearestNeighbors(n_neighbors=10, algorithm="brute").fit(matrix.astype(np.float64))
    expected, rows = search.kneighbors(matrix.astype(np.float64))
    np.testing.assert_array_equal(indices, rows)  # a point is its own first neighbor
    np.testing.assert_allclose(distances, expected, atol=1e-4)
