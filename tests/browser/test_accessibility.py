"""No page has a serious violation of the accessibility rules of axe-core, and drawn text can be read.

Sources: axe-core's rules for WCAG 2.0 to 2.2, A and AA; contrast as WCAG 2.2 defines it, success criterion
1.4.3: at least 4.5 to 1.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.support import ROOT
from tests.support.browser import Visitor
from ui.navigation import PAGES

pytestmark = pytest.mark.browser

KNOWN = json.loads((Path(__file__).parent / "streamlit_violations.json").read_text("utf-8"))
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
VIEWS = [f"/{address}" for address, _ in PAGES.values()] + [
    "/tokenization?tokens_tab=Predict",
    "/embedding-space?map=t-SNE&groups=animals&groups=foods&near=cat",
    "/analogies?vectors_tab=Predict",
    "/static-vs-contextual?layer=4",
    "/positional-encoding?scheme=ALiBi",
]
# the color of each text of a figure on the ground of the page
TEXTS = """() => {
  const ground = getComputedStyle(document.querySelector('.stApp')).backgroundColor;
  const drawn = '.js-plotly-plot :is(.xtick, .ytick, .g-xtitle, .g-ytitle, .annotation, .legendtext) text, .js-plotly-plot text:is(.xtitle, .ytitle)';
  return [...document.querySelectorAll(drawn)].filter((text) => text.textContent.trim()).map((text) => {
    const style = getComputedStyle(text);
    return [text.textContent, style.fill, Number(style.fillOpacity), ground, parseFloat(style.fontSize)];
  });
}"""  # noqa: E501  (JavaScript)


def is_known(rule: str, node: dict[str, Any]) -> bool:
    """Return whether a violation is Streamlit's own, listed with its reason."""
    return any(entry["rule"] == rule and entry["html"] in node["html"] for entry in KNOWN)


def luminance(color: str) -> float:
    channels = [float(part) / 255 for part in color.partition("(")[2].rstrip(")").split(",")[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    bright, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(128, 132, 149)", "rgb(255, 255, 255)") == pytest.approx(3.72, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_serious_violation_and_text_that_can_be_read(
    view: str, theme: str, browser: Browser, server: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=theme)
    visitor = Visitor(context.new_page(), server)
    visitor.go(view)
    visitor.page.wait_for_timeout(500)
    result = Axe().run(visitor.page, options=RULES)
    ours = [
        (violation["id"], node["html"][:200])
        for violation in result.response["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
        if not is_known(violation["id"], node)
    ]
    faint = [
        (text, fill)
        for text, fill, opacity, ground, _ in visitor.page.evaluate(TEXTS)
        if fill.startswith("rgb(") and opacity > 0 and contrast(fill, ground) < 4.5
    ]
    context.close()
    assert not ours
    assert not faint


def test_every_known_violation_names_its_reason() -> None:
    assert all(entry["reason"] for entry in KNOWN)
    assert "axe-playwright-python==" in (ROOT / "pyproject.toml").read_text("utf-8")
