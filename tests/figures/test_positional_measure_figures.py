"""The figures of the one measure hold the curves given, whole and in their own looks."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from embedlab.figures.positional_measure import DRAWN, LOOKS, offset_figure, reach_figure
from embedlab.positional import (
    SCALINGS,
    OffsetScores,
    alibi_scores,
    learned_scores,
    relative_scores,
    rotary_reach,
    rotary_scores,
    scaled_rotary,
    sinusoidal_scores,
)


def named(figure: go.Figure) -> dict[str, Any]:
    return {trace.name: trace for trace in figure.data if trace.name}


def words(figure: go.Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def every(length: int) -> list[OffsetScores]:
    table = np.random.default_rng(0).normal(size=(40, 16))
    return [
        sinusoidal_scores(length, 16),
        learned_scores(table, length=length),
        rotary_scores(length, 16),
        alibi_scores(length, 8),
        relative_scores(-np.sqrt(np.arange(length))),
    ]


def test_a_short_curve_is_drawn_offset_by_offset() -> None:
    curve = sinusoidal_scores(64, 16)
    figure = offset_figure(curve)
    trace = named(figure)["sinusoidal"]
    np.testing.assert_array_equal(trace.x, np.arange(64))
    np.testing.assert_allclose(trace.y, curve.scores, atol=1e-6)
    assert figure.layout.xaxis.type == "linear"
    assert tuple(figure.layout.xaxis.range) == (0, 63)
    _, half = figure.data  # no band: it depends on the offset alone
    assert list(half.x) == [curve.half]


@pytest.mark.parametrize("powers", [True, False])
def test_a_long_curve_is_the_mean_of_each_stretch_in_its_range(powers: bool) -> None:
    curve = rotary_scores(16_384, 64)
    figure = offset_figure(curve, logarithmic=powers)
    low, high, line, *_ = figure.data
    assert DRAWN / 2 < len(line.x) <= 2 * DRAWN
    stops = np.rint(np.append((line.x[1:] + line.x[:-1]) / 2 + 0.5, 16_384)).astype(int)
    edges = [int(powers)]
    for middle in line.x:  # a stretch is as long on one side of its middle as on the other
        edges.append(round(2 * middle + 1) - edges[-1])
    assert edges[-1] == 16_384
    assert len(stops) == len(line.x)
    for place in (0, len(line.x) // 2, len(line.x) - 1):
        stretch = curve.scores[edges[place] : edges[place + 1]]
        assert line.y[place] == pytest.approx(stretch.mean(), abs=1e-6)
        assert low.y[place] == pytest.approx(stretch.min(), abs=1e-6)
        assert high.y[place] == pytest.approx(stretch.max(), abs=1e-6)
    covered = curve.scores[int(powers) :]
    assert min(low.y) == pytest.approx(covered.min(), abs=1e-6)  # no swing is lost
    assert max(high.y) == pytest.approx(covered.max(), abs=1e-6)


def test_the_axis_counts_in_powers_of_ten_where_curves_are_long() -> None:
    figure = offset_figure(alibi_scores(2048, 8))
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.xaxis.range[0] == 0  # offset 1; offset 0 has no place
    assert min(named(figure)["ALiBi"].x) == 1
    assert offset_figure(alibi_scores(2048, 8), logarithmic=False).layout.xaxis.type == "linear"
    assert offset_figure(alibi_scores(2, 8), logarithmic=True).layout.xaxis.type == "linear"


def test_what_lies_beyond_the_trained_length_is_shaded() -> None:
    figure = offset_figure(sinusoidal_scores(512, 16), trained=128)
    (shade,) = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert (shade.x0, shade.x1) == (128, 511)
    short = sinusoidal_scores(128, 16)
    for unshaded in (offset_figure(short, trained=128), offset_figure(short)):
        assert not [shape for shape in unshaded.layout.shapes if shape.type == "rect"]


def test_the_half_and_the_hard_end_are_marked() -> None:
    for length, powers, side in (
        (512, False, "left"),
        (512, True, "right"),
        (60, False, "right"),
        (9999, True, "left"),
    ):
        curve = every(length)[1]
        figure = offset_figure(curve, logarithmic=powers)
        assert words(figure) == [f"half at {curve.half}", "ends at 39"]
        (end,) = [note for note in figure.layout.annotations if "ends" in note.text]
        assert end.xanchor == side  # there is room for the words
        assert end.x == pytest.approx(np.log10(39) if powers else 39)
        assert max(named(figure)["learned"].x) == 39
        marks = [trace.x[0] for trace in figure.data if trace.marker.symbol == "circle-open"]
        assert marks == [curve.half, 39]
    assert words(offset_figure(alibi_scores(3, 8, head=8))) == []


def test_the_band_of_the_learned_table_are_its_percentiles() -> None:
    curve = learned_scores(np.random.default_rng(0).normal(size=(40, 16)))
    low, high, *_ = offset_figure(curve).data
    np.testing.assert_allclose(low.y, curve.low, atol=1e-6)
    np.testing.assert_allclose(high.y, curve.high, atol=1e-6)
    assert high.fill == "tonexty"


def test_each_scheme_has_its_own_color_and_all_have_the_same_axes() -> None:
    curves = every(512)
    figures = [offset_figure(curve, among=curves) for curve in curves]
    lines = [named(figure)[scheme].line for figure, scheme in zip(figures, LOOKS, strict=True)]
    assert len({line.color for line in lines}) == 5
    assert [line.dash for line in lines] == ["solid", "solid", "solid", "dash", "dash"]
    assert len({(tuple(each.layout.yaxis.range), tuple(each.layout.xaxis.range)) for each in figures}) == 1


def test_a_name_is_no_markup_and_one_offset_can_be_drawn() -> None:
    figure = offset_figure(relative_scores([0.0], scheme="<b>&"))
    assert "<b>" not in json.dumps([trace.name for trace in figure.data])
    assert list(figure.data[0].y) == [1]


def test_a_bias_above_that_of_offset_zero_has_room() -> None:
    figure = offset_figure(relative_scores([0.0, 2.0, -1.0]))
    assert figure.layout.yaxis.range[1] > np.exp(2)


def reaches(factor: float = 4.0) -> dict[str, Any]:
    return {
        name: rotary_reach(
            scaled_rotary(64, method=name, factor=factor, trained_length=512),
            factor=factor,
            trained_length=512,
        )
        for name in SCALINGS
    }


def test_turns_are_those_of_each_scaling_with_a_sign_on_new_angles() -> None:
    given = reaches()
    figure = reach_figure(given, chosen="ntk")
    traces = named(figure)
    assert list(traces) == ["in training", "no scaling", "linear", "NTK-aware", "YaRN"]
    np.testing.assert_allclose(traces["in training"].y, given["none"].trained)
    for label, name in zip(list(traces)[1:], SCALINGS, strict=True):
        np.testing.assert_allclose(traces[label].y, given[name].reached)
        np.testing.assert_array_equal(np.asarray(traces[label].marker.size) > 0, given[name].unseen)
    assert traces["NTK-aware"].line.width > traces["YaRN"].line.width
    assert len({traces[label].line.dash for label in list(traces)[1:]}) == 4
    assert any(shape.y0 == shape.y1 == 1 for shape in figure.layout.shapes)
    assert "one full turn" in words(figure)
