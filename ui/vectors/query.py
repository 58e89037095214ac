"""What is asked: a is to b as c is to what, or a sum of words typed as a formula; and which table answers."""

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
LABELS = {"a": "a", "b": "is to b", "c": "as c", "d": "is to"}
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


def ask() -> Query | None:
    """Ask for the question and the table; None while there is no table."""
    question, typed = _ask_question()
    with controls.presets(examples.EXAMPLES, more=True, last=examples.draw_list):
        kind = word_table.pick()
    table = word_table.choose(kind)
    if table is None:
        return None
    completion.offer(table, typed)
    return Query(table, without_unknown_guess(table, question))


def without_unknown_guess(table: WordTable, question: Question) -> Question:
    """Return the question without a guess that the table does not have, saying so."""
    if isinstance(question, Sum) or not question.expected or question.expected in table.vectors:
        return question
    try:
        table.vectors.row(question.expected)
    except embedlab.EmbedLabError as error:
        layout.warn(f"The expected word is left out: {error}")
    return replace(question, expected="")


def _ask_question() -> tuple[Question, dict[str, str]]:
    """Ask in the form that the visitor chose; returns also the words of the fields a to d."""
    left, right = st.columns([15, 4], vertical_alignment="bottom")
    with right:
        form = controls.choice("Ask by", FORMS, key="ask")
    with left:
        if form == FORMS[1]:
            return _ask_sum(), {}
        return _ask_analogy()


def _ask_analogy() -> tuple[Analogy, dict[str, str]]:
    *fields, last = st.columns(len(LABELS) + 1, vertical_alignment="bottom")
    typed = {}
    for column, (key, label) in zip(fields, LABELS.items(), strict=True):
        hint = "your guess" if key == "d" else None
        with column:
            typed[key] = controls.text(label, DEFAULTS[key], key=key, max_chars=controls.MAX_WORD, hint=hint)
    with last:
        method = controls.pick(
            "by",
            list(METHODS),
            key="method",
            help="\n\n".join(f"{method.paper}: ${method.formula}$" for method in METHODS.values()),
        )
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
