"""Figures of the position lesson: a heatmap of any scheme, with its axes named."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import DIVERGING, SEQUENTIAL, finish

__all__ = ["bias_figure", "curves_figure", "position_figure"]

MAX_DRAWN = (256, 384)  # rows and columns: about what a screen can show apart


def position_figure(table: NDArray[np.floating], *, columns: str, measure: str, diverging: bool) -> go.Figure:
    """Draw a (positions, columns) table; negative and positive values get two colors if `diverging`.

    A table larger than a screen is thinned to every n-th row or column; the axes keep the true numbers.
    """
    rows, row_places = _thin(table, 0)
    shown, column_places = _thin(rows, 1)
    reach = float(np.abs(shown).max()) or 1.0
    figure = go.Figure(
        go.Heatmap(
            z=shown.astype(np.float32),
            x=column_places,
            y=row_places,
            colorscale=DIVERGING if diverging else SEQUENTIAL,
            zmin=-reach if diverging else None,
            zmax=reach if diverging else None,
            colorbar={"title": measure, "thickness": 14},
            hovertemplate=f"position %{{y}}, {columns} %{{x}}: %{{z:.4f}}<extra></extra>",
        )
    )
    return finish(
        figure,
        height=370,
        xaxis={"title": columns, "side": "bottom"},
        yaxis={"title": "position", "autorange": "reversed"},
    )


def bias_figure(bias: NDArray[np.float64], head: int) -> go.Figure:
    """Draw the (query, key) bias of one head; masked keys are left empty."""
    rows, queries = _thin(np.where(np.isneginf(bias), np.nan, bias), 0)
    shown, keys = _thin(rows, 1)
    figure = go.Figure(
        go.Heatmap(
            z=shown.astype(np.float32),
            x=keys,
            y=queries,
            colorscale=SEQUENTIAL,
            colorbar={"title": "added to the score", "thickness": 14},
            hovertemplate="query %{y}, key %{x}: %{z:.4f}<extra></extra>",
            hoverongaps=False,
        )
    )
    return finish(
        figure,
        height=370,
        xaxis={"title": f"key position j (head {head})", "side": "bottom"},
        yaxis={"title": "query position i", "autorange": "reversed", "scaleanchor": "x"},
    )


def curves_figure(curves: dict[str, NDArray[np.floating]], *, x: str, y: str) -> go.Figure:
    """Draw a few rows or columns of a table as curves."""
    figure = go.Figure()
    for name, values in curves.items():
        figure.add_scatter(
            y=values.astype(np.float32), mode="lines+markers", name=name, line_width=2,
            hovertemplate=f"{name}: %{{y:.4f}} at %{{x}}<extra></extra>",
        )  # fmt: skip
    return finish(figure, height=360, xaxis_title=x, yaxis_title=y)


def _thin(table: NDArray[np.floating], axis: int) -> tuple[NDArray[np.floating], NDArray[np.int64]]:
    step = -(-table.shape[axis] // MAX_DRAWN[axis])
    places = np.arange(0, table.shape[axis], step)
    return table.take(places, axis=axis), places
