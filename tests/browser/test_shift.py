"""Nothing moves on the way from page to page, and nothing stays hidden for that."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import MOST_SHIFT, SHIFTS, new_visitor
from ui.navigation import COURSE, PAGES
from ui.shell import build_shell

pytestmark = pytest.mark.browser


def test_a_page_that_is_never_done_is_shown_all_the_same(browser: Browser) -> None:
    """An error in the middle of a run, a component that does not load: the veil does not wait for them."""
    page = browser.new_page()
    page.clock.install()
    lesson = '<main data-testid="stMain"><h1>Lesson</h1><i data-testid="stSkeleton">…</i></main>'
    shell = build_shell().replace('<div id="root"></div>', lesson)
    page.route("**/*", lambda route: route.abort() if route.request.resource_type == "script" else None)
    page.set_content(shell, wait_until="commit")
    heading = page.locator("h1")
    expect(heading).to_be_hidden()
    page.clock.run_for(4_000)
    expect(heading).to_be_hidden()
    page.clock.run_for(2_000)
    expect(heading).to_be_visible()
    page.close()


def test_without_a_script_nothing_is_hidden(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(
        build_shell().replace('<div id="root"></div>', '<main data-testid="stMain"><h1>Lesson</h1></main>'),
        wait_until="commit",
    )
    expect(page.locator("h1")).to_be_visible()
    context.close()


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_nothing_moves_on_the_way_from_page_to_page(browser: Browser, server: str, size: str) -> None:
    with new_visitor(browser, server, size) as visitor:
        visitor.page.add_init_script(SHIFTS)
        visitor.go("/")
        visitor.page.wait_for_timeout(2_000)
        bar = ".page-bar a" if size == "phone" else "[data-testid=stTopNavLink]"
        for page in (*COURSE, "home", "tokens"):
            address, name = PAGES[page]
            visitor.page.evaluate("() => { window.shifts = []; }")
            visitor.page.locator(bar, has_text=name).first.click()
            visitor.page.wait_for_url(f"{server}/{address}*")
            visitor.page.wait_for_function("() => !document.documentElement.classList.contains('waiting')")
            visitor.settle()
            visitor.page.wait_for_timeout(1_000)
            expect(visitor.page.locator("h1")).to_be_visible()
            shifts = visitor.page.evaluate("() => window.shifts")
            assert sum(value for value, _ in shifts) < MOST_SHIFT, (page, sorted(shifts, reverse=True)[:5])
