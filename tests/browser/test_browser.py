"""What only a real browser shows: deep links, the address bar, hostile text, themes, widths."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import GROUNDS, Visitor, menu_name, serve
from tests.support.hostile import HOSTILE_TEXT
from ui.navigation import PAGES, UNLISTED

pytestmark = pytest.mark.browser

ADDRESSES = [address for name, (address, _) in PAGES.items() if name not in UNLISTED]
FOCUSED = """() => {
  let element = document.activeElement;
  while (element.shadowRoot) element = element.shadowRoot.activeElement;
  return element.getAttribute("aria-label");
}"""


def test_deep_links_to_a_cold_server(browser: Browser, own_cache: Path, tmp_path: Path) -> None:
    """A class opens every page of a new process at once, long before the models are loaded."""
    with serve(own_cache, "app.py", "--port", "PORT", log=tmp_path / "log") as host:
        context = browser.new_context()
        visitors = {address: Visitor(context.new_page(), host) for address in ADDRESSES}
        for address, visitor in visitors.items():
            visitor.page.goto(f"{host}/{address}", wait_until="commit")
        for address, visitor in visitors.items():
            visitor.settle()
            assert visitor.reading()  # it comes by itself once what it needs is loaded
            assert visitor.page.title() == f"{dict(PAGES.values())[address]} · EmbedLab"
            assert not visitor.complaints
            assert not visitor.foreign
        context.close()
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")


def test_streamlit_run_works_too(browser: Browser, own_cache: Path, tmp_path: Path) -> None:
    command = ("-m", "streamlit", "run", "app.py", "--server.port", "PORT")
    with serve(own_cache, *command, log=tmp_path / "log") as host:
        context = browser.new_context()
        visitor = Visitor(context.new_page(), host)
        visitor.go("/analogies")
        assert "queen has rank 1" in visitor.reading()
        assert not visitor.complaints
        context.close()


def test_what_is_typed_goes_into_the_address_and_back(visitor: Visitor) -> None:
    visitor.go("/analogies")
    visitor.page.get_by_role("textbox", name="as", exact=True).fill("girl")
    expect(visitor.page).to_have_url(re.compile(r"\?c=girl$"))
    visitor.settle()
    said = visitor.reading()
    visitor.page.reload()
    visitor.settle()
    expect(visitor.page.get_by_role("textbox", name="as", exact=True)).to_have_value("girl")
    assert visitor.reading() == said


def test_a_teachers_link_restores_the_view(visitor: Visitor) -> None:
    visitor.go("/analogies?a=france&b=paris&c=japan&method=3cosmul&hide=false")
    assert "tokyo has rank 1" in visitor.reading()
    visitor.go("/positional-encoding?scheme=ALiBi&heads=12&head=3")
    assert "Head 3 of 12 takes away 0.1250" in visitor.reading()
    visitor.go("/embedding-space?map=t-SNE&groups=colors&groups=numbers")
    expect(visitor.page.get_by_label(re.compile("24 points"))).not_to_have_count(0)


# what is said for four seconds, which a busy machine may spend before a test looks
LISTEN = """
new MutationObserver(() => {
  const toast = document.querySelector("[data-testid=stToast]");
  if (toast) window.said = toast.innerText;
}).observe(document, { childList: true, subtree: true });
"""


def test_a_value_that_makes_no_sense_is_said_aloud(visitor: Visitor) -> None:
    visitor.page.add_init_script(LISTEN)
    visitor.go("/tokenization?tokenizers=gpt5&tokenizers=gpt2&text=hello")
    visitor.page.wait_for_function("window.said?.includes('it is left out')")
    assert "gpt2 needs 1 token for 5 characters" in visitor.reading()


def test_the_sentence_follows_the_visitor(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.page.get_by_label("Your sentence").fill("A kingfisher dived")
    expect(visitor.page).to_have_url(re.compile("text=A\\+kingfisher"))
    visitor.settle()
    visitor.page.get_by_role("link", name="Why these pieces?").click()
    expect(visitor.page).to_have_url(re.compile("/tokenization"))
    visitor.settle()
    expect(visitor.page.get_by_label("Your text")).to_have_value("A kingfisher dived")
    visitor.page.get_by_role("link", name=menu_name("vectors"), exact=True).click()
    visitor.settle()
    visitor.page.get_by_role("link", name=menu_name("tokens"), exact=True).click()
    visitor.settle()
    expect(visitor.page.get_by_label("Your text")).to_have_value("A kingfisher dived")


def test_an_example_sets_the_controls(visitor: Visitor) -> None:
    visitor.go("/analogies")
    visitor.page.get_by_role("button", name="Examples").click()
    visitor.page.get_by_role("menuitem", name="capitals", exact=True).click()
    expect(visitor.page.get_by_role("textbox", name="as", exact=True)).to_have_value("japan")
    expect(visitor.page).to_have_url(re.compile("a=france&b=paris&c=japan"))


def test_hostile_text_stays_text(visitor: Visitor) -> None:
    visitor.go("/tokenization")
    visitor.page.get_by_label("Your text").fill(HOSTILE_TEXT)
    visitor.page.keyboard.press("Control+Enter")
    expect(visitor.page.get_by_role("option", name="smile")).not_to_have_count(0)
    visitor.settle()
    visitor.go("/analogies")
    visitor.page.get_by_role("textbox", name="is to", exact=True).fill(HOSTILE_TEXT[:90])
    warning = visitor.page.locator("[data-testid='stAlert']")
    expect(warning).to_contain_text("img src")
    assert warning.locator("img, strong, .katex").count() == 0
    assert visitor.page.title() == "Arithmetic · EmbedLab"


def test_pointing_at_a_token_marks_its_characters_on_the_other_side(visitor: Visitor) -> None:
    visitor.go("/tokenization?text=unimaginably")
    tokens = visitor.page.locator(".columns .token")
    expect(tokens).not_to_have_count(0)
    tokens.nth(2).hover()
    linked = visitor.page.locator(".columns .linked .label")
    assert linked.all_inner_texts() == ["agin", "ima", "gina"]  # gpt2's on the left, WordPiece's on the right
    tokens.first.focus()
    visitor.page.keyboard.press("ArrowRight")
    assert visitor.page.evaluate(FOCUSED).endswith("token 2")


@pytest.mark.parametrize("address", ADDRESSES)
def test_both_themes_fit_a_narrow_screen(address: str, visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 400, "height": 800})
    visitor.go("/" + address)
    assert visitor.reading()
    for theme in GROUNDS:
        visitor.set_theme(theme)
        width = visitor.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
        assert width <= 400


def test_the_picture_is_seen_without_scrolling(visitor: Visitor) -> None:
    first = {
        "analogies": "ranking",
        "embedding-space": "map_box",
        "static-vs-contextual": "layer-map",
        "positional-encoding": "positions",
    }
    for address, key in first.items():
        visitor.go("/" + address)
        chart = visitor.page.locator(f".st-key-{key} .js-plotly-plot")
        expect(chart).to_be_visible()
        visitor.page.wait_for_timeout(500)
        box = chart.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 830, address
