"""Every token as a table, to look through and to take away."""

from __future__ import annotations

import re

import streamlit as st

import embedlab
from ui import files, layout
from ui.token_strips import MAX_DRAWN
from ui.tokens.query import Query
from ui.tokens.results import encode, find_tokenizer, tabulate

__all__ = ["draw_files"]


def draw_files(view: Query, name: str) -> None:
    """Show the tokens of one tokenizer as a table, with the files to take away."""
    tokenizer = find_tokenizer(name)
    encoding = encode(tokenizer, view.text, view.special)
    if len(encoding) > MAX_DRAWN:
        st.caption(
            f"The first {MAX_DRAWN:,} of {len(encoding):,} tokens are listed; the files hold all of them."
        )
    layout.table(tabulate(tokenizer, view.text, view.special), key="token table", height=320)
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-.") or "tokens"
    every = {each.name: each for each in view.tokenizers}
    with st.container(horizontal=True):
        files.offer(f"CSV of {name}", f"tokens-{safe}.csv", lambda: embedlab.tokens.tokens_csv(encoding))
        files.offer(
            "JSON of all columns",
            "tokens.json",
            lambda: embedlab.tokens.tokens_json(
                {label: encode(each, view.text, view.special) for label, each in every.items()}
            ),
        )
    st.caption(
        "In the CSV a cell that a spreadsheet would run as a formula begins with an apostrophe; the JSON is unchanged."
    )
