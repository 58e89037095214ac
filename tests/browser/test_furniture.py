"""What stands around figures and pages: lines of buttons, the enlarged figure, swipes and the wheel."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Visitor, menu_name
from ui.navigation import COURSE, PAGES

pytestmark = pytest.mark.browser

FIGURE = ".st-key-ranking"
SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"
RANGES = """() => ["xaxis", "yaxis"].flatMap((axis) =>
    document.querySelector(".js-plotly-plot")._fullLayout[axis].range)"""
# the different places of the first dot within so many milliseconds
DOT_PLACES = """(time) => new Promise((resolve) => {
  const [seen, end] = [new Set(), performance.now() + time];
  const look = () => {
    const box = document.querySelector(".js-plotly-plot .scatterlayer path.point")?.getBoundingClientRect();
    if (box) seen.add(`${box.x.toFixed(1)} ${box.y.toFixed(1)}`);
    if (performance.now() < end) requestAnimationFrame(look);
    else resolve([...seen]);
  };
  look();
})"""
# the heights of each figure's box on every picture of the screen
WATCH_FIGURES = """() => {
  window.figureHeights = {};
  const look = () => {
    for (const box of document.querySelectorAll(".stPrintGraphic"))
      (window.figureHeights[box.className.match(/st-key-\\S+/)] ??= []).push(Math.round(box.clientHeight));
    requestAnimationFrame(look);
  };
  look();
}"""
FOCUSED = "() => document.activeElement.textContent"


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 400, "height": 800}, has_touch=True, is_mobile=True)
    seen = Visitor(context.new_page(), server)
    yield seen
    context.close()
    assert not seen.complaints


def figure_line(page: Page, key: str) -> Any:
    """Return the line of buttons of a figure, once it is drawn."""
    line = page.locator(f".st-key-{key} .figure-line, .st-key-{key} > .figure-line").first
    line.wait_for()
    line.scroll_into_view_if_needed()
    return line


def middle(page: Page, selector: str) -> tuple[float, float]:
    """Return a point of the screen in an element, scrolled into view."""
    element = page.locator(selector).first
    element.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    box = element.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def swipe(page: Page, x: float, y: float, up: float) -> None:
    """Move a finger up the screen."""
    browser = page.context.new_cdp_session(page)
    for share in range(11):
        spot = {"x": x, "y": y - up * share / 10}
        kind = "touchMove" if share else "touchStart"
        browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [spot]})
        page.wait_for_timeout(16)
    browser.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(300)


@pytest.mark.parametrize("address", ["embedding-space", "analogies", "static-vs-contextual"])
def test_a_swipe_over_a_figure_scrolls_the_page(phone: Visitor, address: str) -> None:
    phone.go(f"/{address}")
    phone.page.wait_for_selector(".figure-line")
    before = phone.page.evaluate(RANGES)
    spot = middle(phone.page, ".js-plotly-plot .nsewdrag")
    start = phone.page.evaluate(SCROLLED)
    swipe(phone.page, *spot, 200)
    assert phone.page.evaluate(SCROLLED) > start + 100
    assert phone.page.evaluate(RANGES) == before


@pytest.mark.parametrize("dimensions", [2, 3])
def test_the_wheel_over_the_map_scrolls_the_page(visitor: Visitor, dimensions: int) -> None:
    visitor.go(f"/embedding-space?dimensions={dimensions}")
    figure_line(visitor.page, "map_box")
    visitor.page.mouse.move(*middle(visitor.page, ".st-key-map_box .js-plotly-plot"))
    start = visitor.page.evaluate(SCROLLED)
    visitor.page.mouse.wheel(0, 200)
    visitor.page.wait_for_function(f"(start) => ({SCROLLED})() > start + 100", arg=start)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_figure_is_saved_as_it_stands_on_the_screen(
    theme: str, browser: Browser, server: str, tmp_path: Path
) -> None:
    context = browser.new_context(color_scheme=theme)
    visitor = Visitor(context.new_page(), server)
    visitor.go("/analogies")
    line = figure_line(visitor.page, "ranking")
    content = {}
    for name, words in {"ranking.png": "Save picture", "ranking.svg": "SVG"}.items():
        line.get_by_role("button", name=words).focus()
        with visitor.page.expect_download() as waiting:
            visitor.page.keyboard.press("Enter")
        assert waiting.value.suggested_filename == name
        waiting.value.save_as(tmp_path / name)
        content[name] = (tmp_path / name).read_bytes()
    box = visitor.page.locator(f"{FIGURE} .js-plotly-plot").bounding_box()
    assert box is not None
    assert content["ranking.png"].startswith(b"\x89PNG")
    size = struct.unpack(">II", content["ranking.png"][16:24])
    assert size == pytest.approx((2 * box["width"], 2 * box["height"]), abs=4)
    assert content["ranking.svg"].startswith(b"<svg")
    ground = {"light": b"rgb(255, 255, 255)", "dark": b"rgb(18, 23, 31)"}[theme]
    assert ground in content["ranking.svg"]
    assert not visitor.complaints
    context.close()


def test_a_figure_fills_the_window_and_comes_back(visitor: Visitor) -> None:
    visitor.go("/positional-encoding?scheme=learned")
    line = figure_line(visitor.page, "positions")
    words = visitor.page.locator(".st-key-positions .xtick text").first
    plot = visitor.page.locator(".st-key-positions .js-plotly-plot")
    small, height = plot.bounding_box(), words.bounding_box()
    assert small is not None
    assert height is not None
    line.get_by_role("button", name="Enlarge").press("Enter")
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    visitor.page.wait_for_timeout(1_000)
    large, higher = plot.bounding_box(), words.bounding_box()
    assert large is not None
    assert higher is not None
    assert large["width"] > 1_100
    assert large["height"] > 600
    assert higher["height"] > 1.4 * height["height"]
    for _ in range(5):  # the page behind is out of reach
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate("() => Boolean(document.activeElement.closest('[role=dialog]'))")
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert visitor.page.evaluate(FOCUSED) == "Enlarge"
    visitor.page.wait_for_timeout(1_000)
    assert plot.bounding_box() == pytest.approx(small, abs=1)
    assert words.bounding_box() == pytest.approx(height, abs=1)


def test_no_toolbar_stands_in_the_way(visitor: Visitor) -> None:
    visitor.go("/embedding-space")
    figure_line(visitor.page, "map_box")
    visitor.page.locator(".st-key-map_box .nsewdrag").first.hover()
    expect(visitor.page.locator(".modebar-container").first).to_be_hidden()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_an_animation_is_played_by_keyboard_and_jumps_if_motion_is_unwelcome(
    motion: Any, browser: Browser, server: str
) -> None:
    context = browser.new_context(reduced_motion=motion)
    visitor = Visitor(context.new_page(), server)
    visitor.go("/static-vs-contextual?layer=2")
    play = visitor.page.get_by_role("group", name="Animation").get_by_role("button").first
    play.wait_for()
    visitor.page.wait_for_timeout(1_000)
    play.press("Enter")
    places = len(visitor.page.evaluate(DOT_PLACES, 4_000))
    assert places > 20 if motion == "no-preference" else 2 <= places <= 8
    shapes = ".updatemenu-container, .slider-container"  # Plotly's own player, which no key reaches
    expect(visitor.page.locator(shapes)).to_have_count(0)
    assert not visitor.complaints
    context.close()


def test_a_phone_has_the_pages_as_words_at_its_foot(phone: Visitor) -> None:
    phone.go("/analogies")
    bar = phone.page.get_by_role("navigation", name="Lessons")
    expect(bar.get_by_role("link")).to_have_text(["Home", *(PAGES[name][1] for name in COURSE)])
    expect(bar.locator("[aria-current=page]")).to_have_text("Arithmetic")
    assert bar.get_by_role("link").count() == len(COURSE) + 1
    for link in bar.get_by_role("link").all():  # ten do not fit at once: a finger moves them
        link.scroll_into_view_if_needed()
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        assert box["x"] >= -1
        assert box["x"] + box["width"] <= 401
    phone.go("/analogies")
    here = bar.locator("[aria-current=page]").bounding_box()
    assert here is not None
    assert 0 <= here["x"] <= 400 - here["width"]  # the page where one is stands in sight from the beginning
    bar.get_by_role("link", name="Tokens").click()
    expect(phone.page).to_have_url(re.compile("/tokenization"))
    expect(bar.locator("[aria-current=page]")).to_have_text("Tokens")


def test_lecture_mode_is_a_key_a_button_and_a_part_of_the_link(visitor: Visitor) -> None:
    visitor.go("/analogies")
    figure_line(visitor.page, "ranking")
    foot, question = visitor.page.locator(".st-key-foot"), visitor.page.locator("h1")
    small = question.evaluate("(title) => parseFloat(getComputedStyle(title).fontSize)")
    expect(foot).to_be_visible()
    visitor.page.keyboard.press("l")
    expect(foot).to_be_hidden()
    expect(visitor.page).to_have_url(re.compile("present=1"))
    visitor.page.wait_for_function(
        "(small) => parseFloat(getComputedStyle(document.querySelector('h1')).fontSize) > 1.1 * small",
        arg=small,
    )
    word = visitor.page.get_by_role("textbox", name="as", exact=True)
    word.fill("girl")  # letters typed into a field are no commands
    word.press("l")
    expect(visitor.page).to_have_url(re.compile("c=girl.*present=1|present=1.*c=girl"))
    visitor.page.reload()
    visitor.settle()
    button = visitor.page.get_by_role("button", name="Lecture mode")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(foot).to_be_visible()
    expect(visitor.page).not_to_have_url(re.compile("present"))


def test_type_and_figures_grow_with_the_window(visitor: Visitor) -> None:
    visitor.go("/positional-encoding?scheme=learned")
    figure_line(visitor.page, "positions")
    sizes = []
    for width, height in ((1280, 800), (1920, 1200)):
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.page.wait_for_timeout(2_000)
        drawn = [
            visitor.page.locator(f".st-key-positions {part}").first
            for part in (".js-plotly-plot", ".xtick text")
        ]
        boxes = [part.bounding_box() for part in (*drawn, visitor.page.locator("h1"))]
        sizes.append([box["height"] for box in boxes if box])
    grown = [large / small for small, large in zip(*sizes, strict=True)]
    assert grown == pytest.approx([1.5, 1.5, 1.5], rel=0.1)


@pytest.mark.parametrize("page", ["space", "vectors", "positional"])
def test_figures_have_their_height_before_they_are_drawn(visitor: Visitor, page: str) -> None:
    """No figure moves what stands below it; Streamlit's place-holders of other elements are not counted."""
    visitor.go("/")
    visitor.page.evaluate(WATCH_FIGURES)
    visitor.page.get_by_role("link", name=menu_name(page), exact=True).click()
    visitor.page.wait_for_selector(".figure-line")
    visitor.settle()
    heights = visitor.page.evaluate("() => window.figureHeights")
    assert heights
    assert {key: max(seen) - min(seen) for key, seen in heights.items()} == dict.fromkeys(heights, 0)
