"""Figures of the search lesson: the tokens of chunks, and the best scores of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from embedlab.figures.points import points_figure
from embedlab.figures.style import (
    NEUTRAL,
    escape,
    finish,
    kind_color,
    kind_symbol,
    selected_color,
    tint,
)

__all__ = ["best_scores_figure", "chunk_figure"]


def chunk_figure(tokens: ArrayLike, window: int) -> go.Figure:
    """Draw the tokens of each chunk: those that the model reads, and those beyond its window."""
    counts = np.asarray(tokens, dtype=np.float64)
    ends = (0.4, len(counts) + 0.6)
    figure = go.Figure()
    for name, heights, color in (
        ("read", np.minimum(counts, window), kind_color(0)),
        ("cut off: never read", np.maximum(counts - window, 0), tint(NEUTRAL, 0.6)),
    ):
        figure.add_bar(
            x=np.arange(1, len(counts) + 1),
            y=heights,
            name=name,
            marker_color=color,
            hovertemplate="chunk %{x}: %{y:,} tokens<extra>%{fullData.name}</extra>",
        )
    figure.add_hline(
        window,
        line={"color": selected_color(), "width": 2, "dash": "dash"},
        annotation={"text": f"the model's window: {window} tokens", "xanchor": "left"},
        annotation_position="top left",
    )
    return finish(
        figure,
        height=260,
        barmode="stack",
        bargap=0.15,
        xaxis={"title": "chunk", "range": ends, "nticks": 10, "tickformat": "d"},
        yaxis={"title": "tokens", "range": [0, max(float(counts.max()), window) * 1.2], "nticks": 5},
        margin={"l": 10, "r": 10, "t": 40, "b": 10},
    )


def best_scores_figure(series: Mapping[str, ArrayLike], texts: Sequence[Sequence[str]]) -> go.Figure:
    """Draw the best score of each query, a row of dots for each series, with a dash at its median."""
    scores = [np.asarray(values, dtype=np.float64) for values in series.values()]
    rows = np.repeat(np.arange(len(scores)), [len(each) for each in scores])
    # so that equal scores do not cover each other; never an amount
    jitter = np.random.default_rng(0).uniform(-0.22, 0.22, len(rows))
    kinds = {"color": [*map(kind_color, rows)], "symbol": [*map(kind_symbol, rows)]}
    figure = points_figure(
        np.concatenate(scores),
        rows + jitter,
        x_axis="cosine of the best document",
        y_axis="",
        hover="%{text}: %{x:.2f}",
        names=[escape(text) for each in texts for text in each],
        marker={"size": 9, "opacity": 0.75, **kinds},
        height=300,
    )
    for row, each in enumerate(scores):
        middle, line = float(np.median(each)), {"color": selected_color(), "width": 3}
        figure.add_shape(type="line", x0=middle, x1=middle, y0=row - 0.35, y1=row + 0.35, line=line)
    names = {"tickvals": [*range(len(scores))], "ticktext": [*map(escape, series)], "zeroline": False}
    figure.update_layout(
        xaxis={"nticks": 6, "tickformat": None},
        yaxis=names | {"range": [len(scores) - 0.5, -0.5]},
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
    return figure
