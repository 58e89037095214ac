"""The grid of the home page in a real browser: a click, the keys, the link, a telephone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser


def column(visitor: Visitor, name: str) -> Locator:
    return visitor.page.get_by_role("option", name=re.compile(f"^{re.escape(name)},"))


def test_a_click_and_the_keys_select_a_column_and_the_link_holds_it(visitor: Visitor) -> None:
    visitor.go("/")
    expect(column(visitor, "bank 2924")).to_have_attribute("aria-selected", "true")
    column(visitor, "river 2314").click()
    expect(column(visitor, "river 2314")).to_have_attribute("aria-selected", "true")
    expect(visitor.page).to_have_url(re.compile(r"home_word=river$"))
    expect(visitor.page.get_by_text("“river” is not in the second sentence")).to_be_visible()
    column(visitor, "river 2314").press("ArrowLeft")
    expect(column(visitor, "muddy 15405")).to_be_focused()
    expect(visitor.page).to_have_url(re.compile(r"home_word=muddy$"))
    for _ in range(4):
        visitor.page.keyboard.press("ArrowLeft")
    expect(visitor.page).to_have_url(re.compile(r"home_word=otter\+2$"))
    visitor.page.reload()
    visitor.settle()
    selected = visitor.page.locator(".column.selected")
    expect(selected).to_have_count(1)
    expect(selected).to_have_attribute("data-place", "3")


def test_pointing_at_a_token_links_its_equals_and_names_its_rows(visitor: Visitor) -> None:
    visitor.go("/")
    expect(visitor.page.get_by_text("row 2924 of a table with 30,522 rows")).to_be_visible()
    visitor.page.locator(".column", has_text="otter").first.hover()
    expect(visitor.page.locator(".column.member")).to_have_count(2)
    expect(visitor.page.get_by_text("row 22279 of a table with 30,522 rows")).to_be_visible()
    visitor.page.get_by_role("heading", level=1).hover()
    expect(visitor.page.locator(".column.member")).to_have_count(0)
    expect(visitor.page.get_by_text("row 2924 of a table with 30,522 rows")).to_be_visible()


def test_a_second_sentence_with_the_word_brings_the_curve_back(visitor: Visitor) -> None:
    visitor.go("/?home_word=river")
    visitor.page.get_by_label("The same word in a second sentence").fill("A wide river of people")
    expect(visitor.page.get_by_role("heading", name=re.compile("goes in"))).to_be_visible()
    expect(visitor.page.locator(".js-plotly-plot")).to_have_count(1)
    expect(visitor.page.locator(".column.selected")).to_contain_text("river")


def test_typed_text_stays_text_in_the_grid(visitor: Visitor) -> None:
    visitor.go("/?text=%3Cimg+src%3Dx%3E+%3Cb%3Ebold")
    expect(column(visitor, "< 1026").first).to_be_visible()
    assert visitor.page.locator(".tokens img, .tokens b").count() == 0


def test_a_long_sentence_scrolls_inside_its_own_box(visitor: Visitor) -> None:
    visitor.go("/?text=" + "+".join(["river", "bank"] * 15) + "&home_word=bank+15")
    visitor.page.locator(".column.selected").wait_for()
    sizes = visitor.page.locator(".grid").evaluate(
        "grid => [grid.scrollWidth, grid.clientWidth, grid.scrollLeft, document.body.scrollWidth, innerWidth]"
    )
    assert sizes[0] > sizes[1]
    assert sizes[2] > 0  # the selected column is in sight
    assert sizes[3] <= sizes[4]


def test_on_a_telephone_each_token_is_a_row(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 400, "height": 800}, has_touch=True)
    visitor = Visitor(context.new_page(), server)
    visitor.go("/")
    expect(visitor.page.locator(".column")).to_have_count(11)
    boxes = [each.bounding_box() for each in visitor.page.locator(".column").all()]
    assert len(boxes) == 11
    assert all(box is not None and box["width"] > 300 and 24 <= box["height"] < 80 for box in boxes)
    assert all(box is not None and box["x"] + box["width"] <= 400 for box in boxes)
    tops = [box["y"] for box in boxes if box is not None]
    assert tops == sorted(set(tops))
    assert tops[0] < 560
    column(visitor, "river 2314").tap()
    expect(visitor.page).to_have_url(re.compile("home_word=river$"))
    assert not visitor.complaints
    context.close()


def test_a_whole_card_is_a_link_by_mouse_and_by_keyboard(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.page.get_by_label("Your sentence").fill("A kingfisher dived")
    expect(visitor.page).to_have_url(re.compile("text=A\\+kingfisher"))
    visitor.settle()
    card = visitor.page.locator(".st-key-card_tokens")
    box = card.bounding_box()
    assert box is not None
    card.click(position={"x": box["width"] - 6, "y": box["height"] - 6})
    expect(visitor.page).to_have_url(re.compile("/tokenization"))
    expect(visitor.page.get_by_label("Your text")).to_have_value("A kingfisher dived")
    visitor.go("/")
    visitor.page.locator(".st-key-card_positional a").focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page).to_have_url(re.compile("/positional-encoding"))


def test_the_sentence_of_a_link_goes_along_with_the_first_click(visitor: Visitor) -> None:
    visitor.go("/?text=My+cat+sleeps+all+day")
    visitor.page.get_by_role("link", name="Tokens").first.click()
    expect(visitor.page.get_by_label("Your text")).to_have_value("My cat sleeps all day")
    expect(visitor.page).to_have_url(re.compile(r"/tokenization\?text=My\+cat"))  # as a link to be shared
    visitor.page.get_by_role("link", name="Lookup").first.click()
    expect(visitor.page.get_by_label("Your sentence")).to_have_value("My cat sleeps all day")
