"""The main view of the analogy page: two ranked lists, and their numbers."""

from __future__ import annotations

import streamlit as st

from ui import layout
from ui.vectors import summaries
from ui.vectors.answers import Answers, View, answer, baseline_lists, rank_table
from ui.vectors.query import Analogy, Query

__all__ = ["draw", "draw_numbers", "needed_answers"]


def draw(query: Query) -> View:
    """Draw the two lists, and below them those without arithmetic where they are wanted."""
    view = View(query.table, query.question, layout.attempt_part(answer, query.table, query.question))
    if view.answers is None:
        return view
    layout.picture(view.answers.figure, key="ranking", alt=summaries.summary(view))
    if query.baselines and view.answers.audit is not None and isinstance(query.question, Analogy):
        summary = summaries.baselines(view.answers.audit)
        layout.answer(summary, baseline_lists(query.table, query.question), key="baselines")
    return view


def draw_numbers(view: View) -> None:
    """Hand over the table of the lists."""
    if view.answers is not None:
        layout.numbers(rank_table(view.answers), key="answers", height=215)


def needed_answers(view: View) -> Answers | None:
    """Return the answers; where there are none, say what a part of the page waits for."""
    if view.answers is None:
        st.caption("This part needs an answer: change the words above.")
    return view.answers
