"""The context page in a browser: its table edited, its layers played, every part opened, a model compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

PARTS = {  # each part and a picture, a button or a field that it must show
    "Where they part": ".st-key-separation .js-plotly-plot",
    "Cosines": ".st-key-cosines .js-plotly-plot",
    "Without labels": ".js-plotly-plot >> nth=1",
    "Neighbors": ".js-plotly-plot >> nth=2",
    "Pieces": ".js-plotly-plot >> nth=1",
    "Inside": ".js-plotly-plot >> nth=4",
    "Word order": ".js-plotly-plot >> nth=1",
    "GloVe": ".st-key-glove .js-plotly-plot",
    "Other models": ".st-key-other_model",
    "Sentence vectors": ".st-key-sentence-bets-reveal button",
    "Files": ".st-key-file-word-in-context-csv button",
}
MAP = ".st-key-layer-map .js-plotly-plot"
DOTS = f"() => [...document.querySelectorAll('{MAP} .point')].map((dot) => dot.getBoundingClientRect().x)"
NAMED = f"(layer) => document.querySelector('{MAP} .annotation-text').textContent.includes(layer)"


def test_every_part_can_be_opened(visitor: Visitor) -> None:
    visitor.go("/static-vs-contextual?other_model=from+the+hub")  # the decoder would be converted first
    for name, shown in PARTS.items():
        visitor.page.get_by_role("radio", name=name, exact=True).click()
        visitor.settle()
        expect(visitor.page.locator(shown).first).to_be_visible()
    assert "context_tab=Files" in visitor.page.url


def test_playing_the_layers_moves_the_dots_and_brings_them_back(visitor: Visitor) -> None:
    visitor.go("/static-vs-contextual?layer=2")
    expect(visitor.page.locator(MAP)).to_be_visible()
    visitor.page.wait_for_timeout(1_500)  # until the picture has its width
    before = visitor.page.evaluate(DOTS)
    visitor.page.get_by_role("button", name="Play the layers").click()
    visitor.page.wait_for_function(NAMED, arg="layer 5")  # looks at every frame of the screen
    assert visitor.page.evaluate(DOTS) != pytest.approx(before, abs=1)
    visitor.page.wait_for_function(NAMED, arg="layer 2")
    visitor.page.wait_for_timeout(3_000)
    assert visitor.page.evaluate(DOTS) == pytest.approx(before, abs=1)


def test_the_ambiguous_sentence_joins_the_map(visitor: Visitor) -> None:
    visitor.go("/static-vs-contextual?word=seal")
    visitor.page.get_by_role("button", name="Add an ambiguous sentence").click()
    visitor.settle()
    expect(visitor.page.locator("[data-testid='stText']").first).to_contain_text("Sentence 21 is nearest to")
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
    visitor.page.get_by_role("button", name="Paste or CSV").click()
    visitor.page.get_by_label("Paste sentences").fill(
        "<img src=x onerror=alert(1)> bank | $x$ :red[bank]\n\u202e bank"
    )
    visitor.page.keyboard.press("Control+Enter")
    visitor.page.get_by_role("button", name="Use these sentences").click()
    visitor.settle()
    assert "in all 2 sentences" in visitor.reading()
    assert not visitor.page.locator("img[src='x']").count()
