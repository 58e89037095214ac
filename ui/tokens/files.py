"""Every token as a table, to look through and to take away."""

from __future__ import annotations

import re

import streamlit as st

import embedlab
from ui import controls, files, layout
from ui.part import Part
from ui.token_strips import MAX_DRAWN
from ui.tokens import exports
from ui.tokens.query import Query
from ui.tokens.results import encode, find_tokenizer, tabulate

__all__ = ["PART"]


def ask(view: Query) -> str:
    """Ask for a tokenizer."""
    return controls.pick("Tokenizer", view.names, key="listed")


def show(view: Query, name: str) -> None:
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


def code(view: Query, name: str) -> list[str]:
    """Return lines that write the table."""
    return [
        "",
        exports.tokenizer_line(name),
        f"print(embedlab.tokens.tokens_csv(tokenizer.encode(text, special_tokens={view.special})))",
    ]


def origins(view: Query, name: str) -> list[str]:
    """The tokens are those of the main view: nothing is added."""
    return []


PART = Part("Table and files", ask, show, code, origins)
