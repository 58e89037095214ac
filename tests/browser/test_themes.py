"""A figure is drawn with the colors of the theme, which Streamlit's page puts in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from embedlab.figures.style import MINUS_COLOR
from embedlab.figures.themes import DARK, LIGHT, Theme
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

COLORS = """() => [...document.querySelectorAll('.js-plotly-plot')].map(plot => ({
  axes: Object.entries(plot._fullLayout).filter(([name]) => /^[xy]axis[0-9]*$/.test(name))
    .flatMap(([, axis]) => [axis.tickfont.color, axis.title.font.color]),
  hover: plot._fullLayout.hoverlabel.font.color,
  scales: plot._fullData.filter(trace => trace.type === 'heatmap').map(trace => trace.colorscale[0][1]),
}))"""

FIGURES = """() => [...document.querySelectorAll('.js-plotly-plot')].map(({data, layout}) =>
  JSON.stringify([data, {...layout, template: null}]))"""
DRAWN_IN = """color => [...document.querySelectorAll('.js-plotly-plot')]
  .every(plot => plot.layout.font.color.toUpperCase() === color)"""
THEMES = [("light", LIGHT), ("dark", DARK)]


@pytest.mark.parametrize(("name", "theme"), THEMES)
def test_axes_pointers_and_scales_have_the_colors_of_the_theme(
    name: str, theme: Theme, browser: Browser, server: str
) -> None:
    context = browser.new_context(color_scheme=name)
    visitor = Visitor(context.new_page(), server)
    visitor.go("/positional-encoding?scheme=sinusoidal")
    visitor.settle()
    visitor.page.wait_for_selector(".js-plotly-plot .xtick, .js-plotly-plot .hm")
    _check_colors(visitor, theme)
    context.close()


def test_figures_follow_a_visitor_who_switches_the_theme(visitor: Visitor) -> None:
    visitor.go("/positional-encoding?scheme=sinusoidal")
    visitor.page.wait_for_selector(".js-plotly-plot .hm")
    figures = visitor.page.evaluate(FIGURES)
    for name, theme in THEMES * 2:
        visitor.set_theme(name)
        visitor.page.wait_for_function(DRAWN_IN, arg=theme.axis)
        _check_colors(visitor, theme)
    visitor.set_theme("light")
    visitor.page.wait_for_function(DRAWN_IN, arg=LIGHT.axis)
    assert visitor.page.evaluate(FIGURES) == figures  # there and back, every color


def _check_colors(visitor: Visitor, theme: Theme) -> None:
    plots = visitor.page.evaluate(COLORS)
    assert plots
    for plot in plots:
        assert {color.upper() for color in plot["axes"]} <= {theme.axis, theme.ink}
        assert plot["hover"].upper() == theme.ink
        assert all(scale.upper() in (theme.ramp[0], MINUS_COLOR) for scale in plot["scales"])
    assert any(plot["scales"] for plot in plots)
