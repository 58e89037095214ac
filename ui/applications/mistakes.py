"""Read the mistakes: who is taken for whom, and the texts behind each cell."""

from __future__ import annotations

import streamlit as st

from embedlab.applications import CrossValidation, LabeledTexts
from embedlab.figures.applications import grid_figure
from embedlab.ranking import rank_rows
from ui import controls, layout
from ui.applications import summaries
from ui.applications.query import Query
from ui.applications.results import validation, vectors_of
from ui.cache import cached
from ui.furniture import chart_config
from ui.part import Part
from ui.shared_figure import shared

__all__ = ["PART"]

CELL = "sort_cell"
DOUBTFUL = "most doubtful first"
SHOWN = 6  # texts
NEAREST = 3  # labeled neighbors of each
_grid = cached(entries=16)(shared(grid_figure))


def _ask(query: Query) -> tuple[CrossValidation, str] | None:
    """Ask which texts are listed: those of one cell, or the most doubtful of all."""
    result = validation(query.data, place="mistakes")
    if result is None:
        return None
    return result, controls.pick("Texts to read", (DOUBTFUL, *_cells(query.data, result)), key=CELL)


def _cells(data: LabeledTexts, result: CrossValidation) -> dict[str, tuple[int, int]]:
    """Return the cells that hold mistakes by their names, the fullest first."""
    names = data.classes
    return {f"{names[row]} taken for {names[column]}": (row, column) for (row, column), _ in result.mistakes}


def _show(query: Query, options: tuple[CrossValidation, str] | None) -> None:
    if options is None:
        return
    result, name = options
    cells = _cells(query.data, result)
    cell = cells.get(name)
    summary = summaries.confusion(query.data, result)
    layout.finding(summary)
    counts, classes = result.confusion, list(query.data.classes)
    shares = counts / query.data.counts[:, None]
    written = [str(count) if count else "" for count in counts.ravel()]
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.plotly_chart(
            _grid(shares, written, classes, classes, cell, x_axis="taken for", y_axis="its label"),
            key="confusion",
            alt=summary,
            config=chart_config("confusion"),
            on_select=lambda: _choose(cells, len(classes)),
            selection_mode="points",
        )
    with right:
        st.markdown(_list(query.data, result, cell))


def _choose(cells: dict[str, tuple[int, int]], classes: int) -> None:
    """Take up a click on a cell; one without mistakes lists the most doubtful texts."""
    for point in st.session_state["confusion"]["selection"]["points"]:
        cell = divmod(int(point["point_index"]), classes)
        name = next((name for name, place in cells.items() if place == cell), DOUBTFUL)
        controls.set_controls({CELL: name})


def _list(data: LabeledTexts, result: CrossValidation, cell: tuple[int, int] | None) -> str:
    """Return Markdown: texts with what they were taken for and their nearest labeled neighbors."""
    vectors = vectors_of(data)
    cells = list(zip(data.targets.tolist(), result.predicted.tolist(), strict=True))
    lines = []
    for row in [row for row in result.doubts.tolist() if cell in (None, cells[row])][:SHOWN]:
        near = rank_rows(vectors, vectors[row], measure="cosine", k=NEAREST, leave_out=row).rows
        lines.append(summaries.mistake(data, result, row, near.tolist()))
    return "\n".join(lines)


PART = Part(
    "Read the mistakes",
    _ask,
    _show,
    lambda query, options: [
        "result = embedlab.applications.cross_validate(classifier.data, classifier.vectors)",
        "print(result.confusion, [texts[row] for row in result.doubts[:8]])",
    ],
    line="Which class is taken for which. Click a cell to read its texts: possibly wrong labels come first.",
)
