"""The map of a word through the layers: dots have names, it is to scale, and no label covers another."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from embedlab.context import LayerMap
from embedlab.figures.context import MARKER, MOST_NUMBERED, SIDE, UNLABELED, layer_map_figure
from embedlab.figures.label_placement import text_width
from embedlab.figures.style import TICK_SIZE, escape, kind_color
from tests.support.hostile import HOSTILE_LABEL


def layers(count: int = 6) -> LayerMap:
    random = np.random.default_rng(1)
    coordinates = random.normal(size=(7, count, 2)).astype(np.float32) * np.arange(7)[:, None, None] / 10
    return LayerMap(coordinates, np.zeros((count, 2), np.float32), np.array([0.3, 0.1]))


def draw(count: int = 6, layer: int = 3, **options: int) -> go.Figure:
    senses = ["river", "money", ""] * count
    return layer_map_figure(layers(count), layer, ["a bank"] * count, senses[:count], **options)


def test_each_dot_carries_its_name_and_sentence() -> None:
    river, money, unlabeled, star = draw().data
    assert [each[0] for each in river.customdata] == ["1", "4"]
    assert [each[0] for each in money.customdata] == ["2", "5"]
    assert unlabeled.name == UNLABELED
    assert star.name == "before any context"
    assert (river.marker.color, money.marker.color) == (kind_color(0), kind_color(1))


def test_the_map_is_a_square_to_scale_and_the_same_for_every_layer() -> None:
    figure = draw()
    x, y = figure.layout.xaxis.range, figure.layout.yaxis.range
    assert x[1] - x[0] == pytest.approx(y[1] - y[0])
    assert figure.layout.yaxis.scaleanchor == "x"
    points = layers().coordinates.reshape(-1, 2)
    assert (points.min(axis=0) > (x[0], y[0])).all()
    assert (points.max(axis=0) < (x[1], y[1])).all()
    assert draw(layer=0).layout.xaxis.range == x


def test_playing_begins_at_layer_0_and_stops_at_the_layer_asked_for() -> None:
    (button,) = draw(last=4).layout.updatemenus[0].buttons
    assert list(button.args[0]) == [f"layer {layer}" for layer in range(5)]
    (button,) = draw().layout.updatemenus[0].buttons
    assert button.args[0][-1] == "layer 6"


@pytest.mark.parametrize("layer", range(7))
def test_no_number_covers_another(layer: int) -> None:
    figure = draw(40, layer)
    low, high = figure.layout.xaxis.range[0], figure.layout.yaxis.range[1]
    side = figure.layout.xaxis.range[1] - low
    boxes = []
    for trace in figure.data[:-1]:
        for x, y, text, where in zip(trace.x, trace.y, trace.text, trace.textposition, strict=True):
            if text:
                down, right = where.split()
                half = np.array([text_width(text, TICK_SIZE), TICK_SIZE]) / 2
                step = (
                    np.array(
                        [("left", "center", "right").index(right), ("top", "middle", "bottom").index(down)]
                    )
                    - 1
                )
                middle = np.array([x - low, high - y]) / side * SIDE + step * (MARKER / 2 + half)
                boxes.append((middle - half, middle + half))
    assert boxes or not layer  # at layer 0 all stand below the star
    for index, (one_low, one_high) in enumerate(boxes):
        for other_low, other_high in boxes[:index]:
            assert (one_high <= other_low + 1).any() or (other_high <= one_low + 1).any()


def test_many_sentences_are_small_dots_without_numbers() -> None:
    figure = draw(MOST_NUMBERED + 1)
    assert not any(figure.data[0].text)
    assert figure.data[0].marker.size < MARKER


@pytest.mark.bad_input(16)
def test_no_label_acts() -> None:
    figure = layer_map_figure(
        layers(2), 1, [HOSTILE_LABEL] * 2, [HOSTILE_LABEL, "b"], names=[HOSTILE_LABEL, "2"]
    )
    written = json.dumps(json.loads(figure.to_json()), ensure_ascii=False)
    assert "<b>x" not in written.replace("layer <b>", "")
    assert escape(HOSTILE_LABEL) in written
