"""What the figures of positions hold: the numbers, their scale, and the names of their axes."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest

import embedlab
from embedlab import positional
from embedlab.figures.positional import (
    angle_figure,
    bias_figure,
    position_figure,
    rotated_figure,
)
from embedlab.figures.positional_buckets import buckets_figure
from embedlab.figures.positional_scales import curves_figure, slopes_figure, wavelength_figure
from embedlab.figures.style import NEUTRAL, amounts, tint


def labels(figure: Any) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_a_table_is_drawn_whole_with_its_scale_around_0() -> None:
    table = positional.sinusoidal(64, 32, start=-7)
    figure = position_figure(table, start=-7, reach=1.0)
    (heat,) = figure.data
    np.testing.assert_allclose(heat.z, table, atol=1e-7)
    np.testing.assert_array_equal(heat.y, np.arange(-7, 57))
    assert (heat.zmin, heat.zmax) == (-1, 1)
    assert list(heat.colorbar.ticktext) == ["−1", "0", "1"]
    assert figure.layout.xaxis.title.text == "dimension"
    assert figure.layout.yaxis.title.text == "position"
    assert figure.layout.xaxis.title.font.color == figure.layout.yaxis.title.font.color
    assert tuple(figure.layout.yaxis.range) == (56.5, -7.5)  # the first position on top
    assert not labels(figure)


@pytest.mark.parametrize(
    "figure",
    [
        lambda: position_figure(positional.sinusoidal(2048, 1024), reach=1.0, together=2),
        lambda: position_figure(positional.sinusoidal(512, 4096), reach=1.0),
        lambda: angle_figure(positional.rotary_angles(2048, 1024)),
        lambda: bias_figure(positional.alibi_head(8, 0, 1024), 1),
    ],
)  # fmt: skip
def test_the_largest_pictures_are_small_enough_to_send(figure: Any) -> None:
    sent = json.loads(figure().to_json())
    assert len(json.dumps(sent, separators=(",", ":"))) <= 600_000
    assert len(figure().to_json()) <= 600_000
    heat = sent["data"][0]["z"]
    assert heat["dtype"] == "f4"
    assert len(base64.b64decode(heat["bdata"])) > 100_000  # and still fine


def test_a_cell_that_is_a_mean_says_so() -> None:
    (heat,) = position_figure(positional.sinusoidal(1000, 500), reach=1.0, together=2).data
    assert "5 around position" in heat.hovertemplate


def test_one_large_number_does_not_make_the_others_white() -> None:
    table = np.full((50, 50), 0.1)
    table[0, 0] = 9.0
    (heat,) = position_figure(table).data
    assert (heat.zmin, heat.zmax) == (-0.1, 0.1)
    assert list(heat.colorbar.ticktext) == ["−0.1 or more", "0", "0.1 or more"]


def test_the_hard_end_is_marked_where_it_is_reached() -> None:
    table = np.ones((20, 4))
    assert labels(position_figure(table, start=10, end=31)) == []
    figure = position_figure(table, start=11, end=31)
    assert labels(figure) == ["the table ends at position 30"]
    region = figure.data[1]
    assert min(region.y) == 30.5
    assert max(region.y) == figure.layout.yaxis.range[0]
    assert region.fillpattern.shape == "/"


def test_angles_are_cyclic() -> None:
    angles = positional.rotary_angles(30, 8, start=-3)
    figure = angle_figure(angles, start=-3)
    (heat,) = figure.data
    np.testing.assert_allclose(np.cos(heat.z), np.cos(angles), atol=1e-5)
    assert heat.colorscale[0][1] == heat.colorscale[-1][1]
    assert heat.zmax == pytest.approx(2 * np.pi)
    assert list(heat.colorbar.ticktext)[-1] == "2π"


def test_pairs_too_fast_for_a_large_picture_are_hatched() -> None:
    length, dim = 2048, 128
    figure = angle_figure(positional.rotary_angles(length, dim))
    heat, region = figure.data
    assert labels(figure) == ["too fast to draw"]
    step = -(-length // 180)
    turned = step * positional.frequencies(dim)  # within a cell, in radians
    agreement = np.abs(np.sin(turned / 2) / (step * np.sin(turned / step / 2)))
    lost = np.flatnonzero(agreement < 0.5)
    assert np.isnan(heat.z[:-1]).all(axis=0).nonzero()[0].tolist() == lost.tolist()
    assert max(region.x) == lost[-1] + 0.5


def test_masked_keys_are_hatched_and_nothing_else() -> None:
    bias = positional.alibi_bias(2, 4)[0]
    figure = bias_figure(bias, 1)
    heat, region = figure.data
    assert np.isnan(heat.z[np.isneginf(bias)]).all()
    np.testing.assert_allclose(heat.z[np.tril_indices(4)], bias[np.tril_indices(4)])
    assert (heat.zmin, heat.zmax) == (bias[3, 0], 0)
    assert labels(figure) == ["masked: key after query"]
    x, y = region.x.astype(float), region.y.astype(float)
    area = 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))
    assert area == np.isneginf(bias).sum()  # a cell each
    both = bias_figure(positional.alibi_bias(2, 4, causal=False)[0], 1)
    assert len(both.data) == 1
    assert not labels(both)


def test_a_long_mask_has_a_straight_border() -> None:
    figure = bias_figure(positional.alibi_head(8, 0, 400), 1)
    assert len(figure.data[1].x) == 3
    assert "2 around key" in figure.data[0].hovertemplate


def test_darker_takes_away_more_of_a_score() -> None:
    bias = np.array([[0.5, -2.0], [1.0, 0.5]])
    (heat,) = bias_figure(bias, 3).data
    assert (heat.zmin, heat.zmax) == (-2, 1)
    assert heat.reversescale
    assert [color for _, color in heat.colorscale] == [color for _, color in amounts()]
    assert list(heat.colorbar.ticktext) == ["−2.00", "1.00"]


@pytest.mark.parametrize("causal", [False, True])
def test_each_bucket_is_a_band_between_its_distances(causal: bool) -> None:
    ranges = positional.bucket_ranges(bidirectional=not causal)
    figure = buckets_figure(ranges, causal=causal)
    assert [trace.y[0] for trace in figure.data] == ["words before", "words after"][: 1 if causal else 2]
    for trace, some in zip(figure.data, (ranges[:16], ranges[16:]) if not causal else (ranges,), strict=True):
        held = [span for span in some if span is not None]
        np.testing.assert_allclose(2.0 ** np.array(trace.base, float) - 1, [abs(first) for first, _ in held])
        ends = 2.0 ** (np.array(trace.base, float) + np.array(trace.x, float)) - 1
        np.testing.assert_allclose(ends[:-1], [abs(last or 0) + 1 for _, last in held[:-1]])
        assert ends[-1] > 1 + abs(held[-1][0])  # it has no end
        assert trace.marker.color == tint(NEUTRAL, 0.35)  # a bucket is no amount
    (first, *_) = [trace.customdata.tolist() for trace in figure.data]
    assert [number for number, _ in first] == list(range(len(first)))


def test_fast_and_slow_ends_and_both_halves_are_named() -> None:
    figure = position_figure(
        positional.sinusoidal(9, 8, layout="concatenated"),
        reach=1.0,
        ends=("fast", "slow"),
        halves=("a", "b"),
    )
    assert labels(figure) == ["fast", "slow"]
    assert list(figure.layout.xaxis.tickvals) == [1.5, 5.5]
    assert figure.layout.shapes[0].x0 == 3.5


def test_vectors_before_and_after_have_one_scale() -> None:
    before = np.random.default_rng(0).normal(size=(3, 8))
    after = positional.apply_rotary(before, [5, 6, 7])
    figure = rotated_figure(before, after, ["a", "<b>", "c"], start=5)
    first, second = figure.data
    np.testing.assert_allclose(first.z, before, atol=1e-6)
    np.testing.assert_allclose(second.z, after, atol=1e-6)
    assert first.zmax == second.zmax == -first.zmin == -second.zmin
    assert list(figure.layout.yaxis.ticktext) == ["5 a", "6 &lt;b&gt;", "7 c"]


def test_curves_are_exact_and_marked_where_they_cross() -> None:
    values = np.arange(5.0)
    line, mark = curves_figure(
        {"dimension 0": values}, x="position", y="value in dimension 0", start=7, marked=9
    ).data
    np.testing.assert_array_equal(line.y, values)
    np.testing.assert_array_equal(line.x, np.arange(7, 12))
    assert (mark.x[0], mark.y[0]) == (9, 2)
    gap = curves_figure({"a": np.array([np.nan, 1.0])}, x="x", y="y", marked=0)
    assert len(gap.data) == 1
    near = curves_figure({"a": np.zeros(999)}, x="x", y="y", marked=500, around=20)
    assert tuple(near.layout.xaxis.range) == (480, 520)
    assert "double click" in near.layout.xaxis.title.text


def test_pairs_that_come_round_are_told_from_those_that_do_not() -> None:
    wavelengths = 2 * np.pi / positional.frequencies(64)
    figure = wavelength_figure(wavelengths, 64, chosen=3)
    within, beyond, ring = figure.data
    assert len(within.x) == sum(turn <= 64 for turn in wavelengths)
    assert len(within.x) + len(beyond.x) == 32
    assert within.marker.symbol != beyond.marker.symbol
    assert ring.y[0] == wavelengths[3]
    assert figure.layout.annotations[0].y == pytest.approx(np.log10(64))  # the axis is logarithmic


def test_slopes_that_were_filled_up_have_another_sign() -> None:
    slopes = positional.alibi_slopes(12)
    first, filled, ring = slopes_figure(slopes.tolist(), 9).data
    np.testing.assert_array_equal(first.y, slopes[:8])
    np.testing.assert_array_equal(filled.y, slopes[8:])
    assert first.marker.symbol != filled.marker.symbol
    assert (ring.x[0], ring.y[0]) == (9, slopes[8])
    assert len(slopes_figure(positional.alibi_slopes(8).tolist(), 1).data) == 2


def test_the_bundled_table_can_be_drawn(encoder: embedlab.context.Encoder) -> None:
    table = embedlab.load_position_table("all-MiniLM-L6-v2")
    figure = position_figure(table, end=512)
    assert labels(figure) == ["the table ends at position 511"]
