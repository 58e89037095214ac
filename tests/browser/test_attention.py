"""The picture of the attention page in a real browser: steps, numbers that are followed, a telephone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser


def test_steps_forward_and_back_show_and_hide(visitor: Visitor) -> None:
    visitor.go("/attention")
    page = visitor.page
    expect(page.locator(".strip.mixed").first).to_be_visible()
    page.get_by_role("button", name="1 vector x").click()
    expect(page.locator(".strip.key").first).to_be_hidden()
    page.get_by_role("button", name="Step forward").click()
    expect(page.locator(".strip.key").first).to_be_visible()
    expect(page.locator(".number.score").first).to_be_hidden()
    page.get_by_role("button", name="Step back").click()
    expect(page.locator(".strip.key").first).to_be_hidden()


def test_a_number_is_followed_to_its_score(visitor: Visitor) -> None:
    visitor.go("/attention")
    page = visitor.page
    score = page.locator(".number.score[data-place='8']").inner_text()
    page.locator(".strip.key[data-place='8']").hover()
    expect(page.locator(".hint")).to_contain_text(f"are the score {score}")
    page.locator(".strip.mixed[data-place='8']").hover()
    expect(page.locator(".hint")).to_contain_text("× value of “river”")


def test_another_token_asks_by_click_and_by_key(visitor: Visitor) -> None:
    visitor.go("/attention")
    page = visitor.page
    page.get_by_role("option", name=re.compile("^river,")).click()
    expect(page).to_have_url(re.compile("token=9"))
    expect(page.get_by_role("heading", level=2).first).to_contain_text("“river” takes")
    page.get_by_role("option", name=re.compile("^river,")).press("ArrowUp")
    expect(page).to_have_url(re.compile("token=8"))


def test_a_text_is_written_and_goes_another_way(visitor: Visitor) -> None:
    visitor.go("/attention?attention_tab=Let+it+write&top_k=1")
    page = visitor.page
    page.get_by_role("button", name="Let it write, about").click()
    expect(page.get_by_text("Another branch at step")).to_be_visible(timeout=120_000)
    first = page.locator(".st-key-part").get_by_role("heading", level=2).inner_text()
    page.locator("[class*='st-key-branch-'] button:enabled").first.click()
    expect(page.get_by_role("button", name="Back to the first text")).to_be_visible(timeout=120_000)
    expect(page.locator(".st-key-part").get_by_role("heading", level=2)).not_to_have_text(first)
    page.get_by_role("button", name="Back to the first text").click()
    expect(page.locator(".st-key-part").get_by_role("heading", level=2)).to_have_text(first)


def test_a_telephone_shows_the_picture_without_scrolling_sideways(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 400, "height": 850}, has_touch=True, is_mobile=True)
    visitor = Visitor(context.new_page(), server)
    visitor.go("/attention")
    expect(visitor.page.locator(".number.weight").first).to_be_visible()
    assert visitor.page.evaluate("document.body.scrollWidth") <= 400
    context.close()
    assert not visitor.complaints
