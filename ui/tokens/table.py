"""Every token as a table, to look through and to take away."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from embedlab.tokens.take_away import tokens_csv, tokens_json
from ui import controls, files, layout
from ui.token_strips import MAX_DRAWN
from ui.tokens.questions import ask_encoding, ask_table

__all__ = ["show"]


def show(names: Sequence[str], text: str, special: bool) -> None:
    """Show the tokens of one tokenizer as a table, with the files to take away."""
    name = controls.pick("Tokenizer", names, key="listed")
    encoding = ask_encoding(name, text, special)
    if len(encoding) > MAX_DRAWN:
        st.caption(
            f"The first {MAX_DRAWN:,} of {len(encoding):,} tokens are listed; the files hold all of them."
        )
    layout.numbers(ask_table(name, text, special), key="token table", label="", height=320)
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-.") or "tokens"
    with st.container(horizontal=True):
        files.offer(f"CSV of {name}", f"tokens-{safe}.csv", lambda: tokens_csv(encoding))
        files.offer(
            "JSON of all columns",
            "tokens.json",
            lambda: tokens_json({each: ask_encoding(each, text, special) for each in names}),
        )
    st.caption(
        "In the CSV a cell that a spreadsheet would run as a formula begins with an apostrophe; the JSON is unchanged."
    )
