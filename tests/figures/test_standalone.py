"""A figure in one HTML file: it is the figure, and the file asks nothing of anybody."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

import embedlab
from embedlab.figures.space import map_figure
from embedlab.figures.space_coloring import Coloring
from embedlab.figures.standalone import standalone_html
from embedlab.figures.themes import LIGHT
from tests.support.html_page import Page, read_plot


@pytest.fixture(params=[2, 3])
def figure(request: pytest.FixtureRequest) -> go.Figure:
    matrix = np.random.default_rng(0).normal(size=(9, 4))
    projection = embedlab.project(matrix, method="pca", n_components=request.param)
    return map_figure(projection, list("abcdefghi"), Coloring("group", groups=("one",) * 5 + ("two",) * 4))


def test_the_page_holds_the_figure(figure: go.Figure) -> None:
    page = Page(standalone_html(figure, title="Words", caption="One\nTwo"))
    traces, layout, settings = read_plot(page)
    assert [trace["name"] for trace in traces][:2] == ["one", "two"]  # the words follow
    assert [text for trace in traces[:2] for text in trace["text"]] == list("abcdefghi")  # type: ignore[attr-defined]
    assert "height" not in layout
    assert layout["autosize"] is True
    assert settings == {"displaylogo": False, "showSendToCloud": False, "responsive": True}
    assert page.texts["title"] == page.texts["h1"] == "Words"
    assert page.texts["p"] == "One\nTwo"
    assert ("meta", "charset", "utf-8") in page.attributes
    assert any(len(script) > 1_000_000 and "plotly.js v" in script for script in page.scripts)


def test_nothing_is_fetched(figure: go.Figure) -> None:
    page = Page(standalone_html(figure, title="Words", caption=""))
    assert not [item for item in page.attributes if item[1] in {"src", "href", "action", "data", "srcset"}]
    assert not {"link", "iframe", "img", "object", "base", "form"} & set(page.tags)
    (policy,) = [value for _, name, value in page.attributes if "default-src" in value and name == "content"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    _, layout, settings = read_plot(page)
    assert "http" not in json.dumps(layout) + json.dumps(settings)


def test_the_figure_is_left_as_it_was_and_the_file_is_always_the_same(figure: go.Figure) -> None:
    before = figure.to_json()
    assert standalone_html(figure, title="t", caption="c") == standalone_html(figure, title="t", caption="c")
    assert figure.to_json() == before


def test_the_theme_of_the_screen_is_not_taken_along() -> None:
    placeholder = go.layout.Template(layout={"colorway": ["#000001", "#000002"], "height": 77})
    figure = go.Figure(go.Scatter(x=[1], y=[2]), layout={"template": placeholder})
    _, layout, _ = read_plot(Page(standalone_html(figure, title="t", caption="c")))
    assert "#000001" not in json.dumps(layout)
    assert layout["colorway"] == list(LIGHT.kinds)
    figure.update_layout(colorway=["#123456"])
    _, layout, _ = read_plot(Page(standalone_html(figure, title="t", caption="c")))
    assert layout["colorway"] == ["#123456"]


def test_half_a_character_does_not_spoil_the_file(figure: go.Figure) -> None:
    source = standalone_html(figure, title="a\ud800b\x00", caption="\ud83d\ude42")
    page = Page(source.encode().decode())
    assert page.texts["h1"] == "a\ufffdb\ufffd"
    assert page.texts["p"] == "🙂"
