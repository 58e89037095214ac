"""A fit is defined by its options, survives being packed, and is the same in every process."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

import embedlab
from embedlab.space.duration import Stopwatch, expected_seconds
from embedlab.space.fitting import FRAMES, MapFit, MapOptions, MapSeries, fit_map, fit_series, pack, unpack
from embedlab.space.point_set import PointSet
from tests.support import ROOT
from tests.support.grouped_words import GroupedWords

pytestmark = pytest.mark.long

POINTS = np.random.default_rng(0).normal(size=(40, 6)).astype(np.float32)
WARM = {
    "tsne": MapOptions("tsne", parameters=(("perplexity", 5),), start=(("perplexity", 12),)),
    "umap": MapOptions("umap", parameters=(("n_neighbors", 5),), start=(("n_neighbors", 12),)),
}
SCRIPT = """
import hashlib, numpy
from embedlab.space.fitting import MapOptions, fit_map
matrix = numpy.random.default_rng(0).normal(size=(40, 6)).astype(numpy.float32)
for method, name in (("tsne", "perplexity"), ("umap", "n_neighbors")):
    options = MapOptions(method, parameters=((name, 5),), start=((name, 12),))
    print(hashlib.sha256(fit_map(matrix, options).projection.coordinates.tobytes()).hexdigest())
