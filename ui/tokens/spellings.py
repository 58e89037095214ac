"""Is “ cat” the same as “cat”? One word in many spellings, and the tokens of each."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab.numerals import count_text
from embedlab.tokens import token_labels
from ui import controls, layout, sources
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.part import Part
from ui.tokens import exports, summaries
from ui.tokens.query import Query
from ui.tokens.results import find_tokenizer, spell_forms

__all__ = ["PART"]


@dataclass(frozen=True)
class Options:
    """A tokenizer and a word to spell."""

    name: str
    word: str


def ask(view: Query) -> Options:
    """Ask for a tokenizer and a word."""
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    with left:
        name = controls.pick("Tokenizer", view.names, key="spelled")
    with right:
        word = controls.text("Word", "cat", key="form_word", max_chars=controls.MAX_WORD)
    return Options(name, word)


def show(view: Query, options: Options) -> None:
    """Show the tokens of each spelling."""
    if not options.word:
        st.info("Nothing to show yet: type a word.")
        return
    forms = layout.attempt_part(spell_forms, find_tokenizer(options.name), options.word)
    if forms is None:
        return
    distinct = len({tuple(form.encoding.ids) for form in forms})
    layout.finding(summaries.about_forms(len(forms), distinct, options.name))
    draw_chip_rows(
        [
            ChipRow(
                f"{form.change} · {count_text(len(form.encoding), 'token')}",
                [Chip(label.label, label.kind, str(label.token_id)) for label in token_labels(form.encoding)],
            )
            for form in forms
        ],
        key="form rows",
        beside=True,
    )


def code(view: Query, options: Options) -> list[str]:
    """Return lines that print the spellings of the word."""
    return [
        "",
        exports.tokenizer_line(options.name),
        f"for form in embedlab.tokens.word_forms(tokenizer, {options.word!r}):",
        "    print(form.change, form.encoding.tokens)",
    ]


def origins(view: Query, options: Options) -> list[str]:
    """Say who gives the tokens."""
    return [sources.tokenizer(find_tokenizer(options.name))]


PART = Part(
    label="Is “ cat” the same as “cat”?",
    ask=ask,
    show=show,
    code=code,
    sources=origins,
    line="One word in several spellings: with a space before it, with a capital, with an accent in two parts.",
)
