"""One row and one column of the table as curves, exact however large the table is, and where they cross."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab.positional import wavelengths
from ui import controls, layout
from ui.cache import cached
from ui.part import Part
from ui.positional import exports, scales, scheme_summaries, tables
from ui.positional.schemes import T5, Alibi, NoPositions, Query, Rotary, Sinusoidal
from ui.positional.tables import View, table
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["PART"]

MAX_TURNS = 40  # of a curve that can be seen at once
COLUMN, ROW = 4, 10  # where a wave and all its neighbors can be seen
TURNS = 6  # on either side of the selected position, where there are more
FAR = 10_000_000  # typed numbers are moved to the nearest row or column that there is


@dataclass(frozen=True)
class Options:
    """The table that is looked at, and one column and one row that it has."""

    view: View
    column: int
    position: int  # of the row


def _ask(view: View) -> Options:
    """Ask for a column and a row; those that do not exist are moved to the nearest ones."""
    if isinstance(view.query, NoPositions):
        view = tables.view(Sinusoidal(view.query.length))
        st.caption("No scheme is selected above: these are sinusoids.")
    rows, columns = view.query.axes
    (count, width), first = view.table.shape, view.query.start
    last = first + count - 1
    with st.container(horizontal=True):
        column = int(controls.amount(f"Which {columns}", -FAR, FAR, min(COLUMN, width - 1), key="column"))
        position = int(controls.amount(f"Which {rows}", -FAR, FAR, first + min(ROW, count - 1), key="row"))
    options = Options(view, min(max(column, 0), width - 1), min(max(position, first), last))
    moved = []
    if column != options.column:
        moved.append(
            f"{columns.capitalize()} {column:,} does not exist, there are 0 to {width - 1:,}; {options.column:,} is shown."
        )
    if position != options.position:
        moved.append(
            f"{rows.capitalize()} {position:,} is not in this table, it holds {first:,} to {last:,}; {options.position:,} is shown."
        )
    if moved:
        st.caption(" ".join(moved))
    return options


def _show(_: View, options: Options) -> None:
    view, column, position = options.view, options.column, options.position
    query, (rows, columns) = view.query, view.query.axes
    layout.finding(scheme_summaries.crossing(view, column, position))
    left, right = st.columns(2)
    with left:
        figure = _column_figure(query, column, position)
        layout.picture(figure, key="column curve", alt=f"{columns} {column} by {rows}")
    with right:
        figure = _row_figure(query, position, column)
        layout.picture(figure, key="row curve", alt=f"{rows} {position} by {columns}")
    scales.show(query, column)


def _code(view: View, options: Options) -> list[str]:
    query = options.view.query
    lines = [] if query == view.query else exports.table_code(query)
    row = options.position - query.start
    return [*lines, f"print(table[{row}], table[:, {options.column}], table[{row}, {options.column}])"]


def _named_curves(query: Query, values: NDArray[Any], name: str) -> dict[str, NDArray[Any]]:
    """Return the curves of a row or a column; masked keys are left out."""
    if isinstance(query, Rotary):
        return {f"sine of {name}": np.sin(values), f"cosine of {name}": np.cos(values)}
    exact = values.astype(np.float64)
    return {name: np.where(np.isneginf(exact), np.nan, exact)}  # those of T5's buckets are nan already


def _measure(query: Query, name: str) -> str:
    if isinstance(query, T5) and query.checkpoint is None:
        return f"bucket in {name}"
    return f"{'added' if isinstance(query, Alibi | T5) else 'value'} in {name}"


def _near(query: Query, column: int) -> int | None:
    """Return how many positions on either side show a few turns of a column that has too many to be seen."""
    if not isinstance(query, Sinusoidal | Rotary):
        return None
    turn = float(wavelengths(query.dim, query.base)[scales.pair_of(query, column)])
    return int(np.ceil(TURNS * turn)) if query.length > MAX_TURNS * turn else None


@cached(entries=32)
def _column_figure(query: Query, column: int, position: int) -> go.Figure:
    """Draw a column, and mark the position where the row crosses it."""
    from embedlab.figures.positional_scales import curves_figure

    rows, columns = query.axes
    name = f"{columns} {column}"
    cosine = isinstance(query, Sinusoidal) and query.wave(column)[1] == "cosine"
    return SharedFigure(
        curves_figure(
            _named_curves(query, table(query)[:, column], name),
            x=rows,
            y=_measure(query, name),
            start=query.start,
            marked=position,
            around=_near(query, column),
            first_kind=int(cosine),
        )
    )


@cached(entries=32)
def _row_figure(query: Query, position: int, column: int) -> go.Figure:
    """Draw a row, sines and cosines apart, and mark the column that crosses it."""
    from embedlab.figures.positional_scales import curves_figure

    rows, columns = query.axes
    name, values = f"{rows} {position}", table(query)[position - query.start]
    if isinstance(query, Sinusoidal):
        sines = np.array([query.wave(index)[1] == "sine" for index in range(query.dim)])
        curves = {"sines": np.where(sines, values, np.nan), "cosines": np.where(sines, np.nan, values)}
    else:
        curves = _named_curves(query, values, name)
    return SharedFigure(curves_figure(curves, x=columns, y=_measure(query, name), marked=column))


PART = Part(
    label="Rows and columns",
    ask=_ask,
    show=_show,
    code=_code,
    sources=lambda view, options: exports.origins(options.view),
    line="One position of the table, and one dimension, with every number exact.",
)
