"""The figures of the lookup lesson: the small image of a matrix, ranked tokens, spreads, frequency."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab.figures import lookup
from embedlab.figures.bars import ranked_figure
from embedlab.figures.lookup import frequency_figure, matrix_image, signed_bytes
from embedlab.figures.spread import spread_figure

MOST_BYTES = 60_000


def test_the_image_of_the_table_is_small_and_each_pixel_is_one_of_its_numbers(
    encoder: embedlab.context.Encoder,
) -> None:
    matrix = encoder.token_embeddings
    image, reach = matrix_image(matrix)
    assert image.shape == lookup.IMAGE
    assert image.nbytes * 4 / 3 <= MOST_BYTES  # as text
    rows, columns = (
        np.linspace(0, size - 1, count).astype(int)
        for size, count in zip(matrix.shape, lookup.IMAGE, strict=True)
    )
    shares = np.clip(matrix[np.ix_(rows, columns)] / reach, -1, 1)
    assert np.abs(image / lookup.LEVELS - shares).max() <= 0.5 / lookup.LEVELS + 1e-6


def test_a_small_matrix_keeps_all_its_numbers() -> None:
    image, _ = matrix_image(np.array([[0, 1], [-1, 0], [0, 0]], dtype=np.float32))
    assert image.tolist() == [[0, 9], [-9, 0], [0, 0]]
    assert signed_bytes(np.array([-9.0, 0.5, 0.0]), 1.0).tolist() == [-9, 4, 0]


def test_ranked_words_stand_in_order_from_zero_and_a_missing_value_has_no_bar() -> None:
    figure = ranked_figure(["a", "␣␣", "c"], [0.5, float("nan"), -0.1], axis="cosine (1 = same direction)")
    assert figure.data[0].customdata[1] == "2 spaces"
    assert np.isnan(figure.data[0].x[1])
    low, high = figure.layout.xaxis.range
    assert low < -0.1
    assert high > 0.5
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the first on top


def test_a_spread_sums_to_one_and_marks_stand_at_their_numbers() -> None:
    numbers = np.random.default_rng(0).normal(size=500)
    figure = spread_figure(
        {"one": numbers, "two": numbers + 3}, axis="length of a row", marks={"<b>x</b>": 2.0}
    )
    assert [sum(trace.y) for trace in figure.data] == pytest.approx([1, 1])
    assert figure.layout.shapes[0].x0 == 2.0
    assert figure.layout.annotations[0].text == "&lt;b&gt;x&lt;/b&gt;"
    assert figure.layout.showlegend


def test_no_line_of_a_mark_crosses_a_name() -> None:
    marks = {"a": -2.9, "b": -1.0, "c": -0.8, "d": 2.5}
    numbers = np.linspace(-3, 3, 500)
    figure = spread_figure({"one": numbers}, axis="length", marks=marks)
    tops = {shape.x0: shape.y1 for shape in figure.layout.shapes}
    for name in figure.layout.annotations:  # every line on the side of the name ends below it
        beside = [x for x in tops if (x > name.x if name.xanchor == "left" else x < name.x)]
        near = [x for x in beside if abs(x - name.x) < 1]
        assert all(tops[x] < name.y for x in near)


def test_the_median_rank_rises_with_the_id_where_ids_are_ranks() -> None:
    figure = frequency_figure(np.arange(1_000)[::-1].copy(), np.arange(1_000)[::-1].copy())
    assert np.all(np.diff(figure.data[0].y) > 0)
