"""The clocks point where the numbers say, the film keeps the sum, and no token acts as markup."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from embedlab.figures.positional_clocks import clock_marks, clocks_figure, offset_curve_figure
from embedlab.numerals import number_text
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
    figure = clocks_figure(drawn, picked, ("sat", "cat"))
    for tip, turned in zip(tips(figure), (drawn.turned_query, drawn.turned_key), strict=True):
        np.testing.assert_allclose(tip, turned[picked] / np.linalg.norm(turned[picked]), atol=1e-12)
    dashed = [trace for trace in figure.data if trace.type == "scatter" and trace.line.dash == "dash"]
    for trace, before in zip(dashed, (drawn.query, drawn.key), strict=True):
        expected = before[picked] / np.linalg.norm(before[picked])
        np.testing.assert_allclose([trace.x[1], trace.y[1]], expected, atol=1e-12)


def test_the_numbers_on_the_rim_are_where_the_hand_points_at_that_position() -> None:
    figure = clocks_figure(pair(), 0, ("sat", "cat"))
    rim = next(trace for trace in figure.data if trace.text is not None and len(trace.text) > 1)
    place = list(rim.text).index("3")
    expected = pair(m=3).turned_query[0]
    np.testing.assert_allclose([rim.x[place], rim.y[place]], 1.22 * expected / np.linalg.norm(expected))


def test_bars_are_what_each_pair_adds_and_one_is_marked() -> None:
    figure = clocks_figure(pair(), 1, ("sat", "cat"))
    (bars,) = (trace for trace in figure.data if trace.type == "bar")
    np.testing.assert_allclose(bars.y, pair().contributions)
    assert list(figure.layout.xaxis3.ticktext) == ["1", "▲<br>2"]
    assert bars.marker.color[0] != bars.marker.color[1]
    assert f"sum of the 2 pairs: {number_text(pair().total)}" in words(figure)
    assert {"m = 3", "n = 1"} <= set(words(figure))


def test_the_film_turns_both_hands_once_around_and_keeps_the_sum() -> None:
    figure = clocks_figure(pair(), 0, ("sat", "cat"))
    total = f"sum of the 2 pairs: {number_text(pair().total)}"
    assert len(figure.frames) > 20
    for frame in figure.frames:
        assert total in words(frame)
        assert [figure.data[place].type for place in frame.traces] == [trace.type for trace in frame.data]
        np.testing.assert_allclose(
            frame.data[-1].y, pair().contributions
        )  # the bars, which Plotly would lose
    first, quarter, last = figure.frames[0], figure.frames[len(figure.frames) // 4], figure.frames[-2]
    np.testing.assert_allclose(tips(first), tips(figure), atol=1e-12)
    np.testing.assert_allclose(tips(last), tips(figure), atol=1e-9)  # a full turn
    for side in (0, 1):
        np.testing.assert_allclose(tips(quarter)[side] @ tips(first)[side], 0, atol=1e-9)
    assert "m = 9.3" in words(last)
    assert "m = 3" in words(figure.frames[-1])  # and back, as the words below say


def test_a_token_is_no_markup() -> None:
    figure = clocks_figure(pair(), 0, ("<b>x</b>", "&"))
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


@pytest.mark.parametrize("turn", [3.5, 2 * np.pi, 11.0, 35.3, 900.0, 62_831.0])
def test_marks_are_round_few_and_within_one_turn(turn: float) -> None:
    marks = clock_marks(turn)
    assert marks[0] == 0
    assert 3 <= len(marks) <= 9
    steps = set(np.diff(marks))
    assert len(steps) == 1
    step = steps.pop()
    assert str(step).rstrip("0") in {"1", "2", "5"}
    assert turn - marks[-1] > step / 2  # the last number does not lie on the first
