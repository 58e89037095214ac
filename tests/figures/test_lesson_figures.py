"""Figures of training, search and applications, drawn from small results."""

from __future__ import annotations

import numpy as np

from embedlab.figures.applications import confusion_figure
from embedlab.figures.points import points_figure
from embedlab.figures.search import best_scores_figure, chunk_figure, document_map_figure
from embedlab.figures.training import letters_figure
from embedlab.figures.training_corpus import (
    comparison_figure,
    factors_figure,
    loss_figure,
    sweep_figure,
    traced_figure,
)
from embedlab.training.counting import Factors
from embedlab.training.scores import Comparison, TableScore
from embedlab.training.snapshots import TracedNeighbors
from embedlab.training.sweep import Sweep, SweepPoint

CIRCLE = np.array([[np.cos(angle), np.sin(angle)] for angle in np.linspace(0, 6, 7)])


def test_letters_stand_where_their_rows_are() -> None:
    figure = letters_figure("abcde f", CIRCLE)
    letters = next(trace for trace in figure.data if trace.mode == "text")
    places = {text.strip(): place for text, *place in zip(letters.text, letters.x, letters.y, strict=True)}
    assert set(places) == set("abcde␣f")
    np.testing.assert_allclose([places[letter] for letter in "abcde␣f"], CIRCLE, atol=1e-6)


def test_a_point_stands_at_its_two_numbers_and_has_its_name() -> None:
    figure = points_figure(
        [1.0, 2_500.0], [0.25, -1.5], x_axis="rank", y_axis="cosine (1 = same direction)", hover="%{text}",
        names=("cat", "dog"), marker={"size": 8}, height=300,
    )  # fmt: skip
    (points,) = figure.data
    assert list(zip(points.text, points.x, points.y, strict=True)) == [("cat", 1, 0.25), ("dog", 2_500, -1.5)]
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == (
        "rank",
        "cosine (1 = same direction)",
    )


def test_the_corpus_figures_hold_the_numbers_of_their_results() -> None:
    steps = np.array([0, 1_000, 2_000])
    loss = loss_figure(steps, {"loss": np.array([4.2, 3.1, 2.9])}, unit="words read", levels={"nothing": 4.2})
    np.testing.assert_allclose(loss.data[0].y, [4.2, 3.1, 2.9], rtol=1e-6)
    traced = TracedNeighbors(
        ("cat", "dog"), np.array([[0.1, 0.2], [0.5, 0.4], [0.9, 0.3]]), np.zeros(3), ("dog", "cat", "cat")
    )
    assert [trace.name for trace in traced_figure(steps, traced).data[:2]] == ["cat", "dog"]
    products = np.array([0.5, -1.0, 2.0])
    found = factors_figure(
        Factors(products, products + 0.1, np.array([[0, 1], [1, 2], [0, 2]]), 1.0), ["a", "<b>", "c"], k=5
    )
    np.testing.assert_allclose(found.data[0].y, products)
    assert found.data[0].text[0] == "a, &lt;b&gt;"
    names = {name: name.capitalize() for name in ("window", "dim", "negatives", "epochs", "seed", "table")}
    points = tuple(
        SweepPoint(setting, value, np.array([0.1, 0.2, 0.15]) + 0.1 * index)
        for setting in names for index, value in enumerate(("2", "5"))
    )  # fmt: skip
    panels = sweep_figure(Sweep(points, 133, 353), names)
    np.testing.assert_allclose(panels.data[0].y, [0.15, 0.25])


def test_tables_are_compared_before_what_meaningless_ones_score() -> None:
    scores = (TableScore("skip-gram", 0.36, 0.25, 0.46, 1.0), TableScore("random", 0.02, -0.1, 0.15, 0.0))
    figure = comparison_figure(Comparison(scores, 197, 353))
    assert list(figure.data[0].x) == [0.36, 0.02]
    assert figure.layout.shapes[0].x1 == 1.96 / 14  # standard errors of a rank correlation: 1 / √(n − 1)


def test_the_search_figures_hold_the_numbers_of_their_results() -> None:
    bars = chunk_figure([120, 300], 256).data
    assert [list(trace.y) for trace in bars] == [[120, 256], [0, 44]]
    best = best_scores_figure({"answer": [0.7, 0.9, 0.8], "none": [0.3]}, [["a", "b", "c"], ["<d>"]])
    assert list(best.data[0].x) == [0.7, 0.9, 0.8]
    assert best.layout.shapes[0].x0 == 0.8  # the median
    points = document_map_figure(CIRCLE, [f"title {row}" for row in range(6)], [2, 4], "a <query>")
    dots = next(trace for trace in points.data if trace.mode == "markers")
    np.testing.assert_allclose(np.column_stack([dots.x, dots.y]), CIRCLE[:6], atol=1e-6)
    labels = next(trace for trace in points.data if trace.mode == "text")
    places = {text.strip(): place for text, *place in zip(labels.text, labels.x, labels.y, strict=True)}
    assert set(places) == {"your query", "title 2", "title 4"}
    np.testing.assert_allclose(places["your query"], CIRCLE[6], atol=1e-6)
    np.testing.assert_allclose(places["title 4"], CIRCLE[4], atol=1e-6)


def test_the_application_figures_hold_the_numbers_of_their_results() -> None:
    counts = np.array([[8, 2], [0, 9]])
    figure = confusion_figure(counts, ["pay", "send"], (0, 1))
    np.testing.assert_allclose(figure.data[0].z, [[0.8, 0.2], [0, 1]])
    points = figure.data[-1]  # over the cells, to be clicked: row, column, count
    assert points.customdata.tolist() == [[0, 0, 8], [0, 1, 2], [1, 0, 0], [1, 1, 9]]
    assert (points.x[1], points.y[1]) == (1, 0)
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].y1) == (0.5, 0.5)
