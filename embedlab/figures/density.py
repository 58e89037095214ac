"""A map of any size: its density as a grid of counts, and its points where few are in sight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from embedlab.corpora.views import MapPart
from embedlab.figures.style import SCALE, TICK_SIZE, amounts, escape, finish, kind_color

__all__ = ["density_figure"]

HEIGHT = 520
LONGEST = 90  # characters of a text on the pointer's label
HANDLES = (40, 25)  # invisible points, so that a box can be drawn anywhere


def density_figure(part: MapPart, texts: Sequence[str]) -> go.Figure:
    """Draw a part of a map: each point with its text where they are few, else how many lie in each cell.

    Args:
        part: what is in sight.
        texts: of its rows.
    """
    left, right, bottom, top = part.box
    figure = go.Figure()
    if len(part.rows) or not part.count:
        _add_points(figure, part, texts)
    else:
        _add_cells(figure, part)
    axis = {"showgrid": False, "zeroline": False, "showticklabels": False}
    figure.update_xaxes(range=[left, right], constrain="domain", **axis)
    figure.update_yaxes(range=[bottom, top], scaleanchor="x", constrain="domain", **axis)
    return finish(figure, height=HEIGHT, dragmode="select", showlegend=False)


def _add_points(figure: go.Figure, part: MapPart, texts: Sequence[str]) -> None:
    labels = [escape(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…") for text in texts]
    x, y = part.points.T if len(part.rows) else np.empty((2, 0))
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="markers",
            marker={"size": 7, "color": kind_color(0), "opacity": 0.6},
            customdata=labels,
            hovertemplate="%{customdata}<extra></extra>",
        )
    )


def _add_cells(figure: go.Figure, part: MapPart) -> None:
    left, right, bottom, top = part.box
    rows, columns = part.cells.shape
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = bottom + (np.arange(rows) + 0.5) * (top - bottom) / rows
    most = int(part.cells.max())
    ticks = [value for value in (1, 10, 100, 1_000, 10_000, 100_000) if value <= most]
    figure.add_trace(
        go.Heatmap(
            x=x.astype(np.float32),
            y=y.astype(np.float32),
            z=np.log10(1 + part.cells).astype(np.float32),
            zmin=0,
            customdata=part.cells.astype(np.int32),
            hovertemplate="%{customdata:,} texts in this cell<extra></extra>",
            colorscale=amounts(),
            colorbar=SCALE
            | {
                "title": {"text": "texts in a cell (logarithmic)", "side": "top", "font_size": TICK_SIZE},
                "tickvals": [0, *(np.log10(1 + np.array(ticks)))],
                "ticktext": ["0", *(f"{value:,}" for value in ticks)],
            },
        )
    )
    across, up = np.meshgrid(np.linspace(left, right, HANDLES[0]), np.linspace(bottom, top, HANDLES[1]))
    figure.add_trace(
        go.Scatter(
            x=across.ravel().astype(np.float32),
            y=up.ravel().astype(np.float32),
            mode="markers",
            marker={"opacity": 0, "size": 1},
            hoverinfo="skip",
        )
    )