"""


def assert_same(first: Any, second: Any) -> None:
    """Compare two results field by field, types included."""
    assert type(first) is type(second)
    for field in fields(first):
        one, other = getattr(first, field.name), getattr(second, field.name)
        if isinstance(one, np.ndarray):
            assert one.dtype == other.dtype
            np.testing.assert_array_equal(one, other)
        elif hasattr(one, "__dataclass_fields__"):
            assert_same(one, other)
        else:
            assert one == other


def through_files(result: MapFit | MapSeries) -> MapFit | MapSeries:
    """Write a result and read it again, as what is kept on disk is."""
    arrays, facts = pack(result)
    stream = io.BytesIO()
    np.savez(stream, **arrays)  # type: ignore[arg-type]
    text = json.dumps(facts, allow_nan=False)
    stream.seek(0)
    with np.load(stream, allow_pickle=False) as loaded:
        return unpack(dict(loaded), json.loads(text))


@pytest.mark.parametrize("method", ["pca", "tsne", "umap"])
@pytest.mark.parametrize("n_components", [2, 3])
def test_a_fit_survives_being_packed(method: str, n_components: int) -> None:
    fit = fit_map(POINTS, MapOptions(method, n_components))
    assert_same(fit, through_files(fit))
    assert fit.seconds > 0
    assert len(fit.projection.frames) == len(fit.projection.steps)
    assert (len(fit.projection.frames) > FRAMES / 2) == (method != "pca")
    expected = embedlab.projection_quality(POINTS, fit.projection.coordinates)
    assert_same(fit.quality, expected)


def test_a_series_is_its_maps_one_after_another_and_survives_being_packed() -> None:
    series = [MapOptions("tsne", parameters=(("perplexity", value),)) for value in (3, 8)] + [
        MapOptions("pca")
    ]
    seen: list[float] = []
    found = fit_series(POINTS, series, watch=seen.append)
    for number, options in enumerate(series):
        single = fit_map(POINTS, options)
        np.testing.assert_array_equal(found.coordinates[number], single.projection.coordinates)
        assert found.trustworthiness[number] == single.quality.trustworthiness
        assert found.knn_preservation[number] == single.quality.knn_preservation
    assert (np.diff(seen) >= 0).all()
    assert seen[-1] == 1
    assert any(share == pytest.approx(1 / 3) for share in seen)
    assert_same(found, through_files(found))


def test_a_series_of_fast_maps_can_be_ended_too() -> None:
    def stop(share: float) -> None:
        raise InterruptedError(share)

    with pytest.raises(InterruptedError):
        fit_series(POINTS, [MapOptions("pca")] * 2, watch=stop)


def test_the_content_of_options_is_plain_and_tells_every_option_apart() -> None:
    plain = MapOptions("tsne", parameters=(("perplexity", 30),))
    others = [
        replace(plain, method="umap"),
        replace(plain, n_components=3),
        replace(plain, metric="euclidean"),
        replace(plain, random_state=1),
        replace(plain, parameters=(("perplexity", 31),)),
        replace(plain, parameters=()),
        replace(plain, start=()),
        replace(plain, start=(("perplexity", 5),)),
    ]
    texts = [json.dumps(options.content(), allow_nan=False, sort_keys=True) for options in [plain, *others]]
    assert len(set(texts)) == len(texts)
    assert (
        json.dumps(MapOptions("tsne", parameters=(("perplexity", 30),)).content(), sort_keys=True) == texts[0]
    )
    for library in ("openTSNE", "umap-learn", "numpy", "numba"):  # another version may draw another map
        assert f"{library} " in texts[0]


@pytest.mark.parametrize("method", ["tsne", "umap"])
def test_a_fit_that_grows_out_of_another_tells_of_both_and_starts_from_that_one(method: str) -> None:
    seen: list[float] = []
    warm = fit_map(POINTS, WARM[method], watch=seen.append)
    assert (np.diff(seen) >= 0).all()
    assert (min(seen) >= 0, seen[-1]) == (True, 1)
    assert sum(share <= 0.6 for share in seen) > 5 < sum(0.6 < share < 0.95 for share in seen)
    origin = fit_map(POINTS, MapOptions(method, parameters=WARM[method].start or ())).projection
    direct = embedlab.project(
        POINTS, method=method, start=origin.coordinates, frames=FRAMES, **dict(WARM[method].parameters)
    )
    np.testing.assert_array_equal(warm.projection.coordinates, direct.coordinates)


def test_the_same_options_give_the_same_map_in_another_process() -> None:
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    for method, there in zip(("tsne", "umap"), printed, strict=True):
        first, second = (fit_map(POINTS, WARM[method]).projection.coordinates for _ in range(2))
        np.testing.assert_array_equal(first, second)
        assert hashlib.sha256(first.tobytes()).hexdigest() == there


def test_an_estimate_grows_with_the_work_and_learns_from_what_fits_took() -> None:
    for method in ("pca", "tsne", "umap"):
        seconds = [expected_seconds(method, points, 50) for points in (100, 1_000, 5_000, 20_000)]
        assert seconds == sorted(seconds)
        assert expected_seconds(method, 5_000, 300) > expected_seconds(method, 5_000, 50)
    for method in ("tsne", "umap"):
        assert expected_seconds(method, 2_000, 50, warm=True) < 0.7 * expected_seconds(method, 2_000, 50)
        assert expected_seconds(method, 2_000, 50, n_neighbors=90) > expected_seconds(method, 2_000, 50)
    watch = Stopwatch()
    assert watch.correct(2.0) == 2
    for taken in (3.0, 3.0, 300.0):  # one that hung does not count
        watch.note(1.0, taken)
    assert watch.correct(2.0) == 6
    for _ in range(9):
        watch.note(2.0, 1.0)
    assert watch.correct(2.0) == 1  # the last ones count


def test_points_are_taken_with_all_that_is_known_of_them() -> None:
    points = PointSet(
        ("a", "b", "A"),
        np.float32([[1, 0], [0, 0], [0, 2]]),
        {"group": ("x", "y", "z")},
        np.array([10, 20, 30]),
    )
    assert (len(points), points.dim) == (3, 2)
    taken = points.take([2, 0])
    assert (taken.labels, taken.columns) == (("A", "a"), {"group": ("z", "x")})
    np.testing.assert_array_equal(taken.matrix, [[0, 2], [1, 0]])
    np.testing.assert_array_equal(taken.ranks, [30, 10])  # type: ignore[arg-type]
    assert points.without_direction().tolist() == [1]
    assert points.key != taken.key == points.take([2, 0]).key
    assert points.sample(3) is points
    assert set(points.sample(2).labels) < set(points.labels)
    assert [points.row(label) for label in ("a", "A", "B", "c", "")] == [0, 2, 1, None, None]
    assert PointSet(("a",), np.ones((1, 2), np.float32)).take([0]).ranks is None


@pytest.mark.parametrize(
    "changes",
    [
        {"labels": ("a",)},
        {"columns": {"group": ("x",)}},
        {"ranks": np.array([1, 2, 3])},
        {"matrix": np.ones((3, 2), np.float32)},
    ],
)
def test_points_that_do_not_match_are_refused(changes: dict[str, Any], grouped: GroupedWords) -> None:
    given = {"labels": ("a", "b"), "matrix": np.ones((2, 2), np.float32)} | changes
    with pytest.raises(embedlab.InvalidInputError, match="one label, one vector"):
        PointSet(**given)


def test_a_map_can_be_judged_by_some_of_its_points(grouped: GroupedWords) -> None:
    every = fit_map(grouped.matrix, MapOptions())
    some = fit_map(grouped.matrix, MapOptions(), judged=len(grouped.matrix) - 5)
    np.testing.assert_array_equal(some.projection.coordinates, every.projection.coordinates)
    assert np.isnan(some.quality.recall).all()
    assert some.quality.sampled == len(grouped.matrix) - 5
    assert some.quality.knn_preservation == pytest.approx(every.quality.knn_preservation, abs=0.15)
