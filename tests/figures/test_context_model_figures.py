"""The figures of two models hold the numbers they were given, on one axis of depth, and no name acts."""

from __future__ import annotations

import json

import numpy as np
import pytest

from embedlab.context import PrefixEffect, SenseProbe, Separation
from embedlab.figures.context_models import depth_figure, prefix_figure, short_name

EVIL = "owner/<b>x</b>@0123456"


def separation(layers: int) -> Separation:
    within = np.linspace(0.9, 0.6, layers + 1)
    return Separation(within, within, within - np.linspace(0, 0.3, layers + 1))


def probe(layers: int) -> SenseProbe:
    rising = np.linspace(0.4, 1.0, layers + 1)
    level = np.full(layers + 1, 0.5)
    named = (("x",),) * (layers + 1)
    return SenseProbe(rising, 0.5, level, level + 0.2, level, 0.01, named, 0.7, level)


def effect(layers: int, last: float, *, same: bool) -> PrefixEffect:
    return PrefixEffect("bank", ("a", "b"), same, np.linspace(1.0, last, layers + 1))


def test_models_of_different_depth_share_an_axis() -> None:
    models = {"small": (separation(6), probe(6)), "large": (separation(30), probe(30))}
    figure = depth_figure(models)
    curves = {(trace.name, trace.yaxis): trace for trace in figure.data if trace.mode == "lines+markers"}
    assert len(curves) == 4
    for name, layers in (("small", 6), ("large", 30)):
        upper, lower = curves[name, "y"], curves[name, "y2"]
        np.testing.assert_allclose(upper.y, probe(layers).accuracy)
        np.testing.assert_allclose(lower.y, separation(layers).gap)
        for trace in (upper, lower):
            np.testing.assert_allclose(trace.x, np.arange(layers + 1) / layers)
            assert list(trace.customdata) == list(range(layers + 1))
    small, large = curves["small", "y"], curves["large", "y"]
    assert small.marker.symbol != large.marker.symbol
    assert small.line.color == large.line.color  # colors are for senses
    assert small.line.dash != large.line.dash
    assert small.line.dash == curves["small", "y2"].line.dash
    chance = [trace for trace in figure.data if trace.mode == "lines"]
    assert [len(trace.y) for trace in chance] == [7, 31]
    assert all(trace.yaxis == "y" for trace in chance)
    np.testing.assert_allclose(chance[0].y, 0.7)
    assert sum(trace.showlegend is not False for trace in figure.data) == 3


def test_told_after_stands_above_told_before() -> None:
    figure = prefix_figure({"decoder": (effect(30, 1.0, same=True), effect(30, 0.2, same=False))})
    after, before = figure.data
    assert (after.y[-1], after.yaxis) == (1.0, "y")
    assert (before.y[-1], before.yaxis) == (pytest.approx(0.2), "y2")
    assert figure.layout.yaxis.title.text == "told after it"
    assert figure.layout.yaxis2.title.text == "told before it"
    assert figure.layout.yaxis.range[1] > 1 > figure.layout.yaxis.range[0]


def test_a_negative_cosine_is_inside_the_picture() -> None:
    figure = prefix_figure({"odd": (effect(2, -0.4, same=False), effect(2, 0.9, same=False))})
    assert figure.layout.yaxis.range[0] < -0.4


def test_a_name_is_text() -> None:
    both = effect(2, 0.5, same=True), effect(2, 0.4, same=False)
    for figure in (depth_figure({EVIL: (separation(2), probe(2))}), prefix_figure({EVIL: both})):
        assert "<b>" not in json.dumps(figure.to_plotly_json(), default=str).replace("<br>", "")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("all-MiniLM-L6-v2", "all-MiniLM-L6-v2"),
        ("google-bert/bert-base-uncased@86b5e09", "bert-base-uncased@86b5e09"),
        ("o/" + "x" * 90 + "@0123456", "x" * 25 + "…@0123456"),
    ],
)
def test_a_long_name_keeps_its_commit(name: str, short: str) -> None:
    assert short_name(name) == short
