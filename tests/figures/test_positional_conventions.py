"""The figures of conventions hold the numbers given, and no token acts as markup."""

from __future__ import annotations

import json

import numpy as np

from embedlab.figures.positional_conventions import (
    alibi_forms_figure,
    misread_figure,
    scores_figure,
    sinusoids_figure,
)
from embedlab.positional import (
    Misread,
    Reading,
    alibi_slopes,
    compare_alibi,
    compare_sinusoids,
    geometric_slopes,
)
from embedlab.ranking import Ranking

MARKUP = "<b>x</b>"


def test_the_three_tables_and_their_cosines() -> None:
    found = compare_sinusoids(8, 6)
    figure = sinusoids_figure(found)
    tables = (found.interleaved, found.concatenated, found.timescales)
    for trace, table in zip(figure.data[:3], tables, strict=True):
        np.testing.assert_allclose(trace.z, table, atol=1e-6)
        assert (trace.zmin, trace.zmax) == (-1, 1)
    np.testing.assert_allclose(figure.data[3].y, found.cosines)
    np.testing.assert_allclose(figure.data[4].y, found.timescale_cosines)
    assert figure.data[3].line.dash != figure.data[4].line.dash
    assert figure.layout.yaxis4.range[0] < found.cosines.min()


def test_scores_share_a_scale_and_masked_ones_are_empty() -> None:
    scores = np.array([[1.0, -np.inf], [2.0, -3.0]])
    figure = scores_figure(scores, [MARKUP, "b"], 4.0)
    (heatmap,) = figure.data
    assert np.isnan(heatmap.z[0, 1])
    assert (heatmap.zmin, heatmap.zmax) == (-4, 4)
    assert heatmap.z[1, 1] == -3
    assert list(figure.layout.yaxis.ticktext) == ["&lt;b&gt;x&lt;/b&gt;", "b"]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the first query is on top
    many = scores_figure(np.zeros((30, 30)), ["a"] * 30, 1.0)
    assert many.layout.xaxis.ticktext[1] == str(many.layout.xaxis.tickvals[1])


def reading(*losses: float) -> Reading:
    likely = Ranking(np.arange(3), np.array([0.5, 0.25, 0.125]), (" Paris", "3. ", MARKUP))
    return Reading(likely, np.array(losses))


def test_a_misread_text_shows_each_token_in_both_conventions() -> None:
    found = Misread("a b c", ("a", " b", MARKUP), reading(1.0, 2.0), reading(3.0, 4.0))
    figure = misread_figure(found)
    right, bars, wrong, others = figure.data
    assert list(right.y) == [1, 2]
    assert list(wrong.y) == [3, 4]
    assert list(right.x) == [2, 3]
    assert right.marker.symbol != wrong.marker.symbol
    assert list(figure.layout.xaxis.ticktext) == ["␣b", "&lt;b&gt;x&lt;/b&gt;"]
    for panel, axis in ((bars, figure.layout.yaxis2), (others, figure.layout.yaxis3)):
        assert list(panel.x) == [0.5, 0.25, 0.125]
        assert list(panel.text) == ["50.0%", "25.0%", "12.5%"]
        assert panel.y[0] == "1. ␣Paris"
        assert axis.type == "category"  # "1. ," would be read as a number
    assert "<b>" not in json.dumps(figure.to_plotly_json(), default=str)


def test_both_forms_of_alibi_and_the_slopes() -> None:
    scores = np.random.default_rng(0).normal(size=(5, 5))
    forms = compare_alibi(scores, 0.5)
    figure = alibi_forms_figure(forms, scores, alibi_slopes(6), geometric_slopes(6))
    relative, share, absolute, other, authors, geometric = figure.data
    np.testing.assert_allclose(relative.y, forms.relative[-1])
    np.testing.assert_allclose(absolute.y, forms.absolute[-1])
    np.testing.assert_allclose(share.y, forms.attention[-1])
    np.testing.assert_allclose(other.y, share.y)
    assert share.marker.symbol != other.marker.symbol
    np.testing.assert_allclose(authors.y, alibi_slopes(6))
    np.testing.assert_allclose(geometric.y, geometric_slopes(6))
    assert list(authors.x) == [1, 2, 3, 4, 5, 6]
