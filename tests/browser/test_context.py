"""The context page in a browser: sentences and dots light each other, the layers play, every part opens."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from embedlab.texts import AMBIGUOUS_WORDS
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

PARTS = {  # each part and a picture, a button or a field that it must show
    "Predict": ".st-key-context-bets-reveal button",
    "One vector for all": ".st-key-glove .js-plotly-plot",
    "Where do they separate?": ".st-key-separation .js-plotly-plot",
    "Leave a word out": ".st-key-influence .js-plotly-plot",
    "All pairs": ".st-key-cosines .js-plotly-plot",
    "Attention": ".st-key-attention-matrix .js-plotly-plot",
    "Pieces and pooling": ".st-key-poolings .js-plotly-plot",
    "Other models": ".st-key-other_model",
    "Sentence vectors": ".st-key-sentence-bets-reveal button",
    "Files": ".st-key-file-word-in-context-csv button",
}
MAP = ".st-key-layer-map .js-plotly-plot"
NAMED = f"(layer) => document.querySelector('{MAP} .annotation-text').textContent.includes(layer)"
LIT = f"() => [...document.querySelectorAll('{MAP} path.point[data-lit]')].length"


def test_every_part_can_be_opened(visitor: Visitor) -> None:
    visitor.go("/static-vs-contextual?other_model=from+the+hub")  # the decoder would be converted first
    for name, shown in PARTS.items():
        visitor.open_part(name)
        expect(visitor.page.locator(shown).first).to_be_visible()
    assert "context_tab=Files" in visitor.page.url


def test_playing_the_layers_ends_at_the_best_one_and_the_page_follows(visitor: Visitor) -> None:
    visitor.go("/static-vs-contextual")
    expect(visitor.page.get_by_role("heading", name="Before any context")).to_be_visible()
    visitor.page.get_by_role("button", name="Play the layers").click()
    visitor.page.wait_for_function(NAMED, arg="layer 4")
    expect(visitor.page.get_by_role("heading", name="separate best at layer 4")).to_be_visible()
    visitor.settle()
    assert "layer=4" in visitor.page.url
    assert visitor.page.evaluate(NAMED, arg="layer 4")


def test_a_sentence_lights_its_dot_and_a_dot_its_sentence(visitor: Visitor) -> None:
    visitor.go("/static-vs-contextual?layer=4")
    expect(visitor.page.locator(MAP)).to_be_visible()
    sentence = visitor.page.locator("li", has_text="An otter slid down")
    sentence.hover()
    visitor.page.wait_for_function(f"({LIT})() === 1")
    visitor.page.mouse.move(5, 5)
    visitor.page.wait_for_function(f"({LIT})() === 0")
    sentence.focus()
    visitor.page.keyboard.press("Enter")
    assert sentence.get_attribute("aria-pressed") == "true"
    assert visitor.page.evaluate(LIT) == 1
    visitor.page.keyboard.press("Escape")
    assert visitor.page.evaluate(LIT) == 0
    visitor.page.locator(f"{MAP} path.point").nth(2).hover(force=True)  # that of the third sentence
    expect(visitor.page.locator("li.lit")).to_contain_text("otter")


def test_the_ambiguous_sentence_joins_the_map(visitor: Visitor) -> None:
    visitor.go("/static-vs-contextual?word=seal")
    visitor.page.get_by_text("Edit the sentences").click()
    visitor.page.get_by_role("button", name="Add an ambiguous sentence").click()
    visitor.settle()
    expect(
        visitor.page.locator("[data-testid='stCaptionContainer']", has_text="Sentence 21 is nearest")
    ).to_be_visible()
    expect(visitor.page.locator(f"{MAP} .legend")).to_contain_text("no sense given")


def test_the_vectors_can_be_taken_away(visitor: Visitor, tmp_path: Path) -> None:
    import numpy as np

    visitor.go("/static-vs-contextual?context_tab=Files&word=bat")
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="Vectors (.npz)").click()
    path = tmp_path / "vectors.npz"
    waiting.value.save_as(path)
    with np.load(path) as archive:
        assert archive["vectors"].shape == (7, 20, 384)
        assert list(archive["senses"][::10]) == ["animal", "sport"]


def test_pasted_nonsense_harms_nothing(visitor: Visitor) -> None:
    visitor.go("/static-vs-contextual")
    visitor.page.get_by_text("Edit the sentences").click()
    visitor.page.get_by_role("button", name="Paste or CSV").click()
    visitor.page.get_by_label("Paste sentences").fill(
        "<img src=x onerror=alert(1)> bank | $x$ :red[bank]\n\u202e bank"
    )
    visitor.page.keyboard.press("Control+Enter")
    visitor.page.get_by_role("button", name="Use these sentences").click()
    visitor.settle()
    expect(visitor.page.get_by_role("heading", name="both uses of")).to_be_visible()
    assert not visitor.page.locator("img[src='x']").count()


def test_the_old_link_to_word_order_leads_to_its_new_page(visitor: Visitor) -> None:
    visitor.go("/static-vs-contextual?context_tab=Word+order&word=spring")
    page = visitor.page
    page.wait_for_url("**/positional-encoding?**")
    page.wait_for_selector(".st-key-order .js-plotly-plot")
    assert "position_tab=Word+order" in page.url
    assert page.get_by_label("Sentence to shuffle").input_value() == AMBIGUOUS_WORDS["spring"].sentences[0]
    page.go_back()  # to the page itself, not to the switch again
    expect(page.locator("h1")).to_have_text("Will the two meanings separate, and where?")
    visitor.settle()
    assert "/static-vs-contextual" in page.url
