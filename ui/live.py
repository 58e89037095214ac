"""Text areas that are live: what is typed is sent after a short rest; a longer paste is cut, and said to be.

Streamlit sends a text area when it loses the focus, and refuses a longer paste without a word. A component
without a face mends both; without it the area works as Streamlit made it.
"""

from __future__ import annotations

import streamlit as st

from ui.chips import component_file

__all__ = ["make_live"]

_live = st.components.v2.component(
    "live_area",
    html='<div class="note" role="status"></div>',
    css=".note:not(:empty) { font: 0.95rem var(--st-font); color: var(--st-text-color); padding: 0.2rem 0; }",
    js=component_file("live_area.js"),
)


def make_live(key: str, *, limit: int, remedy: str = "") -> None:
    """Make the text area with `key`, drawn before, live; a paste is cut at `limit` characters."""
    _live(key=f"live {key}", data={"key": key, "limit": limit, "remedy": remedy})
