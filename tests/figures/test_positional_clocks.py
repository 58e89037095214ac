"""The clocks point where the numbers say, the film keeps the sum, and no token acts as markup."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from embedlab.figures.positional_clocks import (
    clock_figure,
    hand_geometry,
    offset_curve_figure,
    parts_figure,
)
from embedlab.positional import RotaryPair, rotary_pair


def pair(m: float = 3, n: float = 1) -> RotaryPair:
    return rotary_pair([1.0, 2.0, 0.5, -1.0], [0.0, 1.0, 1.0, 1.0], m, n, base=100.0, layout="interleaved")


def tips(figure: go.Figure | go.Frame) -> list[np.ndarray]:
    """Return where the thick hands end."""
    drawn = [trace for trace in figure.data if trace.type == "scatter"]
    lines = [trace for trace in drawn if trace.mode == "lines+markers"]
    return [np.array([trace.x[1], trace.y[1]]) for trace in lines]


def words(figure: go.Figure | go.Frame) -> list[str]:
    return [
        text
        for trace in figure.data
        if trace.type == "scatter" and trace.mode == "text"
        for text in trace.text
    ]


@pytest.mark.parametrize("picked", [0, 1])
def test_hands_point_where_the_vectors_do(picked: int) -> None:
    drawn = pair()
    figure = clock_figure(drawn, picked, ("sat", "cat"))
    for tip, turned in zip(tips(figure), (drawn.turned_query, drawn.turned_key), strict=True):
        np.testing.assert_allclose(tip, turned[picked] / np.linalg.norm(turned[picked]), atol=1e-12)
    assert {"sat at 3", "cat at 1", f"{abs(drawn.angles[1][picked]):.0f}°"} == set(words(figure))


@pytest.mark.parametrize("picked", [0, 1])
def test_a_browser_turns_a_hand_to_where_the_figure_draws_it_at_another_position(picked: int) -> None:
    geometry = hand_geometry(pair(), picked, ("<b>sat</b>", "cat"))
    for side, moved in enumerate((pair(m=8), pair(n=6))):  # one of the two, five positions on
        angle = geometry["hands"][side]["angle"] + 5 * geometry["turn"]
        np.testing.assert_allclose(
            [np.cos(angle), np.sin(angle)],
            tips(clock_figure(moved, picked, ("sat", "cat")))[side],
            atol=1e-12,
        )
    assert geometry["hands"][0]["text"] == "&lt;b&gt;sat&lt;/b&gt;"


def test_the_arc_goes_from_one_hand_to_the_other() -> None:
    figure = clock_figure(pair(), 0, ("sat", "cat"))
    (arc,) = [trace for trace in figure.data if trace.fill == "toself"]
    for place, tip in zip((1, -1), tips(figure), strict=True):
        end = np.array([arc.x[place], arc.y[place]])
        np.testing.assert_allclose(end / np.linalg.norm(end), tip, atol=1e-9)


def test_bars_are_each_pairs_part_and_one_is_outlined() -> None:
    (bars,) = parts_figure(pair(), 1).data
    np.testing.assert_allclose(bars.y, pair().contributions)
    assert list(bars.marker.line.width) == [0, 3]


def test_the_film_turns_both_hands_once_around_and_keeps_the_angle() -> None:
    figure = clock_figure(pair(), 0, ("sat", "cat"))
    angle = f"{abs(pair().angles[1][0]):.0f}°"
    assert len(figure.frames) > 20
    for frame in figure.frames:
        assert angle in words(frame)
        assert [figure.data[place].type for place in frame.traces] == [trace.type for trace in frame.data]
    first, quarter, last = figure.frames[0], figure.frames[len(figure.frames) // 4], figure.frames[-2]
    np.testing.assert_allclose(tips(first), tips(figure), atol=1e-12)
    np.testing.assert_allclose(tips(last), tips(figure), atol=1e-9)  # a full turn
    for side in (0, 1):
        np.testing.assert_allclose(tips(quarter)[side] @ tips(first)[side], 0, atol=1e-9)
    assert "sat at 9.3" in words(last)
    assert "sat at 3" in words(figure.frames[-1])  # and back, as the words below say


def test_a_token_is_no_markup() -> None:
    figure = clock_figure(pair(), 0, ("<b>x</b>", "&"))
    content = json.dumps(figure.to_plotly_json(), default=str)
    assert "<b>" not in content
    assert "&lt;b&gt;" in content


@pytest.mark.parametrize(("n", "low", "high"), [(1, -64, 64), (203, 136, 264)])
def test_the_curve_passes_through_the_present_point(n: int, low: int, high: int) -> None:
    drawn = pair(n=n)
    every, alone, now = offset_curve_figure(drawn, 1).data
    assert (every.x[0], every.x[-1]) == (low, high)
    place = list(every.x).index(now.x[0])
    assert now.x[0] == n - 3
    assert every.y[place] == pytest.approx(now.y[0]) == pytest.approx(drawn.total)
    assert alone.y[place] == pytest.approx(drawn.contributions[1])
    assert "pair 2" in alone.name
