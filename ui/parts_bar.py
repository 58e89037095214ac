"""The bar that opens the parts of a page: the first parts, then those that go deeper; it stays in sight.

The open part stands in the link alone. A link that names a part scrolls to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from embedlab.errors import quote
from ui.chips import component
from ui.layout import escape
from ui.navigation import page_path
from ui.part import MovedPart, Part

__all__ = ["ask_part", "follow_moved"]

BAR = "parts"
ARRIVED = "arrived part"  # label of a part whose old link led to another page, until that page has said so

_bar = component("parts_bar", '<nav aria-label="Parts of this page"></nav>')


def ask_part(parts: Sequence[Part[Any, Any]], *, key: str) -> Part[Any, Any]:
    """Draw the bar and return the open part: the one that the link names, or the first."""
    names = _former_labels(parts) | {part.label: part for part in parts}
    value = st.query_params.get(key)
    part = parts[0] if value is None else names.get(value, parts[0])
    if value is not None and value not in names:
        st.toast(escape(f"The link asks for {key} = {quote(value)}, which is no part of this page."))
        del st.query_params[key]

    def open_part() -> None:
        label = st.session_state[BAR].get("chosen")
        if label in names:
            st.query_params[key] = label

    _bar(
        key=BAR,
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


def follow_moved(moved: Mapping[str, MovedPart], *, key: str) -> None:
    """Switch to the page where a part stands now, if the link names one that has moved; say so there."""
    label = st.query_params.get(key, "")
    if label in moved:
        part = moved[label]
        values = {**part.link, **part.values()}
        del st.query_params[key]  # so that Back shows this page, not the switch again
        st.session_state[ARRIVED] = label
        st.switch_page(page_path(part.page), query_params=values)
    if (arrived := st.session_state.pop(ARRIVED, None)) is not None:
        st.toast(f"“{arrived}” has moved to this page; the old link still leads here.")


def _former_labels(parts: Sequence[Part[Any, Any]]) -> dict[str, Part[Any, Any]]:
    """Return the part that each former label opens; one that was split opens by what else the link holds."""
    former: dict[str, Part[Any, Any]] = {}
    for part in sorted(parts, key=lambda part: bool(part.former_keys)):
        if not part.former_keys or any(key in st.query_params for key in part.former_keys):
            former |= dict.fromkeys(part.former, part)
    return former
