"""The same words in another order: how near each vector stays to what it was, by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from embedlab.figures.layer_grid import ROW, add_layer_grid, mark_layer, numbered
from embedlab.figures.style import finish, kind_color

if TYPE_CHECKING:
    from embedlab.context import WordOrder

__all__ = ["order_figure"]

LINES = 250  # pixels of the upper panel
DASHED = ("static", "two different words")  # which are there to compare with
ROUNDING = 0.02  # the scale reaches at least so far below 1


def order_figure(order: WordOrder) -> go.Figure:
    """Draw the mean over the words beside the whole sentence and the static vectors; below, every word.

    Two different words of the sentence as it is are the yardstick; a frame marks the last layer.
    """
    values = order.cosines  # (layers + 1, words)
    layers = np.arange(len(values))
    grid = ROW * len(order.words)
    figure = make_subplots(
        rows=2,
        cols=1,
        shared_xaxes=True,
        row_heights=[LINES, grid],
        vertical_spacing=60 / (LINES + grid + 60),
    )
    series = (
        ("static", np.full(len(layers), order.static_cosines.mean()), "star"),
        ("sentence", order.sentence_cosines.mean(axis=0), "square"),
        ("words", values.mean(axis=1), "circle"),
        ("two different words", order.between, "x"),
    )
    for index, (name, cosines, symbol) in enumerate(series):
        figure.add_scatter(
            x=layers,
            y=cosines,
            name=name,
            mode="lines+markers",
            line={"width": 3, "color": kind_color(index), "dash": "dash" if name in DASHED else "solid"},
            marker={"size": 11, "symbol": symbol},
            hovertemplate=f"{name}, layer %{{x}}: cosine %{{y:.3f}}<extra></extra>",
            row=1,
            col=1,
        )
    low = min(1 - ROUNDING, float(np.floor(np.nanmin(values) * 10) / 10))  # the scale says where it begins
    lowest = min(float(cosines.min()) for _, cosines, _ in series)
    below = {"row": 2, "col": 1}
    add_layer_grid(
        figure,
        values,
        numbered(order.words),
        measure="cosine",
        low=low,
        high=1.0,
        darkest_low=True,
        panel=below,
    )
    figure.update_traces(showscale=False, selector={"type": "heatmap"})
    mark_layer(figure, len(values) - 1, len(order.words), panel=below)
    figure.update_yaxes(
        title="mean cosine", range=[min(0.98, lowest) - 0.02, 1.02], zeroline=False, row=1, col=1
    )
    figure.update_xaxes(dtick=1, showgrid=False, zeroline=False, showticklabels=True)
    figure.update_xaxes(title="layer", row=2, col=1)
    return finish(figure, height=LINES + grid + 150)
