"""Curves, scores and ranked bars hold the numbers they were given, beside what chance gives."""

from __future__ import annotations

import json

import numpy as np
import pytest

from embedlab.figures.bars import ranked_figure
from embedlab.figures.curves import Band, Series, curves_figure
from embedlab.figures.scores import scores_figure
from embedlab.figures.style import escape, word_color
from tests.support.hostile import HOSTILE_LABEL

LOW, HIGH = np.array([-0.1, 0.0, -0.2]), np.array([0.2, 0.4, 0.1])
AXES = {"x_axis": "layer", "y_axis": "cosine (1 = same direction)"}


def test_a_single_curve_stands_over_its_band_with_its_numbers() -> None:
    figure = curves_figure(
        range(3), {"word": Series([0.99, 0.8, -0.3])}, chance=Band("chance", LOW, HIGH), **AXES
    )
    band, line = figure.data
    np.testing.assert_allclose(band.y, [*HIGH, *LOW[::-1]], rtol=1e-6)
    np.testing.assert_array_equal(band.x, [0, 1, 2, 2, 1, 0])
    assert list(line.text) == ["0.99", "", "−0.30"]  # the ends and the extremes
    bottom, top = figure.layout.yaxis.range
    assert bottom < -0.3
    assert top > 0.99
    (name,) = figure.layout.annotations
    assert (name.text, name.x) == ("chance", 0)  # where the curve is farthest from the band
    assert name.y == pytest.approx(0.05)


def test_a_value_below_both_neighbors_is_written_below_its_point() -> None:
    (line,) = curves_figure(range(3), {"a": Series([0.5, 0.1, 0.7])}, **AXES).data
    assert list(line.textposition) == ["top center", "bottom center", "top center"]


def test_several_curves_have_a_color_each_their_spread_and_baselines_are_gray() -> None:
    series = {
        "vectors": Series([0.5, 0.8], [0.4, 0.7], [0.6, 0.85]),
        "words": Series([0.3, 0.7]),
        "chance": Series([0.2, 0.2], is_baseline=True),
    }
    spread, *lines = curves_figure((1, 100), series, scale="even", percent=True, **AXES).data
    np.testing.assert_allclose(spread.y, [0.6, 0.85, 0.7, 0.4], rtol=1e-6)
    assert [trace.name for trace in lines] == list(series)
    assert len({trace.line.color for trace in lines}) == 3
    assert all(list(trace.x) == [0, 1] for trace in lines)
    assert list(lines[0].customdata) == ["1", "100"]


def test_names_at_the_ends_of_curves_do_not_cover_each_other() -> None:
    series = {"a": Series([0.0, 0.9]), "b": Series([0.0, 0.89]), "c": Series([0.0, 0.2])}
    figure = curves_figure((1, 2), series, names_at_ends=True, **AXES)
    tops = {name.text: name.y for name in figure.layout.annotations}
    assert tops["a"] == pytest.approx(0.9)
    assert tops["c"] == pytest.approx(0.2)
    colors = {name.text: name.font.color for name in figure.layout.annotations}
    assert [colors[trace.name] for trace in figure.data] == [word_color(kind) for kind in range(3)]
    low, high = figure.layout.yaxis.range
    assert tops["a"] - tops["b"] >= 0.1 * (high - low)


def test_levels_are_lines_and_the_lowest_has_its_name_below() -> None:
    figure = curves_figure(
        range(30), {"loss": Series(np.linspace(4, 2, 30))}, levels={"uniform": 3.3, "bigram": 2.2},
        from_zero=False, **AXES,
    )  # fmt: skip
    assert {shape.y0 for shape in figure.layout.shapes} == {3.3, 2.2}
    assert {name.text: name.yanchor for name in figure.layout.annotations} == {
        "uniform": "bottom",
        "bigram": "top",
    }
    assert figure.layout.yaxis.range[0] > 1


def test_scores_stand_at_their_values_with_their_intervals_before_chance() -> None:
    scores = Series([0.5, -0.02], [0.4, -0.1], [0.55, 0.07])
    figure = scores_figure(["trained", "random"], {"score": scores}, axis="correlation", chance=(-0.1, 0.1))
    marks, texts = figure.data
    assert list(marks.x) == [0.5, -0.02]
    np.testing.assert_allclose(marks.error_x.arrayminus, [0.1, 0.08])
    np.testing.assert_allclose(marks.error_x.array, [0.05, 0.09])
    assert list(texts.text) == ["0.50", "−0.02"]
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == (-0.1, 0.1)
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the first on top


def test_intervals_of_several_series_do_not_cover_each_other() -> None:
    scores = Series([0.5, 0.6], [0.4, 0.5], [0.6, 0.7])
    first, second = scores_figure(["a", "b"], {"one": scores, "two": scores}, axis="recall").data
    assert np.all(np.asarray(second.y) > first.y)
    assert first.marker.symbol != second.marker.symbol


def test_bars_stand_before_chance_and_the_axis_reaches_as_far_as_it_is_told() -> None:
    figure = ranked_figure(
        ["not", "in German"], [0.9, 0.2], axis="cosine (1 = same direction)", chance=(-0.3, 0.2), least=1.0
    )
    assert list(figure.data[0].x) == [0.9, 0.2]
    low, high = figure.layout.xaxis.range
    assert low < -0.3
    assert high > 1


@pytest.mark.bad_input(16)
def test_no_name_acts() -> None:
    curves = curves_figure((1, 2), {HOSTILE_LABEL: Series([1, 2])}, levels={HOSTILE_LABEL: 1}, **AXES)
    scores = scores_figure([HOSTILE_LABEL], {HOSTILE_LABEL: Series([1])}, axis="score (1 = best)")
    for figure in (curves, scores):
        written = json.dumps(json.loads(figure.to_json()), ensure_ascii=False)
        assert "<b>x" not in written
        assert escape(HOSTILE_LABEL) in written
