"""Every figure that a page or a part shows has words: a headline above it and an alternative text."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest
import streamlit as st

from tests.support import ROOT
from tests.support.pages import plain, visit
from ui.navigation import COURSE

SHORTEST = 20  # characters of a sentence that tells somebody who cannot see the figure what it shows
NEEDS_DECODER = {"Other models", "Can the same table write?", "A new token", "Which rows learn?"}


def parts_of(page: str) -> list[tuple[str, str, str]]:
    """Return (page, key in the link, label) of each part of a lesson that needs no decoder."""
    declaration = (ROOT / "pages" / f"{page}.py").read_text("utf-8")
    (key,) = re.findall(r'parts_key="(\w+)"', declaration)
    modules = re.findall(r"(\w+)\.PART\b", declaration)
    labels = [importlib.import_module(f"ui.{page}.{module}").PART.label for module in modules]
    return [(page, key, label) for label in labels if label not in NEEDS_DECODER]


@pytest.mark.parametrize(("page", "key", "label"), [part for page in COURSE for part in parts_of(page)])
def test_a_figure_has_a_headline_and_an_alternative_text(
    page: str, key: str, label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: dict[str, str] = {}
    draw = st.plotly_chart

    def record(figure: Any, *arguments: Any, **options: Any) -> Any:
        shown[options["key"]] = plain(options.get("alt") or "")
        return draw(figure, *arguments, **options)

    monkeypatch.setattr(st, "plotly_chart", record)
    visit(page, unfolded=False)
    picture = set(shown)
    at = visit(page, unfolded=False, **{key: label})
    assert not at.exception
    assert all(len(alt) >= SHORTEST for alt in shown.values()), shown
    assert len(set(shown.values())) == len(shown)  # each says what it shows, not what another shows
    headlines = [each.value for each in at.header]
    assert len(headlines) >= 1 + bool(set(shown) - picture)
