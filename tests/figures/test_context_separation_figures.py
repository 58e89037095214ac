"""The figures of senses that part hold the numbers they were given, beside what chance gives."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

import embedlab
from embedlab.figures.context import UNLABELED
from embedlab.figures.context_separation import (
    MANY,
    count_figure,
    found_figure,
    probe_figure,
    separation_figure,
)
from embedlab.figures.style import COSINE, escape
from tests.support.hostile import HOSTILE_LABEL

LAYERS = np.arange(7)
RANDOM = embedlab.context.Anisotropy(mean=LAYERS / 20, low=LAYERS / 20 - 0.1, high=LAYERS / 20 + 0.1)
SEPARATION = embedlab.context.Separation(
    all_pairs=0.8 - LAYERS / 50, within=0.9 - LAYERS / 50, between=0.7 - LAYERS / 50
)
PROBE = embedlab.context.SenseProbe(
    accuracy=np.linspace(0.5, 1, 7),
    majority=0.6,
    chance=np.full(7, 0.45),
    chance_high=np.linspace(0.7, 0.75, 7),
    p_value=np.full(7, 0.01),
    smallest_p=0.001,
    silhouette=np.linspace(-0.1, 0.4, 7),
    predicted=(),
)
SENSES = ["river", "money", "river", "", "money", "river"]
SENTENCES = [f"sentence {number}" for number in range(6)]
FOUND = embedlab.context.FoundSenses(
    layer=6,
    groups=np.array([0, 1, 0, 2, 1, 1]),
    count=3,
    silhouettes={2: 0.2, 3: 0.31, 4: -0.05},
    agreement=0.3,
)


def lines(figure: go.Figure) -> dict[str, go.Scatter]:
    return {trace.name: trace for trace in figure.data}


def test_separation_draws_the_lines_before_the_band() -> None:
    figure = separation_figure(SEPARATION, RANDOM, layer=4, centered=False)
    drawn = lines(figure)
    assert list(drawn) == ["90% of random pairs", "two random words", "same sense", "different senses"]
    np.testing.assert_array_equal(drawn["same sense"].y, SEPARATION.within)
    np.testing.assert_array_equal(drawn["different senses"].y, SEPARATION.between)
    np.testing.assert_array_equal(drawn["two random words"].y, RANDOM.mean)
    band = drawn["90% of random pairs"]
    assert band.fill == "toself"
    for layer in LAYERS:
        assert sorted(band.y[band.x == layer]) == [RANDOM.low[layer], RANDOM.high[layer]]
    assert [shape.x0 for shape in figure.layout.shapes] == [4]
    assert drawn["same sense"].marker.symbol != drawn["different senses"].marker.symbol
    assert drawn["two random words"].line.dash == "dash"


def test_the_axis_says_whether_it_is_centered_and_holds_every_number() -> None:
    low = replace(RANDOM, low=RANDOM.low - 0.5)
    figure = separation_figure(SEPARATION, low, layer=0, centered=True)
    assert figure.layout.yaxis.title.text == f"mean {COSINE}, centered"
    assert figure.layout.yaxis.range[0] < low.low.min()
    negative = replace(SEPARATION, between=np.full(7, -0.9))
    assert separation_figure(negative, RANDOM, layer=0, centered=True).layout.yaxis.range[0] < -0.9
    assert (
        "centered"
        not in separation_figure(SEPARATION, RANDOM, layer=0, centered=False).layout.yaxis.title.text
    )


def test_without_senses_all_pairs_are_drawn() -> None:
    nothing = np.full(7, np.nan)
    unknown = replace(SEPARATION, within=nothing, between=nothing)
    drawn = lines(separation_figure(unknown, RANDOM, layer=1, centered=False))
    np.testing.assert_array_equal(drawn["all pairs"].y, SEPARATION.all_pairs)
    assert not {"same sense", "different senses"} & set(drawn)
    single = replace(SEPARATION, within=nothing)
    assert "same sense" not in lines(separation_figure(single, RANDOM, layer=1, centered=False))
    alone = embedlab.context.Separation(nothing, nothing, nothing)
    assert len(separation_figure(alone, RANDOM, layer=1, centered=False).data) == 2


def test_the_probe_stands_before_chance_and_majority() -> None:
    figure = probe_figure(PROBE, layer=3)
    drawn = lines(figure)
    np.testing.assert_array_equal(drawn["nearest centroid"].y, PROBE.accuracy)
    np.testing.assert_array_equal(drawn["shuffled labels, mean"].y, PROBE.chance)
    np.testing.assert_array_equal(drawn["most frequent sense"].y, [0.6] * 7)
    band = drawn["95% of shuffled labels"]
    for layer in LAYERS:
        assert sorted(band.y[band.x == layer]) == [0, PROBE.chance_high[layer]]
    silhouette = drawn["silhouette"]
    np.testing.assert_array_equal(silhouette.y, PROBE.silhouette)
    assert silhouette.yaxis == "y2"
    assert figure.layout.yaxis2.range[0] < -0.1
    assert {(shape.x0, shape.xref) for shape in figure.layout.shapes} == {(3, "x"), (3, "x2")}
    dashes = {name: trace.line.dash for name, trace in drawn.items() if trace.mode == "lines"}
    assert dashes["shuffled labels, mean"] != dashes["most frequent sense"]  # both are gray


def test_without_a_silhouette_its_panel_is_left_out() -> None:
    figure = probe_figure(replace(PROBE, silhouette=np.full(7, np.nan)), layer=3)
    assert "silhouette" not in lines(figure)
    assert "yaxis2" not in figure.layout.to_plotly_json()
    assert figure.layout.xaxis.title.text.startswith("layer")


def test_every_sentence_stands_once_in_the_row_of_its_group() -> None:
    figure = found_figure(FOUND, SENTENCES, SENSES)
    middles = list(figure.layout.yaxis.tickvals)
    assert list(figure.layout.yaxis.ticktext) == ["group 1<br>(2)", "group 2<br>(3)", "group 3<br>(1)"]
    seen = {}
    for trace in figure.data:
        for x, y, number, sentence in zip(trace.x, trace.y, trace.text, trace.customdata, strict=True):
            row = int(number) - 1
            assert middles[FOUND.groups[row]] == y
            assert sentence == SENTENCES[row]
            assert trace.name == (SENSES[row] or UNLABELED)
            seen[row] = (float(x), float(y))
    assert len(set(seen.values())) == len(seen) == 6
    assert [trace.name for trace in figure.data] == ["river", "money", UNLABELED]
    assert len({trace.marker.symbol for trace in figure.data}) == 3


def test_in_a_group_a_sense_stands_together() -> None:
    senses = ["a", "b"] * 6
    found = replace(FOUND, groups=np.zeros(12, dtype=int), count=1)
    figure = found_figure(found, ["s"] * 12, senses)
    first, second = figure.data
    # ten dots on a line, those that do not fit below
    assert sorted(zip(first.y, first.x, strict=True)) == [(0, place) for place in range(6)]
    assert sorted(zip(second.y, second.x, strict=True)) == [(0, 6), (0, 7), (0, 8), (0, 9), (1, 0), (1, 1)]
    assert list(figure.layout.yaxis.tickvals) == [0.5]


def test_groups_are_parted_by_lines_that_no_dot_crosses() -> None:
    groups = np.repeat([0, 1, 2], [11, 1, 3])
    figure = found_figure(replace(FOUND, groups=groups), ["s"] * 15, ["a"] * 15)
    assert [shape.y0 for shape in figure.layout.shapes] == [1.5, 2.5]
    low, high = figure.layout.yaxis.range
    assert (low, high) == (3.5, -0.5)


def test_names_of_sentences_are_kept_and_many_are_only_on_hover() -> None:
    figure = found_figure(FOUND, SENTENCES, SENSES, names=["11", "12", "13", "14", "15", "16"])
    assert set(figure.data[0].text) == {"11", "13", "16"}
    count = MANY + 1
    found = replace(FOUND, groups=np.zeros(count, dtype=int), count=1)
    many = found_figure(found, ["s"] * count, ["a"] * count)
    assert many.data[0].mode == "markers"
    assert many.data[0].y.max() == 3  # 20 on a line
    assert many.layout.height < 400


def test_more_senses_than_symbols_still_differ() -> None:
    senses = [f"sense {number}" for number in range(16)]
    found = replace(FOUND, groups=np.zeros(16, dtype=int), count=1)
    looks = [
        (place % 8, trace.marker.symbol)
        for place, trace in enumerate(found_figure(found, senses, senses).data)
    ]
    assert len(set(looks)) == 16  # eight colors come again, with another symbol


def test_the_number_of_groups_that_is_taken_says_so() -> None:
    (bars,) = count_figure(FOUND).data
    assert list(bars.x) == ["2", "3<br>taken", "4"]
    np.testing.assert_array_equal(bars.y, [0.2, 0.31, -0.05])
    assert list(bars.text) == ["0.20", "0.31", "−0.05"]
    low, high = count_figure(FOUND).layout.yaxis.range
    assert low < -0.05 < 0.31 < high


def test_no_label_acts() -> None:
    figure = found_figure(FOUND, [HOSTILE_LABEL] * 6, [HOSTILE_LABEL] * 6, names=[HOSTILE_LABEL] * 6)
    written = json.dumps(json.loads(figure.to_json()), ensure_ascii=False)
    assert "<b>" not in written
    assert escape(HOSTILE_LABEL) in written
    assert all(escape(HOSTILE_LABEL) not in trace.hovertemplate for trace in figure.data)


@pytest.mark.parametrize(
    "figure",
    [
        separation_figure(SEPARATION, RANDOM, layer=4, centered=False),
        probe_figure(PROBE, layer=3),
        found_figure(FOUND, SENTENCES, SENSES),
        count_figure(FOUND),
    ],
    ids=["separation", "probe", "found", "count"],
)
def test_figures_are_small_and_large_enough_to_read(figure: go.Figure) -> None:
    assert len(figure.to_json()) < 30_000
    assert figure.layout.font.size >= 14
    assert figure.layout.xaxis.tickfont.size >= 14
