"""Formulas, folded, one equation per line."""

from __future__ import annotations

import streamlit as st

from ui import layout

__all__ = ["fold"]


def fold(*equations: str, note: str = "") -> None:
    """Fold formulas away, with a note on what their letters mean."""
    with st.expander("In formulas"):
        for equation in equations:
            layout.formula(equation)
        layout.note(note)
