"""The plane through a, b and c, and how far the answers lie off it."""

from __future__ import annotations

import streamlit as st

import embedlab
from ui import layout
from ui.cache import cached
from ui.labels import hide_overlapping
from ui.shared_figure import SharedFigure
from ui.vectors import summaries
from ui.vectors.answers import Answers, View
from ui.vectors.word_table import WordTable

__all__ = ["about_method", "code", "show"]

BOX = "plane_box"  # the key of the container of the figure
SHADOWS = 3  # answers drawn in the plane of the inputs


def show(view: View) -> None:
    """Draw the parallelogram; a sum has none."""
    answers = view.answers
    if answers is None or answers.audit is None:
        return
    result = layout.attempt_part(_plane, view.table, answers.audit.words, _others(answers))
    if result is None:
        return
    plane, figure = result
    if plane.is_line:
        st.info("The three inputs lie on one line, so they define no plane; choose three different words.")
        return
    summary = summaries.parallelogram(plane, answers.best)
    layout.finding(summary)
    with st.container(key=BOX):
        layout.picture(figure, key="parallelogram", alt=summary)
        hide_overlapping(BOX)


def about_method(view: View) -> None:
    """Say that another method looks elsewhere than at the corner."""
    method = getattr(view.question, "method", "3cosadd")
    if method != "3cosadd":
        st.caption(
            f"The corner b − a + c is where 3CosAdd looks for the answer; {method} ranks the words otherwise."
        )


def _others(answers: Answers) -> tuple[str, ...]:
    words = answers.columns["standard"].words
    return tuple(word for word in words if word not in answers.words)[:SHADOWS]


@cached(entries=128)
def _plane(
    table: WordTable, words: tuple[str, str, str], others: tuple[str, ...]
) -> tuple[embedlab.vectors.AnalogyPlane, SharedFigure]:
    from embedlab.figures.vectors import parallelogram_figure

    plane = embedlab.vectors.analogy_plane(table.vectors, *words, others)
    return plane, SharedFigure(parallelogram_figure(plane))


def code(view: View) -> list[str]:
    """Return lines that compute the plane; none for a sum."""
    if view.answers is None or view.answers.audit is None:
        return []
    words = ", ".join(repr(word) for word in view.answers.words)
    return [
        f"plane = embedlab.vectors.analogy_plane(vectors, {words}, {list(_others(view.answers))!r})",
        "print(plane.coordinates, plane.off_plane)",
    ]
