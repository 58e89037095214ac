"""The figures of the inside of a sentence hold the numbers they were given, and none of their labels acts."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go
import pytest

import embedlab
from embedlab.figures.context_attention import agreement_figure, attention_figure, heads_figure
from embedlab.figures.context_inside import influence_figure, influence_layers_figure
from embedlab.figures.context_order import order_figure
from embedlab.figures.layer_grid import numbered
from embedlab.figures.style import escape
from tests.support.figures import cell_texts
from tests.support.hostile import HOSTILE_LABEL

RANDOM = np.random.default_rng(0)


def influence(word: str = "river", *, count: int = 5, layers: int = 6) -> embedlab.context.Influence:
    words = ("the", word, *(["the"] * (count - 2)))
    cosines = RANDOM.uniform(0.5, 1, size=(layers + 1, count))
    cosines[:, 2] = np.nan
    return embedlab.context.Influence(
        sentence=" ".join(words),
        span=(0, 3),
        how="remove",
        words=words,
        spans=((0, 3),) * count,
        target=2,
        variants=("",) * count,
        vectors=np.zeros((layers + 1, 4), np.float32),
        without=np.zeros((count, layers + 1, 4), np.float32),
        cosines=cosines,
        cut=0,
    )


def attention(word: str = "river", *, count: int = 6) -> embedlab.context.WordAttention:
    tokens = ("[CLS]", "the", word, "##s", *(["the"] * (count - 5)), "[SEP]")
    shares = RANDOM.dirichlet(np.ones(count), size=(6, 12)).astype(np.float32)
    special = tuple(token in {"[CLS]", "[SEP]"} for token in tokens)
    return embedlab.context.WordAttention(
        "", (0, 1), tokens, ((0, 0),) * count, special, (2, 3), outgoing=shares, incoming=shares
    )


def order(word: str = "river", *, layers: int = 6, count: int = 4) -> embedlab.context.WordOrder:
    return embedlab.context.WordOrder(
        sentence="",
        words=(word, *(["the"] * (count - 1))),
        spans=((0, 1),) * count,
        shuffled=("a", "b", "c"),
        orders=np.zeros((3, count), np.int64),
        each=RANDOM.uniform(0.4, 0.9, size=(3, layers + 1, count)),
        sentence_cosines=RANDOM.uniform(0.8, 1, size=(3, layers + 1)),
        static_cosines=np.ones((3, count)),
        between=RANDOM.uniform(0.1, 0.3, size=layers + 1),
        cut=0,
    )


def matrix(count: int = 6) -> np.ndarray:
    return RANDOM.dirichlet(np.ones(count), size=count).astype(np.float32)


FIGURES: dict[str, Callable[[str], go.Figure]] = {
    "influence": lambda word: influence_figure(influence(word, count=60), 6, changes=[word] * 60),
    "influence by layer": lambda word: influence_layers_figure(influence(word, count=60), 6),
    "attention": lambda word: attention_figure(matrix(40), attention(word, count=40)),
    "heads": lambda word: heads_figure(attention(word, count=40), 6),
    "order": lambda word: order_figure(order(word, count=60)),
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.bad_input(16)
def test_no_label_acts(name: str) -> None:
    figure = FIGURES[name](HOSTILE_LABEL)
    written = json.dumps(json.loads(figure.to_json()), ensure_ascii=False)
    assert "<b>" not in written
    assert escape(HOSTILE_LABEL) in written or escape(HOSTILE_LABEL[:12]) in written
    for trace in figure.data:
        assert escape(HOSTILE_LABEL) not in (trace.hovertemplate or "")


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_small_and_letters_are_not(name: str) -> None:
    written = FIGURES[name]("a word").to_json()
    assert len(written) < 60_000

    def sizes(part: object) -> list[int]:
        if isinstance(part, dict):
            own = [part["size"]] if isinstance(part.get("size"), int) and "symbol" not in part else []
            return own + [
                size for key, value in part.items() if "pattern" not in key for size in sizes(value)
            ]
        return [size for value in part for size in sizes(value)] if isinstance(part, list) else []

    assert min(sizes(json.loads(written)["layout"])) >= 14
    assert min(sizes(json.loads(written)["data"]), default=14) >= 14


def test_bars_stand_in_the_order_of_the_sentence() -> None:
    given = influence()
    bars, labels = influence_figure(given, 4, changes=["", "money", "", "", ""]).data
    np.testing.assert_allclose(bars.x, 1 - given.cosines[4])
    assert list(bars.customdata) == ["1 the", "2 river → money", "▶ 3 the: the word itself", "4 the", "5 the"]
    assert list(bars.marker.line.width) == [0, 3, 0, 0, 0]  # the word itself and its namesakes have none
    assert labels.text[1].strip().endswith(f"{1 - given.cosines[4, 1]:.3f}")
    assert labels.text[2].strip().endswith("itself")  # no number where there is none
    figure = influence_figure(given, 4)
    assert figure.layout.xaxis.range[1] > np.nanmax(1 - given.cosines[4])
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert not any(figure.data[0].marker.line.width)


def test_a_change_in_the_third_place_does_not_fill_the_picture() -> None:
    given = influence()
    given.cosines[:] = 0.9999
    assert influence_figure(given, 0).layout.xaxis.range[1] >= 0.01
    assert influence_layers_figure(given, 0).data[0].zmax == 0.01


def test_the_grid_has_a_row_for_each_word_and_a_frame_around_the_layer() -> None:
    given = influence()
    figure = influence_layers_figure(given, 4)
    grid = figure.data[0]
    np.testing.assert_allclose(grid.z, (1 - given.cosines).T, rtol=1e-6)
    assert cell_texts(figure)[1][4] == f"{1 - given.cosines[4, 1]:.2f}"
    assert cell_texts(figure)[2][4] == ""
    assert (grid.zmin, grid.zmax) == (0, pytest.approx(np.nanmax(1 - given.cosines)))
    assert list(figure.layout.yaxis.ticktext) == ["1 the", "2 river", "▶ 3 the", "4 the", "5 the"]
    (frame,) = figure.layout.shapes
    assert (frame.x0, frame.x1, frame.y0, frame.y1) == (3.5, 4.5, -0.5, 4.5)
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


@pytest.mark.parametrize(("layers", "written"), [(6, True), (7, True), (8, False), (24, False)])
def test_numbers_are_written_where_they_have_room(layers: int, written: bool) -> None:
    for figure in (
        influence_layers_figure(influence(layers=layers), 1),
        order_figure(order(layers=layers)),
    ):
        assert bool(cell_texts(figure)) == written
    assert influence_layers_figure(influence(layers=layers), 1).data[0].showscale != written


def test_numbers_are_short_and_signed() -> None:
    given = influence()
    given.cosines[:, 0] = [1, 0, 1.5, 0.5, 0.001, 0.9, 0.29]
    written = cell_texts(influence_layers_figure(given, 0))[0]
    assert written == ["0", "1.00", "−0.50", "0.50", "1.00", "0.10", "0.71"]


def test_the_rows_and_columns_of_the_word_are_framed() -> None:
    shares = matrix()
    figure = attention_figure(shares, attention())
    np.testing.assert_array_equal(figure.data[0].z, shares)
    frames = {(shape.x0, shape.x1, shape.y0, shape.y1) for shape in figure.layout.shapes}
    assert frames == {(-0.5, 5.5, 1.5, 3.5), (1.5, 3.5, -0.5, 5.5)}
    assert list(figure.layout.yaxis.ticktext) == ["[CLS]", "the", "▶ river", "▶ ##s", "the", "[SEP]"]
    assert list(figure.layout.xaxis.ticktext)[2] == "▲ river"
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert figure.data[0].zmin == 0
    assert figure.data[0].zmax == pytest.approx(shares.max())


def test_of_many_tokens_only_those_of_the_word_are_named() -> None:
    figure = attention_figure(matrix(41), attention(count=41))
    assert list(figure.layout.xaxis.tickvals) == [2, 3]
    assert list(figure.layout.xaxis.ticktext) == ["▲ river", "▲ ##s"]
    assert attention_figure(matrix(512), attention(count=512)).layout.height < 1_200


def test_a_row_for_each_head_of_the_step() -> None:
    given = attention()
    figure = heads_figure(given, 3)
    np.testing.assert_array_equal(figure.data[0].z, given.outgoing[2])
    assert list(figure.layout.yaxis.ticktext) == [f"head {number}" for number in range(1, 13)]
    (frame,) = figure.layout.shapes
    assert (frame.x0, frame.x1, frame.y0, frame.y1) == (1.5, 3.5, -0.5, 11.5)


def test_agreement_begins_with_the_step_into_layer_1() -> None:
    figure = agreement_figure([0.5, -0.25, np.nan], [0.1, 0.2, 0.3], 2)
    agreement, special = figure.data
    assert (list(agreement.x), list(special.x)) == ([1, 2, 3], [1, 2, 3])
    assert list(agreement.text) == ["0.50", "−0.25", ""]
    assert list(special.y) == [0.1, 0.2, 0.3]
    assert agreement.marker.symbol != special.marker.symbol
    for trace in (agreement, special):  # the layer of the page has an outline
        assert [step for step, width in zip(trace.x, trace.marker.line.width, strict=True) if width] == [2]


def test_order_draws_the_means_and_every_word() -> None:
    given = order()
    figure = order_figure(given)
    lines = {trace.name: trace.y for trace in figure.data if trace.type == "scatter"}
    np.testing.assert_allclose(lines["words"], given.each.mean(axis=(0, 2)))
    np.testing.assert_allclose(lines["sentence"], given.sentence_cosines.mean(axis=0))
    np.testing.assert_allclose(lines["static"], 1)
    np.testing.assert_allclose(lines["two different words"], given.between)
    assert len({trace.marker.symbol for trace in figure.data if trace.name}) == 4
    (grid,) = (trace for trace in figure.data if trace.type == "heatmap")
    np.testing.assert_allclose(grid.z, given.cosines.T, rtol=1e-6)
    assert grid.reversescale  # darker is more change, as in the other grids
    assert grid.zmin <= given.cosines.min()
    low, high = figure.layout.yaxis.range
    assert low < given.between.min()
    assert high > 1
    (frame,) = figure.layout.shapes
    assert (frame.x0, frame.x1, frame.yref) == (5.5, 6.5, "y2")  # the last layer


def test_repeated_words_are_told_apart_by_their_number() -> None:
    assert numbered(["the", "the"], marked=1) == ["1 the", "▶ 2 the"]
