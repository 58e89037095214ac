"""Parts of the context page that now stand on other pages."""

from __future__ import annotations

import streamlit as st

from embedlab.context import read_sentence_table
from ui.context import sentence_editor
from ui.part import MovedPart

__all__ = ["PARTS"]


def _shuffled_sentence() -> dict[str, str]:
    """Return what the old link shuffles: its own sentence, or the first of the table, and which shuffle."""
    link = st.query_params
    text = link.get("order_text", "").strip()
    if not text:
        lines = sentence_editor.current_lines(link.get("word", "bank"))
        text = next(iter(read_sentence_table(lines, lines_only=True).sentences), "")
    seed = {"order_seed": link["order_seed"]} if "order_seed" in link else {}
    return {"order_text": text, **seed} if text else seed


PARTS = {"Word order": MovedPart("positional", {"position_tab": "Word order"}, _shuffled_sentence)}
