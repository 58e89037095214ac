"""A budget: the text cut at a number of tokens, no character broken; and every token, to take along."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab.display import visible_text
from ui import controls, layout, sources
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.part import Part
from ui.tokens import exports, summaries
from ui.tokens.files import draw_files
from ui.tokens.query import Query
from ui.tokens.results import encode, find_tokenizer

__all__ = ["PART"]

DRAWN = 400  # characters around the cut


@dataclass(frozen=True)
class Options:
    """A tokenizer and the tokens to keep."""

    name: str
    budget: int


def ask(view: Query) -> Options:
    """Ask for a tokenizer and a number of tokens."""
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    with left:
        name = controls.pick("Tokenizer", view.names, key="budgeted")
    total = len(encode(find_tokenizer(name), view.text, view.special))
    with right:
        budget = controls.amount(f"Tokens to keep (the text has {total:,})", 1, 1_000_000, 8, key="budget")
    return Options(name, int(budget))


def show(view: Query, options: Options) -> None:
    """Cut the text at a number of tokens."""
    cut = layout.attempt_part(
        embedlab.tokens.cut_to_budget,
        find_tokenizer(options.name),
        view.text,
        options.budget,
        special_tokens=view.special,
    )
    if cut is None:
        return
    layout.finding(summaries.about_budget(cut, view.text, options.budget, view.special))
    rows = [ChipRow("Kept", [Chip(visible_text(cut.head[-DRAWN:]) or "nothing", "text", marked=True)])]
    if cut.rest:
        rows.append(ChipRow("Cut off", [Chip(visible_text(cut.rest[:DRAWN]), "plain")]))
    draw_chip_rows(rows, key="budget rows")
    st.caption("The kept text, to copy:")
    st.code(cut.head, language=None, wrap_lines=True, height=160 if len(cut.head) > DRAWN else "content")
    st.subheader("Every token", anchor=False)
    draw_files(view, options.name)


def code(view: Query, options: Options) -> list[str]:
    """Return lines that cut the text, and write the table."""
    return [
        "",
        exports.tokenizer_line(options.name),
        f"print(embedlab.tokens.tokens_csv(tokenizer.encode(text, special_tokens={view.special})))",
        f"cut = embedlab.tokens.cut_to_budget(tokenizer, text, {options.budget}, special_tokens={view.special})",
        "print(cut.head)",
    ]


def origins(view: Query, options: Options) -> list[str]:
    """Say how the text is cut."""
    return [sources.computed("the longest beginning of whole characters that fits into the tokens.")]


PART = Part(
    label="Budget, table and files",
    ask=ask,
    show=show,
    code=code,
    sources=origins,
    line="How much text fits into a number of tokens; every token in a table, as CSV and as JSON.",
    deeper=True,
    former=("Budget", "Table and files"),
)
