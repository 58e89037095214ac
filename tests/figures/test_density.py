"""The map of a corpus in figures: counts where points are many, points where they are few."""

from __future__ import annotations

import numpy as np

from embedlab.corpora.views import MOST_POINTS, view_part
from embedlab.figures.density import density_figure
from tests.support.hostile import HOSTILE_LABEL

PLACES = np.random.default_rng(0).standard_normal((2 * MOST_POINTS, 2)).astype(np.float32)


def test_many_points_are_counted_and_none_is_lost() -> None:
    heatmap = density_figure(view_part(PLACES), ()).data[0]
    assert heatmap.type == "heatmap"
    assert heatmap.customdata.sum() == len(PLACES)
    np.testing.assert_allclose(10 ** np.asarray(heatmap.z) - 1, heatmap.customdata, rtol=1e-4, atol=1e-4)


def test_few_points_lie_where_they_are_and_their_texts_stay_texts() -> None:
    part = view_part(PLACES[:50])
    points = density_figure(part, [HOSTILE_LABEL] * part.count).data[0]
    np.testing.assert_array_equal(np.stack([points.x, points.y], axis=1), PLACES[:50])
    assert len(set(points.customdata)) == 1
    assert "<" not in points.customdata[0]
