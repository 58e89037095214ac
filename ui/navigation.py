"""The pages, their addresses and their names in the menu. Teachers keep links: the addresses stay."""

from __future__ import annotations

from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

__all__ = ["COURSE", "PAGES", "build_pages", "page_path"]

FOLDER = Path(__file__).resolve().parent.parent / "pages"

# file -> (address, name in the menu)
PAGES: dict[str, tuple[str, str]] = {
    "home": ("", "Home"),
    "tokens": ("tokenization", "Tokens"),
    "lookup": ("lookup", "Lookup"),
    "training": ("training", "Training"),
    "space": ("embedding-space", "Space"),
    "vectors": ("analogies", "Arithmetic"),
    "positional": ("positional-encoding", "Positions"),
    "attention": ("attention", "Attention"),
    "context": ("static-vs-contextual", "Context"),
    "search": ("search", "Search"),
    "applications": ("applications", "Applications"),
    "glossary": ("glossary", "Glossary"),
}
UNLISTED = ("glossary",)  # reached by its address and from the foot
COURSE = [
    name for name in PAGES if name not in {"home", *UNLISTED}
]  # the order in which the lessons build on each other


def page_path(name: str) -> Path:
    """Return the file of a page."""
    return FOLDER / f"{name}.py"


def build_pages() -> list[Any]:
    """Return the pages for `st.navigation`, copies for each run: a page notes whether it may run."""
    return [copy(page) for page in _pages()]


@cache
def _pages() -> list[Any]:
    """Return the pages, each file looked up once a process: that was a tenth of the time of a rerun."""
    return [
        st.Page(
            page_path(name),
            title=f"{COURSE.index(name) + 1} {title}" if name in COURSE else title,
            url_path=address or None,
            default=not address,
            visibility="hidden" if name in UNLISTED else "visible",
        )
        for name, (address, title) in PAGES.items()
    ]
