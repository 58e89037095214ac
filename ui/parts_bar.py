"""The bar that opens the parts of a page: the first parts, then those that go deeper; it stays in sight.

The open part stands in the link alone. A link that names a part scrolls to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from embedlab.errors import quote
from ui.chips import component_file
from ui.layout import escape
from ui.part import Part

__all__ = ["ask_part"]

_bar = st.components.v2.component(
    "parts_bar",
    html='<nav aria-label="Parts of this page"></nav>',
    css=component_file("parts_bar.css"),
    js=component_file("parts_bar.js"),
)


def ask_part(parts: Sequence[Part[Any, Any]], *, key: str) -> Part[Any, Any]:
    """Draw the bar and return the open part: the one that the link names, or the first."""
    names = {former: part for part in parts for former in part.former} | {part.label: part for part in parts}
    value = st.query_params.get(key)
    part = parts[0] if value is None else names.get(value, parts[0])
    if value is not None and value not in names:
        st.toast(escape(f"The link asks for {key} = {quote(value)}, which is no part of this page."))
        del st.query_params[key]
    bar_key = f"{key} bar"

    def open_part() -> None:
        label = st.session_state[bar_key].get("chosen")
        if label in names:
            st.query_params[key] = label

    with st.container(key="parts"):
        _bar(
            key=bar_key,
            data={
                "open": part.label,
                "named": value in names,
                "rows": [
                    [{"label": each.label, "line": each.line} for each in parts if each.deeper == deeper]
                    for deeper in (False, True)
                ],
            },
            on_chosen_change=open_part,
        )
    if part.line:
        st.caption(escape(part.line))
    return part
