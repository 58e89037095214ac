"""The picture of the lookup page in a real browser: pointing, keys, clicks, a telephone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser


def token(visitor: Visitor, name: str) -> Locator:
    return visitor.page.get_by_role("option", name=re.compile(f"^{re.escape(name)},"))


def lit(visitor: Visitor) -> list[str]:
    """Return the kinds of the parts that are lit, in the order of the page."""
    return visitor.page.locator(".picture .lit").evaluate_all("parts => parts.map(part => part.tagName)")


def test_pointing_at_a_token_lights_its_row_and_its_vector(visitor: Visitor) -> None:
    visitor.go("/lookup")
    expect(token(visitor, "bank 2924")).to_be_visible()
    both = visitor.page.locator(".token.lit")
    expect(both).to_contain_text(["otter", "otter"])  # how to read it: the same id, the same row
    token(visitor, "bank 2924").hover()
    assert sorted(lit(visitor)) == ["DIV", "DIV", "DIV", "path", "path"]  # token, row, vector, two lines
    expect(visitor.page.locator(".hint")).to_contain_text("id 2924 is row 2,924")
    top = visitor.page.locator(".row.lit").evaluate("row => parseFloat(row.style.top)")
    assert top == pytest.approx(100 * 2924.5 / 30_522, abs=0.01)
    visitor.page.get_by_role("heading", level=1).hover()
    expect(both).to_contain_text(["otter", "otter"])


def test_a_vector_lights_its_token_and_a_click_stays(visitor: Visitor) -> None:
    visitor.go("/lookup")
    visitor.page.locator(".vector").nth(4).hover()
    expect(visitor.page.locator(".token.lit")).to_contain_text("slid")
    token(visitor, "river 2314").click()
    visitor.page.get_by_role("heading", level=1).hover()
    expect(token(visitor, "river 2314")).to_have_attribute("aria-selected", "true")
    expect(visitor.page.locator(".token.lit")).to_contain_text("river")
    token(visitor, "river 2314").press("ArrowDown")
    expect(token(visitor, "bank 2924")).to_be_focused()
    token(visitor, "bank 2924").press("Escape")
    assert visitor.page.locator(".token[aria-selected='true']").count() == 0


def test_the_switch_draws_one_hot_rows_and_the_vectors_stay(visitor: Visitor) -> None:
    visitor.go("/lookup")
    canvas = "canvases => canvases.map(canvas => canvas.toDataURL())"
    before = visitor.page.locator(".vector canvas").evaluate_all(canvas)
    expect(visitor.page.locator(".hot").first).to_be_hidden()
    visitor.page.get_by_role("radio", name="one-hot × matrix").click()
    expect(visitor.page.locator(".hot").first).to_be_visible()
    expect(visitor.page).to_have_url(re.compile("lookup_by="))
    assert visitor.page.locator(".vector canvas").evaluate_all(canvas) == before


def test_typed_text_stays_text(visitor: Visitor) -> None:
    visitor.go("/lookup?text=%3Cimg+src%3Dx%3E+%3Cb%3Ebold")
    expect(token(visitor, "< 1026").first).to_be_visible()
    assert visitor.page.locator(".tokens img, .tokens b").count() == 0


def test_a_telephone_shows_the_picture_without_scrolling_sideways(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 400, "height": 850}, has_touch=True, is_mobile=True)
    visitor = Visitor(context.new_page(), server)
    visitor.go("/lookup")
    token(visitor, "bank 2924").tap()
    expect(visitor.page.locator(".vector.lit")).to_be_visible()
    assert visitor.page.evaluate("document.body.scrollWidth") <= 400
    context.close()
    assert not visitor.complaints
