"""Read the mistakes: who is taken for whom, and the texts behind each cell."""

from __future__ import annotations

import numpy as np
import streamlit as st

from embedlab.applications import CrossValidation, LabeledTexts
from embedlab.figures.applications import confusion_figure
from embedlab.ranking import rank_rows
from ui import controls, layout
from ui.applications import summaries
from ui.applications.results import View, validation, vectors_of
from ui.cache import cached
from ui.furniture import chart_config
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

CELL = "sort_cell"
DOUBTFUL = "most doubtful first"
SHOWN = 6  # texts
NEAREST = 3  # labeled neighbors of each


def _ask(view: View) -> str:
    """Ask which texts are listed: those of one cell, or the most doubtful of all."""
    result = layout.attempt_part(validation, view.data)
    cells = {} if result is None else _cells(result)
    return controls.pick("Texts to read", (DOUBTFUL, *cells), key=CELL)


def _cells(result: CrossValidation) -> dict[str, tuple[int, int]]:
    """Return the cells that hold mistakes by their names, the fullest first."""
    counts = result.confusion.copy()
    np.fill_diagonal(counts, 0)
    order = np.argsort(-counts, axis=None, kind="stable")[: int((counts > 0).sum())]
    names = result.data.classes
    places = zip(*(each.tolist() for each in np.unravel_index(order, counts.shape)), strict=True)
    return {f"{names[row]} taken for {names[column]}": (row, column) for row, column in places}


def _show(view: View, name: str) -> None:
    result = layout.attempt_part(validation, view.data)
    if result is None:
        return
    cells = _cells(result)
    cell = cells.get(name)
    summary = summaries.confusion(result)
    layout.finding(summary)
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.plotly_chart(
            _figure(view.data, cell),
            key="confusion",
            alt=summary,
            config=chart_config("confusion"),
            on_select=lambda: _choose(cells, len(result.data.classes)),
            selection_mode="points",
        )
    with right:
        st.markdown(_list(result, cell))


def _choose(cells: dict[str, tuple[int, int]], classes: int) -> None:
    """Take up a click on a cell; one without mistakes lists the most doubtful texts."""
    for point in st.session_state["confusion"]["selection"]["points"]:
        cell = divmod(int(point["point_index"]), classes)
        name = next((name for name, place in cells.items() if place == cell), DOUBTFUL)
        controls.set_controls({CELL: name})


def _list(result: CrossValidation, cell: tuple[int, int] | None) -> str:
    """Return Markdown: texts with what they were taken for and their nearest labeled neighbors."""
    data, vectors = result.data, vectors_of(result.data)
    cells = list(zip(data.targets.tolist(), result.predicted.tolist(), strict=True))
    lines = []
    for row in [row for row in result.doubts.tolist() if cell in (None, cells[row])][:SHOWN]:
        near = rank_rows(vectors, vectors[row], measure="cosine", k=NEAREST, leave_out=row).rows
        lines.append(summaries.mistake(result, row, near.tolist()))
    return "\n".join(lines)


@cached(entries=16)
def _figure(data: LabeledTexts, selected: tuple[int, int] | None) -> SharedFigure:
    return SharedFigure(confusion_figure(validation(data).confusion, data.classes, selected))


PART = Part(
    "Read the mistakes",
    _ask,
    _show,
    lambda view, name: [
        "result = embedlab.applications.cross_validate(classifier.data, classifier.vectors)",
        "print(result.confusion, [texts[row] for row in result.doubts[:8]])",
    ],
    line="Which class is taken for which. Click a cell to read its texts: possibly wrong labels come first.",
)
