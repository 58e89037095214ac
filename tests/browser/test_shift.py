"""Nothing on a page moves while it is being drawn, and nothing stays hidden for that."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import Visitor
from ui.navigation import COURSE, PAGES
from ui.shell import build_shell

pytestmark = pytest.mark.browser

SIZES = {"laptop": (1280, 800), "phone": (400, 850), "projector": (1024, 768), "large": (1920, 1080)}
MOST = 0.05  # of the layout shift that browsers add up; 0.1 is called good
# adds up what moves without a person having done anything, and what it was
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources, hadRecentInput } of list.getEntries()) {
    if (hadRecentInput) continue;
    const names = sources.map(({ node }) => node?.parentElement?.closest("[class*=st-key-]")?.className ?? node?.nodeName);
    window.shifts.push([value, names.map((name) => String(name).match(/st-key-\\S+/)?.[0] ?? name)]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""  # noqa: E501  (a line of a script)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PAGES)
def test_nothing_moves_while_a_page_is_drawn(browser: Browser, server: str, page: str, size: str) -> None:
    width, height = SIZES[size]
    phone = size == "phone"
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone
    )
    visitor = Visitor(context.new_page(), server)
    visitor.page.add_init_script(WATCH)
    visitor.go(f"/{PAGES[page][0]}")
    visitor.page.wait_for_timeout(2_000)  # figures, and what follows them
    shifts = visitor.page.evaluate("() => window.shifts")
    context.close()
    assert sum(value for value, _ in shifts) < MOST, sorted(shifts, reverse=True)[:5]


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
    width, height = SIZES[size]
    phone = size == "phone"
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone
    )
    visitor = Visitor(context.new_page(), server)
    visitor.page.add_init_script(WATCH)
    visitor.go("/")
    visitor.page.wait_for_timeout(2_000)
    bar = ".page-bar a" if phone else "[data-testid=stTopNavLink]"
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
        assert sum(value for value, _ in shifts) < MOST, (page, sorted(shifts, reverse=True)[:5])
    context.close()
