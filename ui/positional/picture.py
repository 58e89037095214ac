"""The main view of the position page: the heatmap of a scheme, its score by distance, the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from ui import layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.positional import offset_curves, summaries, tables
from ui.positional.schemes import T5, Alibi, Query, Rotary, Sinusoidal
from ui.positional.tables import View

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["draw", "draw_numbers", "heatmap"]

MAX_COLUMNS = 8
MAX_ROWS = 512
HEIGHT = 350  # pixels of the curve, as the heatmap beside it


def draw(query: Query) -> View:
    """Draw the heatmap, and beside it the score against the offset where the scheme has one."""
    view = layout.attempt(tables.view, query)
    summary = summaries.summary(view)
    figure = heatmap(query)
    curve = offset_curves.own_curve(query)
    if curve is None:
        layout.picture(figure, key="positions", alt=summary)
        return view
    left, right = st.columns([3, 2])
    with left:
        layout.picture(figure, key="positions", alt=summary)
    with right:
        beside = offset_curves.figure((curve,), height=HEIGHT)
        layout.picture(beside, key="by distance", alt=summaries.curve_summary(query, curve))
    return view


def draw_numbers(view: View) -> None:
    """Show the first columns of the table."""
    values = view.table
    count = min(MAX_COLUMNS, values.shape[1])
    what = "angles in radians" if isinstance(view.query, Rotary) else "numbers"
    label = f"The {what}: the first {count} of {values.shape[1]:,} columns"
    if len(values) > MAX_ROWS:
        label += f", {MAX_ROWS} of {len(values):,} rows"
    rows, columns = view.query.axes
    first = view.query.start
    with st.expander(label):
        layout.numbers(
            {
                rows: np.arange(first, first + min(len(values), MAX_ROWS)),
                **{f"{columns} {column}": values[:MAX_ROWS, column] for column in range(count)},
            },
            key="position numbers",
            label="",
            decimals=4,
            height=300,
        )


@cached(entries=16)
def heatmap(query: Query) -> go.Figure:
    """Return the heatmap of a scheme."""
    return DrawnFigure(_heatmap(query))


def _heatmap(query: Query) -> go.Figure:
    from embedlab.figures import positional as figures

    if isinstance(query, Rotary) and query.sentence:
        rows = tables.rotated_rows(query)
        tokens = tables.encode(query.sentence).tokens[: len(rows.before)]
        return figures.rotated_figure(rows.before, rows.after, list(tokens), start=query.start)
    values = tables.table(query)
    match query:
        case T5(checkpoint=None):
            return figures.bucket_figure(values, query.buckets, causal=query.causal)
        case Alibi() | T5():
            return figures.bias_figure(values, query.head)
        case Rotary():
            return figures.angle_figure(values, start=query.start)
        case Sinusoidal():
            half = query.dim // 2
            columns = (
                "dimension i (even: sine, odd: cosine)"
                if query.order == "interleaved"
                else f"dimension i (below {half}: sine, from {half} on: cosine)"
            )
            return figures.position_figure(
                values, columns=columns, start=query.start, reach=1.0, together=query.together
            )
        case _:
            end = len(tables.trained_rows(query))
            return figures.position_figure(values, start=query.start, end=end)
