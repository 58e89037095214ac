"""The foot of a page: the numbers, their sources and the code, folded; and the way through the course."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui import layout
from ui.navigation import COURSE, PAGES, page_path
from ui.teaching import NOTES

__all__ = ["FOLDS", "draw"]

FOLDS = ["Numbers", "Sources", "Python", "For teachers"]


def draw(page: str, sources: Sequence[str], code: str, *, link: str) -> None:
    """Offer what stands behind the page; only what is unfolded is sent to the browser."""
    with st.container(key="foot"):
        offered = FOLDS if page in NOTES else FOLDS[:-1]
        unfolded = st.pills(
            "Behind this page",
            offered,
            selection_mode="multi",
            key="behind" if page in COURSE else f"behind_{page}",
            bind="query-params",
            wrap=True,
        )
        if "Numbers" in unfolded:
            for draw_table in layout.collected_tables():
                draw_table()
        if "Sources" in unfolded:
            entries = "\n".join(f"- {source}" for source in sources)
            # one element for all: each costs a message to every visitor on every rerun
            st.markdown(f"**Where these numbers come from**\n\n{entries}")
        if "Python" in unfolded:
            st.markdown(f"**The same in Python.** {link}")
            st.code(code, language="python", wrap_lines=True)
        if "For teachers" in unfolded:
            st.markdown(NOTES[page].text())
        _course(page)


def _course(page: str) -> None:
    """Link to the lessons before and after, and to the glossary."""
    if page not in COURSE:
        return
    index = COURSE.index(page)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if index:
            _link(COURSE[index - 1], ":material/arrow_back:")
        _link("glossary", ":material/menu_book:")
        if index + 1 < len(COURSE):
            _link(COURSE[index + 1], ":material/arrow_forward:")


def _link(page: str, icon: str) -> None:
    st.page_link(page_path(page), label=PAGES[page][1], icon=icon)
