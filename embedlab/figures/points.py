"""One number over another: a point for each pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from embedlab.figures.style import NEUTRAL, finish

__all__ = ["points_figure"]


def points_figure(
    x: ArrayLike,
    y: ArrayLike,
    *,
    x_axis: str,
    y_axis: str,
    hover: str,
    names: Sequence[str] = (),
    marker: dict[str, Any],
    height: int,
    diagonal: bool = False,
) -> go.Figure:
    """Draw points.

    Args:
        x: (n,).
        y: (n,).
        x_axis: what x is.
        y_axis: what y is.
        hover: Plotly's template of what is said where a point is pointed at; `names` are its texts.
        names: one a point, or none.
        marker: Plotly's settings of the points.
        height: in pixels.
        diagonal: whether a dashed line stands where both are equal, below and above the points.
    """
    figure = go.Figure()
    figure.add_scatter(
        x=np.asarray(x, dtype=np.float32),
        y=np.asarray(y, dtype=np.float32),
        mode="markers",
        marker=marker,
        text=list(names),
        hovertemplate=f"{hover}<extra></extra>",
    )
    if diagonal:
        dots = figure.data[0]
        ends = [dots.x.min(), dots.x.max()]
        line = {"color": NEUTRAL, "width": 2, "dash": "dash"}
        figure.add_scatter(x=ends, y=ends, mode="lines", line=line, hoverinfo="skip")
    x_settings = {"title": x_axis, "tickformat": ",", "nticks": 4, "tickangle": 0, "zeroline": False}
    return finish(
        figure, height=height, xaxis=x_settings, yaxis={"title": y_axis, "tickformat": ","}, showlegend=False
    )
