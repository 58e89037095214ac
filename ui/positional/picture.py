"""The main view of the position page: two orders without positions, or the heatmap of a scheme and its score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from embedlab.positional import bucket_ranges, wavelengths
from ui import layout
from ui.cache import cached
from ui.positional import offset_curves, orders, summaries, tables
from ui.positional.schemes import T5, Alibi, NoPositions, Query, Rotary, Sinusoidal
from ui.positional.tables import View
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["draw", "draw_numbers", "scheme_figure"]

MAX_COLUMNS = 8
MAX_ROWS = 512
HEIGHT = 440  # pixels of the curve, as the heatmap beside it


def draw(query: Query) -> View:
    """Draw the picture of a scheme; beside a bias, what it leaves of the attention at each distance."""
    view = layout.attempt(tables.view, query)
    summary = summaries.summary(view)
    curve = offset_curves.own_curve(query) if isinstance(query, Alibi | T5) else None
    if curve is None:
        layout.picture(scheme_figure(query), key="positions", alt=summary)
        return view
    left, right = st.columns([3, 2])
    with left:
        layout.picture(scheme_figure(query), key="positions", alt=summary)
    with right:
        beside = offset_curves.figure(curve, height=HEIGHT)
        layout.picture(beside, key="by distance", alt=summaries.curve_summary(curve))
    return view


def draw_numbers(view: View) -> None:
    """Hand over the table, or its first rows and columns."""
    if isinstance(view.query, NoPositions):
        return _change_numbers(view, view.query)
    values = view.table
    count = min(MAX_COLUMNS, values.shape[1])
    what = "angles in radians" if isinstance(view.query, Rotary) else "numbers"
    label = f"The {what}: the first {count} of {values.shape[1]:,} columns"
    if len(values) > MAX_ROWS:
        label += f", {MAX_ROWS} of {len(values):,} rows"
    rows, columns = view.query.axes
    first = view.query.start
    layout.numbers(
        {
            rows: np.arange(first, first + min(len(values), MAX_ROWS)),
            **{f"{columns} {column}": values[:MAX_ROWS, column] for column in range(count)},
        },
        key="position numbers",
        label=label,
        decimals=4,
        height=300,
    )


def _change_numbers(view: View, query: NoPositions) -> None:
    test = orders.test(query.first, query.second)
    words = orders.words(test)
    layout.numbers(
        {
            "word": [test.tokens[index] for index in words],
            "stands in the first order": words,
            "stands in the second order": test.places[words],
            **{f"change, {case}": view.table[:, column] for column, case in enumerate(orders.CASES)},
        },
        key="position numbers",
        label="Change of each word's vector between the two orders, as a share of its length",
        decimals=4,
    )


@cached(entries=16)
def scheme_figure(query: Query) -> go.Figure:
    """Return the picture of a scheme."""
    if isinstance(query, NoPositions):
        return SharedFigure(_changes(query))
    if isinstance(query, T5) and query.checkpoint is None:
        return SharedFigure(_buckets(query))
    return SharedFigure(_heatmap(query))


def _changes(query: NoPositions) -> go.Figure:
    from embedlab.figures.positional_why import changes_figure

    test = orders.test(query.first, query.second)
    words = orders.words(test)
    tokens = [test.tokens[index] for index in words]
    places = np.stack([words, test.places[words]], axis=1)  # [CLS] is at 0, the first word at 1
    return changes_figure(tables.table(query), tokens, places, "MiniLM's learned positions")


def _buckets(query: T5) -> go.Figure:
    from embedlab.figures.positional_buckets import buckets_figure

    ranges = bucket_ranges(
        buckets=query.buckets, max_distance=query.max_distance, bidirectional=not query.causal
    )
    return buckets_figure(ranges, causal=query.causal)


def _heatmap(query: Query) -> go.Figure:
    from embedlab.figures import positional as figures

    if isinstance(query, Rotary) and query.sentence:
        rows = tables.rotated_rows(query)
        tokens = tables.encode(query.sentence).tokens[: len(rows.before)]
        return figures.rotated_figure(rows.before, rows.after, list(tokens), start=query.start)
    values = tables.table(query)
    match query:
        case Alibi() | T5():
            return figures.bias_figure(values, query.head)
        case Rotary():
            return figures.angle_figure(values, start=query.start, ends=_ends(query))
        case Sinusoidal():
            halves = None if query.order == "interleaved" else ("sines", "cosines")
            return figures.position_figure(
                values,
                start=query.start,
                reach=1.0,
                together=query.together,
                ends=_ends(query),
                halves=halves,
            )
        case _:
            end = len(tables.trained_rows(query))
            return figures.position_figure(values, start=query.start, end=end)


def _ends(query: Sinusoidal | Rotary) -> tuple[str, str]:
    """Return what is written above the first and the last columns: the fast pairs, and the slow ones."""
    turns = wavelengths(query.dim, query.base)
    slow = f"slow: changes over<br>{turns[-1]:,.0f} positions" if len(turns) > 1 else ""
    return summaries.fastest(float(turns[0])), slow
