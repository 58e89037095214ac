"""The figures of the parts hold the numbers they were given; a pattern or a symbol goes with every color."""

from __future__ import annotations

import numpy as np

from embedlab.figures.positional_parts import (
    MOST_DRAWN,
    MOST_ROWS,
    distance_figure,
    lengths_figure,
    roles_figure,
)
from tests.support.hostile import HOSTILE_LABEL


def test_three_bars_and_the_sum_for_each_token() -> None:
    norms = np.arange(15, dtype=np.float64).reshape(5, 3)
    figure = lengths_figure(norms, ["[CLS]", HOSTILE_LABEL, "[SEP]"])
    assert [trace.name for trace in figure.data] == ["token", "position", "segment", "their sum"]
    for trace, row in zip(figure.data, norms, strict=False):
        np.testing.assert_allclose(trace.y, row)
    patterns = [trace.marker.pattern.shape for trace in figure.data[:3]]
    assert len(set(patterns)) == 3
    assert "<b>" not in figure.layout.xaxis.ticktext[1]
    assert figure.layout.xaxis.tickfont.size >= 14
    assert figure.layout.barmode == "group"


def test_many_tokens_are_cut_in_the_picture_alone() -> None:
    figure = lengths_figure(np.ones((5, 512)), ["a"] * 512)
    for trace in figure.data:
        assert len(trace.x) == len(trace.y) == MOST_DRAWN


def test_the_curve_carries_the_places_of_the_text() -> None:
    after, before = np.linspace(1, 0.5, 10), np.linspace(1, 0.7, 10)
    figure = distance_figure({"after": after, "before": before}, start=2, marked=[3, 9], yardstick=0.1)
    named = {trace.name: trace for trace in figure.data}
    np.testing.assert_allclose(named["after"].y, after, rtol=1e-6)
    np.testing.assert_allclose(named["before"].y, before, rtol=1e-6)
    assert named["after"].line.dash != named["before"].line.dash
    assert list(named["in this text"].x) == [3, 9]
    np.testing.assert_allclose(named["in this text"].y, after[[3, 9]], rtol=1e-6)
    assert list(named["two different tokens"].y) == [0.1, 0.1]


def test_what_is_not_there_is_not_drawn() -> None:
    figure = distance_figure({"after": np.ones(1)}, start=511, marked=[], yardstick=float("nan"))
    assert [trace.name for trace in figure.data] == ["after"]


def test_role_tokens_are_hatched_beside_the_usual_row() -> None:
    norms = np.array([3.3, 2.0, 4.0, 3.4])
    figure = roles_figure(
        norms, ["<|im_start|>", "user", HOSTILE_LABEL, "<|im_end|>"], [True, False, False, True], usual=3.1
    )
    roles, others, usual = figure.data
    assert list(roles.y) == [0, 3]
    np.testing.assert_allclose(roles.x, [3.3, 3.4], rtol=1e-6)
    assert list(others.y) == [1, 2]
    assert roles.width == others.width
    assert roles.marker.pattern.shape != others.marker.pattern.shape
    assert list(usual.x) == [3.1, 3.1]
    assert figure.layout.yaxis.ticktext[0].startswith("&lt;|im_")
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the first token on top
    long = roles_figure(np.ones(100), ["a"] * 100, [True] * 100, usual=1)
    assert len(long.data[0].y) == MOST_ROWS
