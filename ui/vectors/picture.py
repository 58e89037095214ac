"""The main view of the analogy page: the columns of answers, and their numbers."""

from __future__ import annotations

import streamlit as st

from ui import layout
from ui.vectors import summaries
from ui.vectors.answers import Answers, View, answer, rank_table
from ui.vectors.query import Query

__all__ = ["draw", "draw_numbers", "needed_answers"]


def draw(query: Query) -> View:
    """Draw the columns: side by side on a wide screen, two by two on a narrow one."""
    view = View(query.table, query.question, layout.attempt_part(answer, query.table, query.question))
    if view.answers is None:
        return view
    is_sum = view.answers.audit is None
    names = ("the words of the formula hidden", "all words allowed") if is_sum else ("", "")
    alts = (summaries.summary(view), "The nearest words to b alone and to c alone.")
    keys = ("ranking", "baselines")
    for column, figure, name, alt, key in zip(
        st.columns(2), view.answers.figures, names, alts, keys, strict=True
    ):
        with column:
            if name:
                st.markdown(f"**{name}**")
            layout.picture(figure, key=key, alt=f"{name} {alt}".strip())
    return view


def draw_numbers(view: View) -> None:
    """Draw the table of the columns."""
    if view.answers is not None:
        layout.numbers(rank_table(view.answers), key="answers", height=215)


def needed_answers(view: View) -> Answers | None:
    """Return the answers; where there are none, say what a part of the page waits for."""
    if view.answers is None:
        st.caption("This part needs an answer: change the words above.")
    return view.answers
