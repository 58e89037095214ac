"""Shepard's diagram measures what it says, on every pair or on a fair sample."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import pdist
from scipy.stats import spearmanr

import embedlab

RANDOM = np.random.default_rng(0)
POINTS = RANDOM.normal(size=(40, 6)).astype(np.float32)
PLACES = POINTS[:, :2] + RANDOM.normal(size=(40, 2))


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_every_pair_of_a_small_matrix_is_measured_as_scipy_does(metric: str) -> None:
    diagram = embedlab.space.shepard_diagram(POINTS, PLACES, metric=metric)
    assert diagram.total == len(diagram.pairs) == 40 * 39 // 2
    true, drawn = pdist(POINTS.astype(np.float64), metric), pdist(PLACES)
    np.testing.assert_allclose(diagram.true, true, atol=1e-9)
    np.testing.assert_allclose(diagram.mapped, drawn, atol=1e-9)
    assert diagram.rank_correlation == pytest.approx(spearmanr(true, drawn).statistic)
    assert 0.1 < diagram.rank_correlation < 0.9


def test_a_rotation_keeps_the_order_of_all_distances() -> None:
    flat = np.hstack([POINTS[:, :3], np.zeros((40, 3))]) @ np.linalg.qr(RANDOM.normal(size=(6, 6)))[0]
    whole = embedlab.project(flat, method="pca", n_components=3)
    diagram = embedlab.space.shepard_diagram(flat, whole.coordinates, metric="euclidean")
    assert diagram.rank_correlation == pytest.approx(1, abs=1e-6)
    cut = embedlab.project(POINTS, method="pca")
    assert embedlab.space.shepard_diagram(POINTS, cut.coordinates, metric="euclidean").rank_correlation < 0.95


def test_a_sample_never_joins_a_point_to_itself_and_is_always_the_same() -> None:
    many, places = RANDOM.normal(size=(200, 4)), RANDOM.normal(size=(200, 2))
    diagram = embedlab.space.shepard_diagram(many, places, metric="euclidean", pairs=5_000)
    assert diagram.total == 19_900
    assert diagram.pairs.shape == (5_000, 2)
    assert (diagram.pairs[:, 0] != diagram.pairs[:, 1]).all()
    assert set(diagram.pairs.ravel()) == set(range(200))
    assert diagram.true.mean() == pytest.approx(pdist(many).mean(), rel=0.03)
    assert diagram.rank_correlation == pytest.approx(0, abs=0.05)  # places know nothing of the points
    again = embedlab.space.shepard_diagram(many, places, metric="euclidean", pairs=5_000)
    np.testing.assert_array_equal(again.pairs, diagram.pairs)


def test_measuring_in_parts_changes_nothing() -> None:
    many = RANDOM.normal(size=(300, 4)).astype(np.float32)  # 44,850 pairs: more than one part
    diagram = embedlab.space.shepard_diagram(many, many[:, :2], pairs=50_000)
    np.testing.assert_allclose(diagram.true, pdist(many.astype(np.float64), "cosine"), atol=1e-9)


def test_distances_that_are_all_alike_have_no_order() -> None:
    diagram = embedlab.space.shepard_diagram(np.eye(4), np.arange(8).reshape(4, 2), metric="euclidean")
    assert diagram.rank_correlation == 0


@pytest.mark.parametrize(
    ("rows", "places", "options", "message"),
    [
        (2, PLACES[:2], {}, "at least 3 points"),
        (40, PLACES[:39], {}, "40 rows"),
        (40, np.where(PLACES > 1, np.nan, PLACES), {}, "not finite"),
        (40, PLACES, {"pairs": 0}, "0 pairs"),
        (40, PLACES, {"metric": "dot"}, "cosine, euclidean"),
    ],
)
def test_what_cannot_be_measured_is_said(
    rows: int, places: np.ndarray, options: dict[str, object], message: str
) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=message):
        embedlab.space.shepard_diagram(POINTS[:rows], places, **options)  # type: ignore[arg-type]
