"""Questions to try: in the row of the page a right answer, a wrong one, and a sum; all others in a list."""

from __future__ import annotations

from typing import Any

import streamlit as st

import embedlab
from ui import controls

__all__ = ["EXAMPLES", "draw_list"]

WORDS: dict[str, Any] = {"ask": "four words"}

EXAMPLES: dict[str, dict[str, Any]] = {
    "capitals": {**WORDS, "a": "france", "b": "paris", "c": "japan", "d": "tokyo"},
    "past tense": {**WORDS, "a": "walk", "b": "walked", "c": "swim", "d": "swam"},
    "a wrong answer": {**WORDS, "a": "france", "b": "croissant", "c": "japan", "d": "sushi"},
    "a sum": {"ask": "a formula", "formula": "paris - france + 2*japan"},
}
LIST = {
    f"{preset.group}: {preset.a} → {preset.b}, {preset.c} → ?": {
        **WORDS, "a": preset.a, "b": preset.b, "c": preset.c, "d": preset.expected
    }
    for preset in embedlab.texts.PRESETS
}  # fmt: skip


def draw_list() -> None:
    """Offer every example in one list."""
    st.selectbox(
        "Examples",
        list(LIST),
        index=None,
        key="example",
        placeholder=f"{len(LIST)} examples",
        label_visibility="collapsed",
        on_change=_take,
        width=260,
    )


def _take() -> None:
    values = LIST.get(st.session_state["example"] or "")
    if values is not None:
        controls.set_controls(values)
        st.session_state["example"] = None
