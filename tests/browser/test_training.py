"""The letters in a real browser: every button, the slider, a run to its end, a telephone, reduced motion."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser


def status(visitor: Visitor) -> Locator:
    return visitor.page.locator(".picture .status")


def press(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).click()


def places(visitor: Visitor) -> list[str]:
    """Return where the letters are drawn."""
    return visitor.page.locator(".letters .mark").evaluate_all(
        "marks => marks.map(mark => mark.getAttribute('transform'))"
    )


def test_buttons_step_through_the_run_and_the_letters_move(visitor: Visitor) -> None:
    asked: list[str] = []
    visitor.page.on(
        "websocket", lambda socket: socket.on("framesent", lambda frame: asked.append(str(frame)))
    )
    visitor.go("/training")
    expect(status(visitor)).to_contain_text(re.compile(r"Step 1,000 of 1,000: \d of 5 vowels"))
    slider, before = visitor.page.get_by_role("slider", name="step"), len(asked)
    press(visitor, "Start")
    expect(status(visitor)).to_contain_text("Step 0 of")
    start = places(visitor)
    assert len(start) == 27
    for name, step in (("Step", "1"), ("10 steps", "11"), ("100 steps", "111")):
        press(visitor, name)
        expect(status(visitor)).to_contain_text(f"Step {step} of")
    slider.fill("1000")
    expect(status(visitor)).to_contain_text("Step 1,000 of")
    end = places(visitor)
    assert all(first != last for first, last in zip(start, end, strict=True))
    press(visitor, "Step")  # at the end: again from the random start
    expect(status(visitor)).to_contain_text("Step 1 of")
    assert len(asked) == before  # the server was asked for nothing


def test_a_run_plays_pauses_and_ends_where_training_ended(visitor: Visitor) -> None:
    visitor.go("/training?letters_steps=300")
    press(visitor, "▶ Run")
    press(visitor, "❚❚ Pause")
    shown = status(visitor).inner_text()
    visitor.page.wait_for_timeout(300)
    assert status(visitor).inner_text() == shown
    press(visitor, "▶ Run")
    expect(visitor.page.get_by_role("button", name="▶ Run", exact=True)).to_be_visible(timeout=60_000)
    expect(status(visitor)).to_contain_text("Step 300 of 300")
    end = places(visitor)
    visitor.page.get_by_role("slider", name="step").fill("0")
    visitor.page.get_by_role("slider", name="step").fill("300")
    assert places(visitor) == end


def test_another_seed_sets_out_from_other_rows(visitor: Visitor) -> None:
    visitor.go("/training?letters_steps=300")
    before = places(visitor)
    visitor.go("/training?letters_steps=300&letters_seed=5")
    assert places(visitor) != before


def test_a_telephone_shows_the_picture_without_scrolling_sideways(browser: Browser, server: str) -> None:
    context = browser.new_context(
        viewport={"width": 400, "height": 850}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    visitor = Visitor(context.new_page(), server)
    visitor.go("/training?letters_steps=300")
    visitor.page.get_by_role("button", name=re.compile("Run")).tap()
    expect(status(visitor)).to_contain_text(re.compile(r"Step ([5-9]|1\d|[2-9]\d) of 300"))  # it jumps
    assert visitor.page.evaluate("document.body.scrollWidth") <= 400
    context.close()
    assert not visitor.complaints
