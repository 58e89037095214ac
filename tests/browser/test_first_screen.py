"""What stands on the first screen, and where."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.browser import Visitor

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


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 400, "height": 850}, has_touch=True, is_mobile=True)
    yield Visitor(context.new_page(), server)
    context.close()


@pytest.mark.parametrize("address", PICTURES)
def test_a_picture_begins_high_on_a_phone(phone: Visitor, address: str) -> None:
    phone.go(f"/{address}")
    box = phone.page.locator(PICTURES[address]).first.bounding_box()
    assert box is not None
    assert box["y"] <= 560


@pytest.mark.parametrize("address", list(PICTURES)[1:])
def test_the_parts_are_seen_on_the_first_screen_of_a_laptop(
    browser: Browser, server: str, address: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    visitor = Visitor(context.new_page(), server)
    visitor.go(f"/{address}")
    bar = visitor.page.locator(".st-key-parts")
    bar.get_by_role("button", name="Predict").wait_for()
    box = bar.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 800
    further = bar.locator("button.more")
    if further.is_visible():
        further.evaluate("button => button.click()")  # a click of Playwright would scroll first
        visitor.page.wait_for_timeout(1_000)
        assert not further.is_visible()  # both lines are there, at the top
        assert bar.locator(".deeper button").first.is_visible()
    context.close()


def test_labels_of_choices_and_of_fields_stand_on_one_line(visitor: Visitor) -> None:
    visitor.go("/positional-encoding")
    labels = visitor.page.locator(".st-key-controls [data-testid=stWidgetLabel]")
    boxes = [box for label in labels.all() if (box := label.bounding_box())]
    assert len(boxes) >= 2
    assert max(box["y"] for box in boxes) - min(box["y"] for box in boxes) < 2
