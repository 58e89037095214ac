"""The confusion matrix of the applications page in a real browser: a click on a cell lists its texts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from embedlab.texts import TICKETS
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

CLASSES = list(dict.fromkeys(each.desk for each in TICKETS))
FINDING = re.compile(r"Texts on “(\w+)” are taken for “(\w+)” most often:\W+(\d+) times")
LIST = "[data-testid=stMarkdownContainer]:has-text('Nearest:')"


def click_cell(visitor: Visitor, label: str, taken: str) -> None:
    """Click the middle of the cell of the texts with a label that were taken for a class."""
    cell = len(CLASSES) * CLASSES.index(label) + CLASSES.index(taken)
    plot = visitor.page.locator(".st-key-confusion .js-plotly-plot")
    plot.scroll_into_view_if_needed()
    box = plot.locator(".scatterlayer path.point").nth(cell).bounding_box()
    assert box is not None
    visitor.page.mouse.move(box["x"] + box["width"] / 2 - 3, box["y"] + box["height"] / 2)
    visitor.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_click_on_a_cell_lists_its_texts_with_their_nearest(visitor: Visitor) -> None:
    visitor.go("/applications?sort_tab=Read+the+mistakes")
    headline = visitor.page.get_by_role("heading", name=FINDING)
    found = FINDING.search(headline.inner_text())
    assert found is not None
    label, taken, count = found[1], found[2], int(found[3])
    visitor.page.wait_for_selector(".st-key-confusion .scatterlayer path.point", state="attached")
    click_cell(visitor, label, taken)
    expect(visitor.page).to_have_url(re.compile(f"sort_cell={label}\\+taken\\+for\\+{taken}"))
    expect(visitor.page.get_by_text(f"labeled {label}, taken for {taken}")).to_have_count(min(count, 6))
    expect(visitor.page.locator(LIST).get_by_text("Nearest:")).to_have_count(min(count, 6))
    visitor.settle()
    click_cell(visitor, label, label)  # no mistake is in it: the most doubtful texts of all
    expect(visitor.page).not_to_have_url(re.compile(f"sort_cell={label}"))
