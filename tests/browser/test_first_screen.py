"""What stands on the first screen, and where; and that nothing on it moves while it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.support.browser import MOST_SHIFT, SHIFTS, SIZES, Visitor, new_visitor
from ui.navigation import PAGES

pytestmark = pytest.mark.browser

PICTURES = {
    "": ".st-key-home_grid",
    "tokenization": ".st-key-token-columns .token",
    "lookup": ".picture .token",
    "training": ".picture .letters",
    "search": ".hit",
    "embedding-space": ".stPrintGraphic",
    "analogies": ".stPrintGraphic",
    "attention": ".picture .label",
    "static-vs-contextual": ".stPrintGraphic",
    "positional-encoding": ".stPrintGraphic",
    "applications": ".stPlotlyChart",
}


Box = dict[str, Any]


@dataclass(frozen=True)
class Screen:
    """What was measured on one visit."""

    shifts: list[tuple[float, list[str]]]  # what moved by itself, and what it was
    picture: Box | None
    bar: Box | None  # the bar of parts
    further: bool  # whether its second line can be brought to the top


Look = Callable[[str, str], Screen]  # address, name of a window -> what was measured


@pytest.fixture(scope="module")
def look(browser: Browser, server: str) -> Look:
    """Return what measures a page in a window; every page is opened once in each."""

    @cache
    def measured(address: str, size: str) -> Screen:
        with new_visitor(browser, server, size) as visitor:
            visitor.page.add_init_script(SHIFTS)
            visitor.go(f"/{address}")
            visitor.page.wait_for_timeout(2_000)  # figures, and what follows them
            shifts = visitor.page.evaluate("() => window.shifts")
            picture = visitor.page.locator(PICTURES[address]).first if address in PICTURES else None
            box = picture.bounding_box() if picture else None
            if size != "laptop" or not picture or not address:  # the first page has no parts
                return Screen(shifts, box, None, False)
            bar = visitor.page.locator(".st-key-parts")
            bar.get_by_role("button", name="Predict").wait_for()
            return Screen(shifts, box, bar.bounding_box(), _opens(visitor))

    return measured


def _opens(visitor: Visitor) -> bool:
    """Whether a bar of one line shows both, at the top, after a click; one of two lines has no need to."""
    bar = visitor.page.locator(".st-key-parts")
    further = bar.locator("button.more")
    if not further.is_visible():
        return True
    further.evaluate("button => button.click()")  # a click of Playwright would scroll first
    visitor.page.wait_for_timeout(1_000)
    return not further.is_visible() and bar.locator(".deeper button").first.is_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PAGES)
def test_nothing_moves_while_a_page_is_drawn(page: str, size: str, look: Look) -> None:
    shifts = look(PAGES[page][0], size).shifts
    assert sum(value for value, _ in shifts) < MOST_SHIFT, sorted(shifts, reverse=True)[:5]


@pytest.mark.parametrize("address", PICTURES)
def test_a_picture_begins_high_on_a_phone(address: str, look: Look) -> None:
    box = look(address, "phone").picture
    assert box is not None
    assert box["y"] <= 560


@pytest.mark.parametrize("address", list(PICTURES)[1:])
def test_the_parts_are_seen_on_the_first_screen_of_a_laptop(address: str, look: Look) -> None:
    screen = look(address, "laptop")
    assert screen.bar is not None
    assert screen.bar["y"] + screen.bar["height"] <= 800
    assert screen.further


def test_labels_of_choices_and_of_fields_stand_on_one_line(visitor: Visitor) -> None:
    visitor.go("/positional-encoding")
    labels = visitor.page.locator(".st-key-controls [data-testid=stWidgetLabel]")
    boxes = [box for label in labels.all() if (box := label.bounding_box())]
    assert len(boxes) >= 2
    assert max(box["y"] for box in boxes) - min(box["y"] for box in boxes) < 2
