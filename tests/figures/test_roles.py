"""The roles of colors: the same in the settings and in the figures, readable in both themes."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import tomllib
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import plotly.io as pio
import pytest
from streamlit.elements.lib.streamlit_plotly_theme import configure_streamlit_plotly_theme

from embedlab import figures
from embedlab.figures import style
from embedlab.figures.cells import write_cells
from embedlab.figures.standalone import standalone_html
from embedlab.figures.style import (
    EITHER_GROUND,
    MINUS_COLOR,
    NEUTRAL,
    ON_BLUE,
    ON_ORANGE,
    PLUS_COLOR,
    amount_texts,
    amounts,
    axis_color,
    diverging,
    finish,
    kind_color,
    kind_symbol,
    signed_texts,
)
from embedlab.figures.themes import DARK, LIGHT, PLACE_HOLDERS, Theme, contrast, fix_colors, theme_colors
from tests.support import ROOT
from tests.support.html_page import Page, read_plot

THEMES = {"light": LIGHT, "dark": DARK}
both = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


@pytest.fixture
def on_a_page() -> Iterator[None]:
    before = pio.templates.default
    configure_streamlit_plotly_theme()
    yield
    pio.templates.default = before


@pytest.mark.parametrize("name", THEMES)
def test_the_settings_of_the_pages_have_the_colors_of_the_figures(name: str) -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"][name]
    theme = THEMES[name]
    assert settings["chartCategoricalColors"] == [*theme.kinds, theme.axis, theme.selected]
    assert settings["chartSequentialColors"] == list(theme.ramp)
    assert settings["chartDivergingColors"] == [*theme.words, theme.near, theme.far]
    assert len(settings["chartDivergingColors"]) == 10  # another number, and Streamlit takes its own
    assert settings["backgroundColor"] == theme.ground


@both
def test_a_color_tells_its_role(theme: Theme) -> None:
    """So the page can give a figure the colors of the other theme."""
    colors = theme_colors(theme)
    assert len(set(colors)) == len(colors)
    assert not {MINUS_COLOR, PLUS_COLOR, *EITHER_GROUND, NEUTRAL, ON_BLUE, ON_ORANGE} & set(colors)


@both
def test_what_is_written_has_contrast(theme: Theme) -> None:
    assert contrast(theme.axis, theme.ground) >= 4.5
    assert contrast(theme.ink, theme.ground) >= 4.5
    assert all(contrast(color, theme.ground) >= 4.5 for color in theme.words)
    for color in (*theme.kinds, theme.selected, MINUS_COLOR, PLUS_COLOR):
        assert contrast(color, theme.ground) >= 3  # shapes and lines
    assert theme.selected not in theme.kinds


@both
def test_numbers_on_every_cell_have_contrast(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "themed", lambda: theme)
    shares = np.linspace(0, 1, 401).tolist()
    for share, text in zip(shares, amount_texts(shares), strict=True):
        assert contrast(text, between(theme.ramp, share)) >= 4.5
    poles = (MINUS_COLOR, theme.ground, PLUS_COLOR)
    for share, text in zip(shares, signed_texts(2 * share - 1 for share in shares), strict=True):
        assert contrast(text, between(poles, share)) >= 4.5


@both
def test_more_is_further_from_the_ground(theme: Theme) -> None:
    distances = [contrast(color, theme.ground) for color in theme.ramp]
    assert all(low < high for low, high in pairwise(distances))


def test_kinds_differ_by_symbol_too() -> None:
    looks = [(kind_color(number), kind_symbol(number)) for number in range(40)]
    assert len(set(looks)) == 40
    assert len({symbol for _, symbol in looks[:8]}) == 8


@pytest.mark.usefixtures("on_a_page")
def test_a_figure_of_a_page_is_drawn_in_either_theme() -> None:
    figure = go.Figure(
        go.Heatmap(z=[[0, 1]], colorscale=amounts()),
        frames=[go.Frame(data=[go.Scatter(marker_color=kind_color(1), text=["#000002"])])],
    )
    write_cells(figure, [["0", "1"]], np.array([[0.0, 1.0]]))
    finish(figure, height=100)
    assert axis_color() == PLACE_HOLDERS.axis == figure.layout.xaxis.tickfont.color
    for theme in THEMES.values():
        shown = fix_colors(figure, theme)
        assert [color for _, color in shown.data[0].colorscale] == list(theme.ramp)
        assert list(shown.data[1].textfont.color) == [theme.near, theme.far]
        assert shown.layout.xaxis.tickfont.color == theme.axis
        assert shown.frames[0].data[0].marker.color == theme.kinds[1]
        assert shown.frames[0].data[0].text == ("#000002",)  # a text is no color
    _, layout, _ = read_plot(Page(standalone_html(figure, title="t", caption="c")))
    assert "#0000" not in json.dumps(layout)
    assert layout["font"]["color"] == LIGHT.axis  # type: ignore[index]


def test_without_a_page_the_colors_are_the_light_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pio.templates, "default", "plotly")
    assert kind_color(0) == LIGHT.kinds[0]
    assert diverging()[1] == [0.5, "#FFFFFF"]


def test_every_figure_is_drawn_by_a_test_of_this_folder() -> None:
    """The fixture of the folder holds what these tests draw to the rules."""
    drawn = {
        alias.name
        for path in (ROOT / "tests" / "figures").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    public = {
        name
        for module in pkgutil.iter_modules(figures.__path__)
        for name in importlib.import_module(f"embedlab.figures.{module.name}").__all__
        if name.endswith("_figure")
    }
    assert len(public) > 40
    assert not public - drawn


def between(colors: tuple[str, ...], share: float) -> str:
    """Return the color at a share of a scale, as plotly mixes it."""
    place = share * (len(colors) - 1)
    number = min(int(place), len(colors) - 2)
    first, second = (bytes.fromhex(color[1:]) for color in colors[number : number + 2])
    mixed = (round(low + (high - low) * (place - number)) for low, high in zip(first, second, strict=True))
    return "#" + "".join(f"{part:02X}" for part in mixed)
