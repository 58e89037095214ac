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
    "Why position?": ".st-key-why-moved .js-plotly-plot",
    "A clock for every pair": ".st-key-clock-curve .js-plotly-plot",
    "Rows and columns": ".st-key-row-curve .js-plotly-plot",
    "Summary": "[data-testid='stTable']",
    "One measure": ".st-key-reach .js-plotly-plot",
    "Conventions": ".st-key-sinusoid-conventions .js-plotly-plot",
    "Added or not": ".st-key-added-distance .js-plotly-plot",
    "Word order": ".st-key-order .js-plotly-plot",
    "Predict": ".st-key-position-bets-reveal button",
    "Files": ".st-key-file-positions-no-positions-npy button",
}
FORMER = {"Why position": "Why position?", "Clocks": "A clock for every pair", "Compared": "Summary"}
CLOCKS = ".st-key-clocks .js-plotly-plot"
WORDS = f"() => [...document.querySelectorAll('{CLOCKS} text')].map((text) => text.textContent)"

MIDDLE = f"""() => {{
    const plot = document.querySelector('{CLOCKS}'), box = plot.getBoundingClientRect();
    const {{ xaxis, yaxis }} = plot._fullLayout;
    return [box.left + xaxis._offset + xaxis.l2p(0), box.top + yaxis._offset + yaxis.l2p(0)];
}}"""


def test_every_part_can_be_opened(visitor: Visitor) -> None:
    visitor.go("/positional-encoding")
    for name, shown in PARTS.items():
        visitor.open_part(name)
        expect(visitor.page.locator(shown).first).to_be_visible()
    assert "position_tab=Files" in visitor.page.url


def test_old_links_open_the_part_under_its_new_name(visitor: Visitor) -> None:
    for former, name in FORMER.items():
        visitor.go(f"/positional-encoding?position_tab={former}")
        expect(visitor.page.locator(PARTS[name]).first).to_be_visible()


def test_moving_both_hands_keeps_the_angle_between_them(visitor: Visitor) -> None:
    visitor.go("/positional-encoding?position_tab=Clocks")
    expect(visitor.page.locator(CLOCKS)).to_be_visible()
    visitor.page.wait_for_timeout(1_500)  # until the picture has its width
    before = visitor.page.evaluate(WORDS)
    visitor.page.get_by_role("group", name="Animation").get_by_role("button").first.click()
    visitor.page.wait_for_function(f"(before) => ({WORDS})().join() !== before", arg=",".join(before))
    after = visitor.page.evaluate(WORDS)
    assert "sat at 3" in before
    assert "sat at 3" not in after
    angles = [[text for text in texts if text.endswith("°")] for texts in (before, after)]
    assert len(angles[0]) == 1
    assert angles[0] == angles[1]


def test_a_hand_is_dragged_and_moved_by_keys_and_sets_the_position_of_its_word(visitor: Visitor) -> None:
    visitor.go("/positional-encoding?position_tab=A clock for every pair")
    query, key = (visitor.page.get_by_label(f"Position of “{word}”") for word in ("sat", "cat"))
    expect(query).to_have_attribute("aria-valuenow", "3")
    query.evaluate("(handle) => handle.scrollIntoView({ block: 'center' })")
    visitor.page.wait_for_timeout(500)
    middle = visitor.page.evaluate(MIDDLE)
    box = query.bounding_box()
    assert box is not None
    hand = complex(box["x"] + box["width"] / 2 - middle[0], box["y"] + box["height"] / 2 - middle[1])
    visitor.page.mouse.move(middle[0] + hand.real, middle[1] + hand.imag)
    visitor.page.mouse.down()
    for step in range(1, 11):  # two radians against the clock, where pair 1 turns by one a position
        place = hand * np.exp(-0.2j * step)
        visitor.page.mouse.move(middle[0] + place.real, middle[1] + place.imag)
    visitor.page.mouse.up()
    visitor.page.wait_for_url("**clock_m=5**")
    visitor.settle()
    expect(query).to_have_attribute("aria-valuenow", "5")
    key.press("ArrowUp")
    visitor.page.wait_for_url("**clock_n=3**")
    visitor.settle()
    expect(key).to_be_focused()
    words = visitor.page.evaluate(WORDS)
    assert {"sat at 5", "cat at 3"} <= set(words)


def test_a_scheme_is_kept_in_the_link_and_no_positions_leaves_none(visitor: Visitor) -> None:
    visitor.go("/positional-encoding")
    schemes = visitor.page.locator(".st-key-scheme")
    schemes.get_by_text("sinusoidal", exact=True).click()
    visitor.settle()
    assert "scheme=sinusoidal" in visitor.page.url
    visitor.page.get_by_label("Dimensions").fill("128")
    visitor.page.get_by_label("Dimensions").press("Enter")
    visitor.settle()
    schemes.get_by_text("no positions", exact=True).click()
    visitor.settle()
    visitor.page.reload()
    visitor.settle()
    expect(visitor.page.get_by_label("First order")).to_be_visible()


def test_a_violated_condition_is_named_and_the_page_goes_on(visitor: Visitor) -> None:
    visitor.go("/positional-encoding?scheme=rotary&dim=65&base=-1")
    warning = visitor.page.locator("[data-testid='stAlert']")
    expect(warning).to_have_count(1)
    expect(warning).to_contain_text("65 is odd")
    expect(warning).to_contain_text("must be a finite number above 1")
    expect(visitor.page.locator(".st-key-positions .js-plotly-plot")).to_be_visible()
    expect(visitor.page.locator(PARTS["Predict"])).to_be_visible()


def test_the_table_is_taken_away(visitor: Visitor, tmp_path: Path) -> None:
    visitor.go("/positional-encoding?position_tab=Files&length=20&dim=8")
    for label in ("CSV", "Parquet", "NumPy (.npy)", "JSON", "Web page"):
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("button", name=label, exact=True).click()
        download.value.save_as(tmp_path / download.value.suggested_filename)
    table = positional.sinusoidal(20, 8, layout="concatenated")
    np.testing.assert_array_equal(np.load(tmp_path / "positions-sinusoidal.npy"), table)
    rows = (tmp_path / "positions-sinusoidal.csv").read_text("utf-8").splitlines()
    assert rows[0].startswith('"position","dimension_0","dimension_1"')
    assert [float(cell) for cell in rows[8].split(",")] == [7, *table[7]]
    page = visitor.page.context.new_page()
    page.goto((tmp_path / "positions-sinusoidal.html").as_uri())
    expect(page.locator(".js-plotly-plot")).to_be_visible()
