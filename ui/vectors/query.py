"""The question: a is to b as c is to what, or a sum of words typed as a formula; and which table answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

import embedlab
from ui import controls, layout
from ui.vectors import completion, examples, word_table
from ui.vectors.methods import METHODS
from ui.vectors.word_table import WordTable

__all__ = ["Analogy", "Query", "Question", "Sum", "ask", "without_unknown_guess"]

FORMS = ["four words", "a formula"]
MAX_FORMULA = 500  # characters
BLANKS = {  # key -> the words before it (of the first, for screen readers only), and its hint
    "a": ("First word", "a word"),
    "b": ("is to", "a word"),
    "c": ("as", "a word"),
    "d": ("is to …", "your guess"),
}
DEFAULTS = {"a": "man", "b": "king", "c": "woman", "d": ""}


@dataclass(frozen=True)
class Analogy:
    """a is to b as c is to what."""

    a: str
    b: str
    c: str
    expected: str = ""  # the visitor's guess
    method: str = "3cosadd"


@dataclass(frozen=True)
class Sum:
    """A sum of words, as it was typed."""

    formula: str


Question = Analogy | Sum


@dataclass(frozen=True)
class Query:
    """A question to a table."""

    table: WordTable
    question: Question
    baselines: bool  # whether to list also the words near b and near c


def ask() -> Query | None:
    """Ask for the question and the table; None while there is no table."""
    with controls.page_presets(examples.EXAMPLES):
        form = controls.choice("Ask by", FORMS, key="ask")
        method = _ask_method() if form == FORMS[0] else ""
        kind = word_table.pick()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        question, typed = _ask_words(method) if form == FORMS[0] else (_ask_sum(), {})
        baselines = form == FORMS[0] and controls.switch(
            "without any arithmetic",
            False,
            key="alone",
            help="Adds two lists: the words nearest to the second word alone, and to the third alone.",
        )
    table = word_table.choose(kind)
    if table is None:
        return None
    completion.offer(table, typed)
    return Query(table, without_unknown_guess(table, question), baselines)


def without_unknown_guess(table: WordTable, question: Question) -> Question:
    """Return the question without a guess that the table does not have, saying so."""
    if isinstance(question, Sum) or not question.expected or question.expected in table.vectors:
        return question
    try:
        table.vectors.row(question.expected)
    except embedlab.EmbedLabError as error:
        layout.warn(f"Your guess is left out: {error}")
    return replace(question, expected="")


def _ask_method() -> str:
    return controls.pick(
        "Method",
        list(METHODS),
        key="method",
        help="\n\n".join(f"{method.paper}: ${method.formula}$" for method in METHODS.values()),
    )


def _ask_words(method: str) -> tuple[Question, dict[str, str]]:
    """Ask for the words as a sentence with blanks; returns also what was typed in each blank."""
    typed = {
        key: controls.text(
            label,
            DEFAULTS[key],
            key=key,
            max_chars=controls.MAX_WORD,
            hint=hint,
            labeled=key != "a",
        )
        for key, (label, hint) in BLANKS.items()
    }
    return Analogy(typed["a"], typed["b"], typed["c"], typed["d"].strip(), method), typed


def _ask_sum() -> Sum:
    return Sum(
        controls.text(
            "A sum of words",
            "king - man + 0.5*woman",
            key="formula",
            max_chars=MAX_FORMULA,
            help="Words with + and − between them, a number before or behind a word: paris - france + 2*japan. A word with a sign in it goes in quotation marks.",
        )
    )
