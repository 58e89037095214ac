"""Figures of training, search and applications, drawn from small results."""

from __future__ import annotations

import numpy as np

from embedlab.figures.applications import grid_figure
from embedlab.figures.points import points_figure
from embedlab.figures.search import best_scores_figure, chunk_figure
from embedlab.figures.training import letters_figure
from embedlab.training import Baselines, LetterRun, LetterText

CIRCLE = np.array([[np.cos(angle), np.sin(angle)] for angle in np.linspace(0, 6, 7)])


def test_letters_stand_where_their_rows_are() -> None:
    text = LetterText(tuple("abcde f"), np.arange(7), 0)
    figure = letters_figure(LetterRun(text, CIRCLE[None], np.array([0]), np.array([1.0]), Baselines(1, 1, 1)))
    letters = next(trace for trace in figure.data if trace.textposition)
    places = {text.strip(): place for text, *place in zip(letters.text, letters.x, letters.y, strict=True)}
    assert set(places) == set("abcde␣f")
    np.testing.assert_allclose([places[letter] for letter in "abcde␣f"], CIRCLE, atol=1e-6)


def test_a_point_stands_at_its_two_numbers_and_has_its_name() -> None:
    figure = points_figure(
        [1.0, 2_500.0], [0.25, -1.5], x_axis="rank", y_axis="cosine (1 = same direction)", hover="%{text}",
        names=("cat", "dog"), marker={"size": 8}, height=300, diagonal=True,
    )  # fmt: skip
    points, line = figure.data
    assert list(line.x) == list(line.y) == [1, 2_500]
    assert list(zip(points.text, points.x, points.y, strict=True)) == [("cat", 1, 0.25), ("dog", 2_500, -1.5)]
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == (
        "rank",
        "cosine (1 = same direction)",
    )


def test_the_search_figures_hold_the_numbers_of_their_results() -> None:
    bars = chunk_figure([120, 300], 256).data
    assert [list(trace.y) for trace in bars] == [[120, 256], [0, 44]]
    best = best_scores_figure({"answer": [0.7, 0.9, 0.8], "none": [0.3]}, [["a", "b", "c"], ["<d>"]])
    np.testing.assert_allclose(best.data[0].x, [0.7, 0.9, 0.8, 0.3], rtol=1e-6)
    assert best.data[0].text == ("a", "b", "c", "&lt;d&gt;")
    assert best.layout.shapes[0].x0 == 0.8  # the median


def test_the_application_figures_hold_the_numbers_of_their_results() -> None:
    shares, classes = np.array([[0.8, 0.2], [0, 1]]), ["pay", "send"]
    figure = grid_figure(
        shares, ["8", "2", "", "9"], classes, classes, (0, 1), x_axis="taken", y_axis="label"
    )
    np.testing.assert_allclose(figure.data[0].z, shares)
    points = figure.data[-1]  # over the cells, to be clicked
    assert (points.text[1], points.customdata[1]) == ("label: pay<br>taken: send", "2")
    assert (points.x[1], points.y[1]) == (1, 0)
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].y1) == (0.5, 0.5)
