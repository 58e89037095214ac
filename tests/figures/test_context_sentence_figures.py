"""The figures of sentences hold the cosines and yardsticks given, and no sentence acts as markup."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from embedlab.context import PairCosines
from embedlab.figures.context_sentences import BELOW, kinds_figure, poolings_figure
from embedlab.texts import SentencePair
from tests.support.hostile import HOSTILE_LABEL

PAIRS = (
    SentencePair("The dog bit the man", "The man bit the dog", "same words, other meaning"),
    SentencePair("I can swim", "I cannot swim", "negation"),
    SentencePair("It rained", "The cellar was wet", "related"),
    SentencePair("You can go", "You cannot go", "negation"),
)


def many() -> PairCosines:
    return PairCosines(
        pairs=PAIRS,
        poolings=("mean", "cls", "max"),
        cosines=np.array([[0.98, 0.85, -0.2, 0.8], [0.99, 0.97, 0.6, 0.9], [0.97, 0.9, 0.7, 0.92]]),
        cross_pairs=24,
        mean=np.array([0.08, 0.56, 0.67]),
        low=np.array([-0.03, 0.45, 0.6]),
        high=np.array([0.23, 0.67, 0.74]),
        cut=((0, 0),) * 4,
    )


def one(first: str = "A cat sat", *, cosine: float = 0.5) -> PairCosines:
    none = np.full(2, np.nan)
    return PairCosines(
        (SentencePair(first, "A dog sat"),),
        ("cls", "mean"),
        np.array([[0.9], [cosine]]),
        0,
        none,
        none,
        none,
        ((0, 0),),
    )


def named(figure: go.Figure) -> dict[Any, Any]:
    return {trace.name: trace for trace in figure.data if trace.name}


def test_each_bar_has_the_band_of_its_own_pooling() -> None:
    figure = poolings_figure(one(), many(), names={"cls": "first token"})
    bars, texts, *_ = figure.data
    np.testing.assert_allclose(bars.x, [0.9, 0.5])
    assert [text.strip() for text in texts.text] == ["first token  0.90", "mean  0.50"]
    traces = named(figure)
    band, middle = traces["90% of sentences of different pairs"], traces["their mean"]
    np.testing.assert_allclose(band.x, [0.45, 0.67, np.nan, -0.03, 0.23, np.nan])
    np.testing.assert_allclose(band.y[[0, 1, 3, 4]], [BELOW, BELOW, 1 + BELOW, 1 + BELOW])
    np.testing.assert_allclose(middle.x, [0.56, 0.08])
    np.testing.assert_allclose(middle.customdata, [[0.45, 0.67], [-0.03, 0.23]])


@pytest.mark.parametrize("cosine", [-0.4, 0.5, 1.0])
def test_everything_lies_inside_the_axis(cosine: float) -> None:
    for figure in (poolings_figure(one(cosine=cosine), many()), kinds_figure(many(), "mean", own=cosine)):
        left, right = figure.layout.xaxis.range
        below, above = figure.layout.yaxis.range
        for trace in figure.data:
            values = np.asarray(trace.x, dtype=float)
            assert left < np.nanmin(values) <= np.nanmax(values) < right
            rows = np.asarray(trace.y, dtype=float)
            assert above <= rows.min() <= rows.max() <= below + 1e-9


def test_a_pair_stands_in_the_row_of_its_kind() -> None:
    figure = kinds_figure(many(), "mean")
    traces = named(figure)
    np.testing.assert_allclose(traces["a pair"].x, [0.98, 0.85, -0.2, 0.8])
    assert np.round(traces["a pair"].y).tolist() == [0, 1, 2, 1]
    assert traces["a pair"].y[1] != traces["a pair"].y[3]  # neither covers the other
    np.testing.assert_allclose(traces["mean of a kind"].x, [0.98, 0.825, -0.2])
    assert list(figure.layout.yaxis.ticktext) == ["same words,<br>other meaning", "negation", "related"]
    band = traces["90% of sentences of different pairs"]
    assert (min(band.x), max(band.x)) == (-0.03, 0.23)
    np.testing.assert_allclose(kinds_figure(many(), "max").data[1].x, [0.97, 0.9, 0.7, 0.92])
    assert "max" in kinds_figure(many(), "max").layout.xaxis.title.text


def test_the_visitors_pair_has_a_row_of_its_own_on_top() -> None:
    figure = kinds_figure(many(), "cls", own=0.31)
    assert figure.layout.yaxis.ticktext[0] == "your pair"
    assert np.round(named(figure)["a pair"].y).tolist() == [1, 2, 3, 2]
    assert named(figure)["mean of a kind"].y.tolist() == [1, 2, 3]
    star = figure.data[-1]
    assert (list(star.x), list(star.y), star.marker.symbol) == ([0.31], [0], "star")


def test_without_a_yardstick_there_is_no_band() -> None:
    alone = replace(one(), pairs=PAIRS[:1])
    figure = kinds_figure(alone, "mean")
    assert set(named(figure)) == {"a pair", "mean of a kind"}
    assert np.isfinite(figure.layout.xaxis.range).all()
    assert np.isfinite(poolings_figure(one(), alone).layout.xaxis.range).all()


def test_no_sentence_and_no_kind_acts() -> None:
    evil = tuple(SentencePair(HOSTILE_LABEL * 30, HOSTILE_LABEL, HOSTILE_LABEL) for _ in PAIRS)
    for figure in (
        kinds_figure(replace(many(), pairs=evil), "mean"),
        poolings_figure(one(HOSTILE_LABEL), many(), names={"mean": HOSTILE_LABEL, "cls": HOSTILE_LABEL}),
    ):
        assert "<b>" not in json.dumps(figure.to_plotly_json(), default=str).replace("\\u003c", "<")
    (label,) = kinds_figure(replace(many(), pairs=evil), "mean").layout.yaxis.ticktext
    assert label.startswith("&lt;b&gt;x")


def test_words_are_large_enough_for_a_lecture_room() -> None:
    for figure in (poolings_figure(one(), many()), kinds_figure(many(), "mean")):
        sizes = [figure.layout.font.size, figure.layout.legend.font.size, figure.layout.yaxis.tickfont.size]
        assert min(sizes) >= 14
    assert poolings_figure(one(), many()).data[1].textfont.size >= 14
