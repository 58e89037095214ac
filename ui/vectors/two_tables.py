"""The same question to two tables at once."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ui import layout
from ui.part import Part
from ui.vectors import summaries, word_table
from ui.vectors.answers import View, answer, rank_table
from ui.vectors.exports import answer_code
from ui.vectors.picture import needed_answers
from ui.vectors.query import Question, without_unknown_guess
from ui.vectors.word_table import WordTable

__all__ = ["PART"]

KEY = "other_table"


@dataclass(frozen=True)
class Options:
    """The other table, and what it was asked: without a guess that it does not have."""

    table: WordTable
    question: Question


def _ask(view: View) -> Options | None:
    if needed_answers(view) is None:
        return None
    st.markdown(
        "Scores of two tables are not on one scale: each was made from other text or in another way. The order of the words can be compared."
    )
    with st.container(width=320):
        kind = word_table.pick_other(KEY, view.table.kind)
    table = word_table.choose(kind, KEY)
    return None if table is None else Options(table, without_unknown_guess(table, view.question))


def _show(view: View, options: Options | None) -> None:
    answers = view.answers
    other = None if options is None else layout.attempt_part(answer, options.table, options.question)
    if answers is None or options is None or other is None:
        return
    for column, table, ranked, side in zip(
        st.columns(2), (view.table, options.table), (answers, other), ("left", "right"), strict=True
    ):
        with column:
            st.markdown(
                f"**{layout.escape(table.name)}**, {len(table.vectors):,} words × {table.vectors.dim}"
            )
            layout.table(rank_table(ranked, ("standard", "allowed")), key=f"table {side}")
    layout.finding(summaries.two_tables((view.table.name, answers), (options.table.name, other)))


def _code(view: View, options: Options | None) -> list[str]:
    if view.answers is None or options is None:
        return []
    return [*options.table.code("others"), *answer_code(options.question, view.answers, "others")]


PART = Part(
    "Two tables", _ask, _show, _code, lambda view, options: [] if options is None else [options.table.origin]
)
