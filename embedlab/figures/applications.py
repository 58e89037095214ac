"""The figure of the lesson on applications: a grid whose cells can be clicked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.cells import write_cells
from embedlab.figures.layer_grid import frame
from embedlab.figures.lettering import cut_text
from embedlab.figures.style import LABEL_SIZE, TICK_SIZE, amounts, escape, finish

__all__ = ["grid_figure"]

LONGEST = 16  # characters of the name of a row or a column
ROW, LINE = 52, 11  # pixels of a row, and more for another line of its text


def grid_figure(
    shares: NDArray[np.float64],
    texts: Sequence[str],
    rows: Sequence[str],
    columns: Sequence[str],
    selected: tuple[int, int] | None = None,
    *,
    x_axis: str,
    y_axis: str,
) -> go.Figure:
    """Draw (rows, columns) of shares, 0 to 1, as colors with a text on each cell, row after row.

    Over each cell lies a point that can be clicked: a heatmap tells nobody what was clicked. The cell in the
    selected row and column has a frame.
    """
    rows, columns = ([escape(cut_text(name, LONGEST)) for name in names] for names in (rows, columns))
    figure = go.Figure()
    figure.add_heatmap(
        z=shares, colorscale=amounts(), zmin=0, zmax=1, showscale=False, xgap=2, ygap=2, hoverinfo="skip"
    )
    written = np.array(texts, dtype=object).reshape(shares.shape).tolist()
    more = texts[0].count("<br>")
    write_cells(figure, written, shares, size=TICK_SIZE if more else LABEL_SIZE)
    places = list(np.ndindex(shares.shape))
    figure.add_scatter(
        x=[column for _, column in places],
        y=[row for row, _ in places],
        mode="markers",
        marker={"symbol": "square", "size": ROW - 8, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=texts,
        text=[f"{y_axis}: {rows[row]}<br>{x_axis}: {columns[column]}" for row, column in places],
        hovertemplate="%{text}<br>%{customdata}<extra></extra>",
    )
    if selected is not None:
        row, column = selected
        frame(figure, x0=column - 0.5, x1=column + 0.5, y0=row - 0.5, y1=row + 0.5)
    axis = {"showgrid": False, "zeroline": False}
    top = {"title": x_axis, "tickvals": np.arange(len(columns)), "ticktext": columns, "side": "top"}
    side = {"title": y_axis, "tickvals": np.arange(len(rows)), "ticktext": rows, "autorange": "reversed"}
    return finish(
        figure,
        height=(ROW + LINE * more) * len(rows) + 150,
        xaxis=axis | top,
        yaxis=axis | side,
        showlegend=False,
    )
