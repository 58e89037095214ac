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
from ui.drawn import DrawnFigure
from ui.part import Part
from ui.positional import exports, scales, scheme_summaries
from ui.positional.schemes import T5, Alibi, Query, Rotary, Sinusoidal
from ui.positional.tables import View, table

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from streamlit.delta_generator import DeltaGenerator

__all__ = ["PART"]

MAX_TURNS = 40  # of a curve that can be seen at once
COLUMN, ROW = 8, 10  # where a wave and all its neighbors can be seen
TURNS = 6  # on either side of the selected position, where there are more
FAR = 10_000_000  # typed numbers are moved to the nearest row or column that there is


@dataclass(frozen=True)
class Options:
    """The column and the row, as they exist, and the columns of the screen where they are drawn."""

    column: int
    position: int  # of the row
    left: DeltaGenerator
    right: DeltaGenerator


def _ask(view: View) -> Options:
    """Ask for a column and a row; those that do not exist are moved to the nearest ones."""
    st.markdown(
        "One column of the table, down the positions, and one row, across it. These values are exact, also where the "
        "picture above shows means."
    )
    rows, columns = view.query.axes
    (count, width), first = view.table.shape, view.query.start
    last = first + count - 1
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        column = int(controls.amount(f"Which {columns}", -FAR, FAR, min(COLUMN, width - 1), key="column"))
    with right:
        position = int(controls.amount(f"Which {rows}", -FAR, FAR, first + min(ROW, count - 1), key="row"))
    options = Options(min(max(column, 0), width - 1), min(max(position, first), last), left, right)
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


def _show(view: View, options: Options) -> None:
    query, column, position = view.query, options.column, options.position
    rows, columns = query.axes
    with options.left:
        figure = _column_figure(query, column, position)
        layout.picture(figure, key="column curve", alt=f"{columns} {column} by {rows}")
    with options.right:
        figure = _row_figure(query, position, column)
        layout.picture(figure, key="row curve", alt=f"{rows} {position} by {columns}")
    layout.finding(scheme_summaries.crossing(view, column, position))
    scales.show(query, column)


def _code(view: View, options: Options) -> list[str]:
    row = options.position - view.query.start
    return [f"print(table[{row}], table[:, {options.column}], table[{row}, {options.column}])"]


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
    return DrawnFigure(
        curves_figure(
            _named_curves(query, table(query)[:, column], name),
            x=rows,
            y=_measure(query, name),
            start=query.start,
            marked=position,
            around=_near(query, column),
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
    return DrawnFigure(curves_figure(curves, x=columns, y=_measure(query, name), marked=column))


PART = Part(label="Rows and columns", ask=_ask, show=_show, code=_code, sources=exports.origins)
