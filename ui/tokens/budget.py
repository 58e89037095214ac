"""A budget: the text cut at a number of tokens, no character broken."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

import embedlab
from embedlab.display import visible_text
from ui import controls, layout
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.tokens.questions import ask_encoding, find_tokenizer

__all__ = ["show"]

SHOWN = 400  # characters around the cut


def show(names: Sequence[str], text: str, special: bool) -> None:
    """Cut the text at a number of tokens."""
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    with left:
        name = controls.pick("Tokenizer", names, key="budgeted")
    total = len(ask_encoding(name, text, special))
    with right:
        budget = controls.amount(f"Tokens to keep (the text has {total:,})", 1, 1_000_000, 8, key="budget")
    cut = layout.attempt_part(
        embedlab.tokens.cut_to_budget, find_tokenizer(name), text, budget, special_tokens=special
    )
    if cut is None:
        return
    rows = [ChipRow("Kept", [Chip(visible_text(cut.kept[-SHOWN:]) or "nothing", "text", marked=True)])]
    if cut.rest:
        rows.append(ChipRow("Cut off", [Chip(visible_text(cut.rest[:SHOWN]), "plain")]))
    draw_chip_rows(rows, key="budget rows")
    if not cut.rest:
        layout.reading(f"The whole text fits: {cut.total:,} of {budget:,} tokens.")
    elif not cut.kept:
        layout.reading(
            f"Nothing fits into {layout.counted(budget, 'token')}: "
            + (
                "with the special tokens, the first character needs more."
                if special
                else "the first character needs more."
            )
        )
    else:
        back = (
            f" The cut moved back by {layout.counted(cut.snapped, 'code point')}, so that no character breaks."
            if cut.snapped
            else ""
        )
        layout.reading(
            f"The first {len(cut.kept):,} of {layout.counted(len(text), 'character')} fit: {layout.counted(cut.tokens, 'token')} by themselves, "
            f"of at most {budget:,}.{back}"
        )
    st.caption("The kept text, to copy:")
    st.code(cut.kept, language=None, wrap_lines=True, height=160 if len(cut.kept) > SHOWN else "content")
