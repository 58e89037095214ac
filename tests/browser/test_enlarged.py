"""A figure that fills the window has type for the last row, and nothing in it touches that stood apart."""

from __future__ import annotations

import pytest

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

COSINES = "/analogies?vectors_tab=What%20is%20a%20cosine%3F"
LANGUAGES = "/tokenization?tokens_tab=What%20does%20it%20cost%20in%20other%20languages%3F"
ORDER = "/static-vs-contextual?context_tab=Word%20order"
# kind of text -> the sizes of its letters; a map hides words that have no room
SIZES = """(key) => {
  const plot = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  const kinds = { ticks: ".xtick text, .ytick text", cells: ".textpoint text", bars: ".bartext",
    titles: ".annotation text, .xtitle, .ytitle, .gtitle" };
  return Object.fromEntries(Object.entries(kinds).flatMap(([name, selector]) => {
    const sizeOf = (text) => parseFloat(getComputedStyle(text).fontSize);
    const sizes = [...plot.querySelectorAll(selector)].map(sizeOf);
    return sizes.length ? [[name, Math.min(...sizes)]] : [];
  }));
}"""
# texts that cover each other, by what they say; letters do not fill their boxes
TOUCHING = """(key) => {
  const plot = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  const texts = [...plot.querySelectorAll("text")].filter((text) => text.textContent.trim());
  const boxes = texts.map((text) => text.getBoundingClientRect());
  const touch = (a, b) => Math.abs(a.x + a.width / 2 - b.x - b.width / 2) < 0.45 * (a.width + b.width)
    && Math.abs(a.y + a.height / 2 - b.y - b.height / 2) < 0.45 * (a.height + b.height);
  return texts.flatMap((text, first) => texts.slice(first + 1).flatMap((other, rest) =>
    touch(boxes[first], boxes[first + 1 + rest]) ? [`${text.textContent} / ${other.textContent}`] : []));
}"""


def enlarge(visitor: Visitor, key: str) -> None:
    """Press *Enlarge* and wait until the figure has its type."""
    button = visitor.page.locator(f".st-key-{key} .figure-line button").first
    button.press("Enter")
    visitor.page.wait_for_function(
        f"() => document.querySelector('.st-key-{key} .js-plotly-plot').layout.grown > 1"
    )
    visitor.page.wait_for_timeout(1_500)


@pytest.mark.parametrize(
    ("address", "key", "kinds"),
    [
        (COSINES, "similarity", {"ticks", "cells"}),
        (ORDER, "order", {"ticks", "cells", "titles"}),
        ("/analogies", "ranking", {"cells", "titles"}),
        ("/embedding-space", "map_box", {"cells"}),
        (LANGUAGES, "languages", {"ticks"}),
    ],
    ids=["heatmap", "tall heatmap", "ranked list", "map", "languages"],
)
@pytest.mark.parametrize("lecture", [False, True], ids=["page", "lecture"])
def test_the_type_of_an_enlarged_figure_is_larger(
    visitor: Visitor, address: str, key: str, kinds: set[str], lecture: bool
) -> None:
    visitor.go(address)
    visitor.page.locator(f".st-key-{key} .figure-line").wait_for()
    visitor.page.wait_for_timeout(1_000)
    small = visitor.page.evaluate(SIZES, key)
    if lecture:
        visitor.page.keyboard.press("l")
        visitor.page.wait_for_timeout(2_000)
        assert all(size >= 1.15 * small[kind] for kind, size in visitor.page.evaluate(SIZES, key).items())
    enlarge(visitor, key)
    large = visitor.page.evaluate(SIZES, key)
    assert kinds <= set(large)
    assert {kind: large[kind] / small[kind] for kind in kinds if large[kind] <= 1.4 * small[kind]} == {}


@pytest.mark.parametrize(
    ("address", "key"),
    [
        (COSINES, "similarity"),
        (ORDER, "order"),
        ("/analogies", "ranking"),
        (LANGUAGES, "languages"),
    ],
)
def test_no_text_of_an_enlarged_figure_covers_another(visitor: Visitor, address: str, key: str) -> None:
    visitor.go(address)
    visitor.page.locator(f".st-key-{key} .figure-line").wait_for()
    visitor.page.wait_for_timeout(1_000)
    before = set(visitor.page.evaluate(TOUCHING, key))
    enlarge(visitor, key)
    assert set(visitor.page.evaluate(TOUCHING, key)) <= before
