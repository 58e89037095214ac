"""The glossary: every term in the order of the alphabet, with the experiment that shows it."""

from __future__ import annotations

import streamlit as st

from ui.layout import escape, header
from ui.navigation import PAGES
from ui.terms import TERMS, Term

__all__ = ["draw"]


def draw() -> None:
    """Draw the page."""
    header(
        "What do the words mean?", "Every term of these pages in one line, with the experiment that shows it."
    )
    terms = sorted(TERMS.values(), key=lambda each: each.anchor)
    half = -(-len(terms) // 2)
    for column, some in zip(st.columns(2, gap="large"), (terms[:half], terms[half:]), strict=True):
        with column, st.container(gap=None):
            for each in some:
                st.header(escape(each.name), anchor=each.anchor)
                st.markdown(_entry(each))


def _entry(each: Term) -> str:
    _, title = PAGES[each.page]
    where = f"{title}: {each.part}" if each.part else title
    return f"{escape(each.definition)} [{escape(where)}]({each.address or '/'})"
