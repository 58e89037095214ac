"""The analogy page in a browser: parts opened, words completed, sets scored, bets placed, files taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

PARTS = {  # each part and a picture, a button or a field that it must show
    "Predict": ".st-key-bets-reveal button",
    "What is a cosine?": ".st-key-cosine .js-plotly-plot",
    "The numbers themselves": ".st-key-parallelogram .js-plotly-plot",
    "How often does it work?": ".st-key-set",
    "Is it bias?": ".st-key-along .js-plotly-plot",
    "A whole relation": ".st-key-offsets .js-plotly-plot",
    "Removing a direction": ".st-key-removal .js-plotly-plot",
    "Two tables": ".st-key-two-tables .js-plotly-plot",
    "Files": ".st-key-file-analogy-csv button",
}


def test_every_part_can_be_opened(visitor: Visitor) -> None:
    visitor.go("/analogies")
    for name, shown in PARTS.items():
        visitor.open_part(name)
        expect(visitor.page.locator(shown).first).to_be_visible()
    assert "vectors_tab=Files" in visitor.page.url


def test_the_picture_is_on_the_first_screen(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 1280, "height": 800})
    visitor.go("/analogies")
    expect(visitor.page.locator(".st-key-ranking .js-plotly-plot")).to_be_visible()
    visitor.settle()
    box = visitor.page.locator(".st-key-ranking .js-plotly-plot").bounding_box()
    assert box is not None
    assert box["y"] < 330
    assert box["height"] >= 430
    assert box["y"] + box["height"] <= 800


def test_words_are_completed_as_they_are_typed(visitor: Visitor) -> None:
    visitor.go("/analogies")
    visitor.page.get_by_role("textbox", name="as", exact=True).fill("gir")
    visitor.page.get_by_role("button", name="girls", exact=True).click()
    expect(visitor.page).to_have_url(re.compile(r"c=girls$"))
    visitor.settle()
    expect(visitor.page.get_by_role("textbox", name="as", exact=True)).to_have_value("girls")


def test_an_example_of_the_list_sets_the_words(visitor: Visitor) -> None:
    visitor.go("/analogies")
    visitor.page.get_by_role("button", name="Examples").click()
    option = visitor.page.get_by_role("menuitem").nth(8)
    asked = re.search(r": (\S+) → (\S+), (\S+) → \?", option.inner_text())
    assert asked is not None
    option.click()
    visitor.settle()
    expect(visitor.page.get_by_role("textbox", name="as", exact=True)).to_have_value(asked[3])
    assert f"a={asked[1]}" in visitor.page.url


def test_a_set_is_scored_while_the_page_goes_on(visitor: Visitor) -> None:
    visitor.go("/analogies?vectors_tab=How+often%3F&limit=10%2C000&behind=Numbers")
    expect(visitor.page.locator(".st-key-scores .js-plotly-plot")).to_be_visible()
    expect(visitor.page.get_by_text("By section")).to_be_visible()
    visitor.settle()


def test_a_bet_is_revealed(visitor: Visitor) -> None:
    visitor.go("/analogies?vectors_tab=Predict")
    visitor.page.get_by_role("button", name="A ankara").click()
    visitor.settle()
    visitor.page.get_by_role("button", name="Reveal").click()
    expect(visitor.page.get_by_text(re.compile("The model answers"))).to_be_visible()
    expect(visitor.page.locator(".st-key-bet-answers .js-plotly-plot")).to_be_visible()
    visitor.page.get_by_role("button", name="Next").click()
    expect(visitor.page.get_by_text(re.compile("2 of 10"))).to_be_visible()


def test_the_answers_are_taken_away(visitor: Visitor, tmp_path: Path) -> None:
    visitor.go("/analogies?vectors_tab=Files")
    for label in ("CSV", "Parquet", "JSON", "Web page"):
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("button", name=label, exact=True).click()
        target = tmp_path / download.value.suggested_filename
        download.value.save_as(target)
        assert target.stat().st_size > 100
    assert "queen" in (tmp_path / "analogy.csv").read_text("utf-8").splitlines()[1]
    page = visitor.page.context.new_page()
    page.goto((tmp_path / "analogy.html").as_uri())
    expect(page.locator(".js-plotly-plot")).to_be_visible()


def test_hostile_formulas_and_words_stay_text(visitor: Visitor) -> None:
    visitor.go("/analogies?ask=a+formula")
    field = visitor.page.get_by_role("textbox", name="A sum of words")
    for typed in (
        '<img src=x onerror="document.title=1"> + king',
        "__import__('os').system('x')",
        ":smile: $x$",
    ):
        field.fill(typed)
        visitor.settle()
        warning = visitor.page.locator("[data-testid='stAlert']")
        expect(warning).to_have_count(1)
        assert warning.locator("img, .katex").count() == 0
        expect(field).to_have_value(typed)
    assert visitor.page.title().endswith(" · EmbedLab")
