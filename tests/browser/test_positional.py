"""The position page in a browser: every part opened, the clocks played, nonsense typed, files taken away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from embedlab import positional
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

PARTS = {  # each part and a picture or a button that it must show
    "Why position": ".st-key-why-moved .js-plotly-plot",
    "Rows and columns": ".st-key-row-curve .js-plotly-plot",
    "One measure": ".st-key-reach .js-plotly-plot",
    "Clocks": ".st-key-clock-curve .js-plotly-plot",
    "Conventions": ".st-key-sinusoid-conventions .js-plotly-plot",
    "Added or not": ".st-key-added-distance .js-plotly-plot",
    "Compared": "text=Numbers changed: how many",
    "Predict": ".st-key-position-bets-reveal button",
    "Files": ".st-key-file-positions-sinusoidal-npy button",
}
CLOCKS = ".st-key-clocks .js-plotly-plot"
WORDS = f"() => [...document.querySelectorAll('{CLOCKS} text')].map((text) => text.textContent)"


def test_every_part_can_be_opened(visitor: Visitor) -> None:
    visitor.go("/positional-encoding")
    for name, shown in PARTS.items():
        visitor.page.get_by_role("radio", name=name, exact=True).click()
        visitor.settle()
        expect(visitor.page.locator(shown).first).to_be_visible()
    assert "position_tab=Files" in visitor.page.url


def test_moving_both_clocks_turns_the_hands_and_keeps_the_sum(visitor: Visitor) -> None:
    visitor.go("/positional-encoding?position_tab=Clocks")
    expect(visitor.page.locator(CLOCKS)).to_be_visible()
    visitor.page.wait_for_timeout(1_500)  # until the picture has its width
    before = visitor.page.evaluate(WORDS)
    visitor.page.locator(f"{CLOCKS} .updatemenu-button").first.click()
    visitor.page.wait_for_function(f"(before) => ({WORDS})().join() !== before", arg=",".join(before))
    after = visitor.page.evaluate(WORDS)
    assert "m = 3" in before
    assert "m = 3" not in after
    sums = [[text for text in texts if text.startswith("sum")] for texts in (before, after)]
    assert len(sums[0]) == 1
    assert sums[0] == sums[1]


def test_a_violated_condition_is_named_and_the_page_goes_on(visitor: Visitor) -> None:
    visitor.go("/positional-encoding?scheme=rotary&dim=65&base=-1")
    warning = visitor.page.locator("[data-testid='stAlert']")
    expect(warning).to_have_count(1)
    expect(warning).to_contain_text("65 is odd")
    expect(warning).to_contain_text("must be a finite number above 1")
    expect(visitor.page.locator(".st-key-positions .js-plotly-plot")).to_be_visible()
    expect(visitor.page.locator(PARTS["Why position"])).to_be_visible()


def test_the_table_is_taken_away(visitor: Visitor, tmp_path: Path) -> None:
    visitor.go("/positional-encoding?position_tab=Files&length=20&dim=8")
    for label in ("CSV", "Parquet", "NumPy (.npy)", "JSON", "Web page"):
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("button", name=label, exact=True).click()
        download.value.save_as(tmp_path / download.value.suggested_filename)
    table = positional.sinusoidal(20, 8)
    np.testing.assert_array_equal(np.load(tmp_path / "positions-sinusoidal.npy"), table)
    rows = (tmp_path / "positions-sinusoidal.csv").read_text("utf-8").splitlines()
    assert rows[0].startswith("position,dimension_0,dimension_1")
    assert [float(cell) for cell in rows[8].split(",")] == [7, *table[7]]
    page = visitor.page.context.new_page()
    page.goto((tmp_path / "positions-sinusoidal.html").as_uri())
    expect(page.locator(".js-plotly-plot")).to_be_visible()
