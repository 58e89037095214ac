"""The overlaps and the pieces are drawn where they belong, are seen without color, and no label acts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from numpy.typing import NDArray

from embedlab.context import PoolingEffect
from embedlab.figures.context_neighbors import overlap_figure
from embedlab.figures.context_pieces import MOST_BOXES, pieces_figure, poolings_figure
from embedlab.figures.context_static import static_neighbors_figure
from embedlab.figures.style import TICK_SIZE, escape, kind_tint, text_color
from embedlab.figures.word_bars import OPACITY, PLAIN
from embedlab.ranking import Ranking
from tests.support.hostile import HOSTILE_LABEL


def effect(*, known: bool = True, split: int = 6) -> PoolingEffect:
    nothing = np.full(4, np.nan)
    return PoolingEffect(
        layer=4,
        poolings=("mean", "first", "last", "max"),
        split=split,
        all_pairs=np.array([0.5, 0.6, 0.4, 0.55]),
        within=np.array([0.7, 0.65, 0.6, 0.72]) if known else nothing,
        between=np.array([0.4, 0.6, -0.1, 0.5]) if known else nothing,
        accuracy=np.array([1, 0.5, 5 / 6, 1]) if known else nothing,
        cosines=np.eye(4),
    )


FIGURES: dict[str, Callable[[str], go.Figure]] = {
    "overlap": lambda _: overlap_figure(np.array([0, 0.1, 0.1, 1]), k=10),
    "pieces": lambda word: pieces_figure([(word, [word, "##b"]), ("in sentence 2", ["a"])]),
    "poolings": lambda _: poolings_figure(effect(), sentences=6),
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.bad_input(16)
def test_no_label_acts(name: str) -> None:
    written = json.dumps(json.loads(FIGURES[name](HOSTILE_LABEL).to_json()), ensure_ascii=False)
    assert "<b>" not in written
    if name not in {"overlap", "poolings"}:  # which name no words
        assert escape(HOSTILE_LABEL) in written
    for trace in FIGURES[name](HOSTILE_LABEL).data:
        assert escape(HOSTILE_LABEL) not in (trace.hovertemplate or "")  # plotly would put a number for %{x}


@pytest.mark.parametrize("name", FIGURES)
def test_text_is_read_from_the_back_of_a_room(name: str) -> None:
    figure = FIGURES[name]("word")
    sizes = [note.font.size for note in figure.layout.annotations]
    sizes += [trace.textfont.size for trace in figure.data if getattr(trace, "mode", "text") == "text"]
    assert all(size >= TICK_SIZE for size in sizes)
    assert len(figure.to_json()) < 60_000


def texts(figure: go.Figure) -> dict[str, tuple[float, float]]:
    """Return where each text of the traces stands; the last place of a repeated one."""
    return {
        label: (float(x), float(y))
        for trace in figure.data
        if trace.mode == "text"
        for label, x, y in zip(trace.text, trace.x, trace.y, strict=True)
    }


def boxes(figure: go.Figure) -> list[Any]:
    return [shape for shape in figure.layout.shapes if shape.type == "rect"]


@pytest.mark.parametrize("k", [3, 10, 20])
def test_overlaps_are_counted(k: int) -> None:
    kept = np.array([0, 0, 1, k, k, k, 2])
    bars = overlap_figure(kept / k, k=k).data[0]
    assert list(bars.x) == list(range(k + 1))
    assert list(bars.y) == np.bincount(kept, minlength=k + 1).tolist()
    assert bars.text[k] == "3"


def test_pieces_are_boxes_in_their_order() -> None:
    figure = pieces_figure([("in sentence 1", ["un", "##ima", "##gina"]), ("in sentence 2", ["a"])])
    places = texts(figure)
    outlines = boxes(figure)
    assert len(outlines) == 4
    for label, box in zip(["un", "##ima", "##gina", "a"], outlines, strict=True):
        x, y = places[label]
        assert box.x0 < x < box.x1
        assert box.y0 < y < box.y1
    assert outlines[3].y0 > outlines[0].y1
    assert outlines[3].x0 == outlines[0].x0
    assert [note.text for note in figure.layout.annotations] == ["in sentence 1", "in sentence 2"]


def test_many_pieces_end_in_how_many_more() -> None:
    figure = pieces_figure([("all", [f"p{number}" for number in range(12)])])
    assert list(figure.data[0].text)[-1] == "+ 5"  # 7 drawn
    assert len(boxes(figure)) == MOST_BOXES
    whole = pieces_figure([("all", [f"p{number}" for number in range(MOST_BOXES)])])
    assert list(whole.data[0].text)[-1] == "p7"


def series(figure: go.Figure) -> dict[str, NDArray[np.float64]]:
    return {trace.name: np.asarray(trace.x) for trace in figure.data}


def test_poolings_with_senses() -> None:
    numbers = effect()
    figure = poolings_figure(numbers, sentences=6)
    assert set(series(figure)) == {"same sense", "different senses"}
    np.testing.assert_array_equal(series(figure)["same sense"], numbers.within)
    np.testing.assert_array_equal(series(figure)["different senses"], numbers.between)
    assert len({trace.marker.symbol for trace in figure.data}) == 2  # not told by color alone
    spans = [(line.x0, line.x1, line.y0) for line in figure.layout.shapes]
    expected = zip(numbers.between, numbers.within, range(4), strict=True)
    assert spans == [tuple(map(float, span)) for span in expected]
    summary = [note.text for note in figure.layout.annotations]
    assert summary[1] == "first: the sense of 3 of 6 found"
    assert [text.split(":")[0] for text in summary] == list(numbers.poolings)
    low, high = figure.layout.xaxis.range
    assert low < -0.1 < 1 < high


def test_poolings_without_senses() -> None:
    figure = poolings_figure(effect(known=False), sentences=6)
    assert list(series(figure)) == ["all pairs"]
    assert [note.text for note in figure.layout.annotations] == ["mean", "first", "last", "max"]
    assert not figure.layout.shapes
    assert figure.layout.xaxis.range[0] <= 0.4


def test_one_sense_only_is_drawn_as_all_pairs() -> None:
    one = effect()
    one = PoolingEffect(
        4, one.poolings, 6, one.all_pairs, one.all_pairs, np.full(4, np.nan), np.full(4, np.nan), one.cosines
    )
    assert list(series(poolings_figure(one, sentences=3))) == ["all pairs"]


def test_same_is_filled_and_different_is_hollow() -> None:
    marks = {trace.name: trace for trace in poolings_figure(effect(), sentences=6).data}
    assert marks["same sense"].marker.symbol == "circle"
    assert marks["different senses"].marker.symbol == "circle-open"
    assert marks["same sense"].marker.color == marks["different senses"].marker.color == text_color()


def test_the_neighbors_of_the_one_vector_are_bars_with_the_senses_in_their_colors() -> None:
    figure = static_neighbors_figure(
        Ranking(np.arange(2), np.array([0.9, 0.7]), ("banks", "money")), senses=["river", "money"]
    )
    bars, words = figure.data
    np.testing.assert_array_equal(bars.x, [0.9, 0.7])
    assert list(bars.marker.color) == [PLAIN, kind_tint(1, OPACITY)]
    assert words.text[0].strip() == "banks  0.90"
