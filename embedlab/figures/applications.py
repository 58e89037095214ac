"""The figure of the lesson on applications: a confusion matrix whose cells can be clicked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.cells import write_cells
from embedlab.figures.layer_grid import frame
from embedlab.figures.lettering import cut_text
from embedlab.figures.style import LABEL_SIZE, amounts, escape, finish

__all__ = ["confusion_figure"]

LONGEST = 16  # characters of the name of a class
ROW = 52  # pixels of a row of the confusion matrix


def confusion_figure(
    counts: NDArray[np.int64], classes: Sequence[str], selected: tuple[int, int] | None = None
) -> go.Figure:
    """Draw how often a text of each class (row) was taken for each (column).

    Over each cell of the (classes, classes) counts lies a point that can be clicked: a heatmap tells nobody
    what was clicked. The cell with the selected row and column has a frame.
    """
    names = [escape(cut_text(name, LONGEST)) for name in classes]
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = go.Figure()
    figure.add_heatmap(
        z=shares, colorscale=amounts(), zmin=0, zmax=1, showscale=False, xgap=2, ygap=2, hoverinfo="skip"
    )
    written = [[str(count) if count else "" for count in row] for row in counts.tolist()]
    write_cells(figure, written, shares, size=LABEL_SIZE)
    axis = {"tickvals": np.arange(len(names)), "ticktext": names, "showgrid": False, "zeroline": False}
    rows, columns = (each.ravel() for each in np.indices(counts.shape))
    figure.add_scatter(
        x=columns,
        y=rows,
        mode="markers",
        marker={"symbol": "square", "size": ROW - 8, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=np.stack([rows, columns, counts.ravel()], axis=1),
        text=[f"{names[row]} taken for {names[column]}" for row, column in zip(rows, columns, strict=True)],
        hovertemplate="%{text}: %{customdata[2]}<extra></extra>",
    )
    if selected is not None:
        row, column = selected
        frame(figure, x0=column - 0.5, x1=column + 0.5, y0=row - 0.5, y1=row + 0.5)
    return finish(
        figure,
        height=ROW * len(names) + 120,
        xaxis=axis | {"title": "taken for", "side": "top"},
        yaxis=axis | {"title": "its label", "autorange": "reversed"},
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
