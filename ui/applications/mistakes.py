"""Read the mistakes: who is taken for whom, and the texts behind each cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from embedlab.applications import CrossValidation
from embedlab.numerals import percent_text
from embedlab.ranking import rank_rows
from ui import controls, layout
from ui.applications import summaries
from ui.applications.results import View, validation, vectors_of
from ui.cache import cached
from ui.layout import escape
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

DOUBTFUL = "most doubtful first"
SHOWN = 8  # texts
NEAREST = 3  # labeled neighbors of each


@dataclass(frozen=True)
class Options:
    """Which texts are listed: those of one cell, or the most doubtful of all."""

    cell: str


def _ask(view: View) -> Options:
    result = layout.attempt_part(validation, view.data)
    cells = [] if result is None else _cells(result)
    return Options(controls.pick("Texts to read", (DOUBTFUL, *cells), key="sort_cell"))


def _cells(result: CrossValidation) -> list[str]:
    """Return the names of the cells that hold mistakes, the fullest first."""
    counts = result.confusion.copy()
    np.fill_diagonal(counts, 0)
    order = np.argsort(-counts, axis=None, kind="stable")[: int((counts > 0).sum())]
    names = result.data.classes
    return [
        _cell(names[row], names[column])
        for row, column in zip(*np.unravel_index(order, counts.shape), strict=True)
    ]


def _cell(label: str, taken: str) -> str:
    return f"{label} taken for {taken}"


def _show(view: View, options: Options) -> None:
    result = layout.attempt_part(validation, view.data)
    if result is None:
        return
    summary = summaries.confusion(result)
    layout.finding(summary)
    left, right = st.columns([1, 1], gap="medium")
    with left:
        layout.picture(_figure(view), key="confusion", alt=summary)
    with right:
        st.markdown(_list(view, result, options.cell))


def _list(view: View, result: CrossValidation, cell: str) -> str:
    """Return Markdown: texts with what they were taken for and their nearest labeled neighbors."""
    data, vectors = view.data, vectors_of(view.data)
    names = data.classes
    rows = [
        int(row)
        for row in result.doubts
        if cell == DOUBTFUL or _cell(data.labels[row], names[result.predicted[row]]) == cell
    ][:SHOWN]
    lines = []
    for row in rows:
        taken = result.predicted[row]
        share = percent_text(float(result.probabilities[row, taken]))
        near = rank_rows(vectors, vectors[row], measure="cosine", k=NEAREST, leave_out=row).rows
        lines.append(
            f"- {escape(data.texts[row])}  \n  label **{escape(data.labels[row])}**, taken for "
            f"**{escape(names[taken])}** ({share}); its nearest are {escape(', '.join(data.labels[each] for each in near))}"
        )
    return "\n".join(lines)


@cached(entries=16)
def _figure(view: View) -> SharedFigure:
    from embedlab.figures.applications import confusion_figure

    result = validation(view.data)
    return SharedFigure(confusion_figure(result.confusion, result.data.classes))


PART = Part(
    "Read the mistakes",
    _ask,
    _show,
    lambda view, options: [
        "result = embedlab.applications.cross_validate(classifier.data, classifier.vectors)",
        "print(result.confusion, [texts[row] for row in result.doubts[:8]])",
    ],
    lambda view, options: [],
    line="Who is taken for whom, and the texts behind it: unsure ones and wrong labels first.",
)
