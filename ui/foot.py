"""The foot of a page: the numbers, their sources and the code, folded; and the way through the course."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui import layout
from ui.navigation import COURSE, PAGES, page_path

__all__ = ["FOLDS", "draw"]

FOLDS = ["Numbers", "Sources", "Python"]


def draw(page: str, sources: Sequence[str], code: str, *, link: str) -> None:
    """Offer what stands behind the page; only what is unfolded is sent to the browser."""
    with st.container(key="foot"):
        st.divider()
        unfolded = st.pills(
            "Behind this page",
            FOLDS,
            selection_mode="multi",
            key="behind" if page in COURSE else f"behind_{page}",
            bind="query-params",
            wrap=True,
        )
        for fold, show in zip(FOLDS, (_numbers, _sources, _python), strict=True):
            if fold in unfolded:
                show(sources, code, link)
        _course(page)


def _numbers(sources: Sequence[str], code: str, link: str) -> None:
    for draw_table in layout.collected_tables():
        draw_table()


def _sources(sources: Sequence[str], code: str, link: str) -> None:
    entries = "\n".join(f"- {source}" for source in sources)
    # one element for all: each costs a message to every visitor on every rerun
    st.markdown(f"**Where these numbers come from**\n\n{entries}")


def _python(sources: Sequence[str], code: str, link: str) -> None:
    st.markdown(f"**The same in Python.** {link}")
    st.code(code, language="python", wrap_lines=True)


def _course(page: str) -> None:
    """Link to the lessons before and after, and to the glossary."""
    if page not in COURSE:
        return
    place = COURSE.index(page)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for step, arrow in ((-1, ":material/arrow_back:"), (1, ":material/arrow_forward:")):
            if 0 <= place + step < len(COURSE):
                name = COURSE[place + step]
                st.page_link(page_path(name), label=PAGES[name][1], icon=arrow)
