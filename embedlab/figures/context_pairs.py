"""All pairs of a word's uses: the matrix of their cosines, in blocks by sense."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.cells import cell_text, write_cells
from embedlab.figures.style import LABEL_SIZE, amounts, escape, finish, kind_color, text_color

__all__ = ["cosine_figure"]

MOST_WRITTEN = 12  # sentences, up to which every cell carries its number
HEIGHT = 540  # pixels


def cosine_figure(
    cosines: NDArray[np.float64], names: Sequence[str], *, blocks: Sequence[tuple[str, int]] = ()
) -> go.Figure:
    """Draw a matrix of cosines; every cell carries its number up to twelve rows.

    Args:
        cosines: (n, n).
        names: of the rows.
        blocks: of rows that belong together, from the top: what each is called and how many rows it has.
    """
    labels = [escape(name) for name in names]
    count = len(labels)
    places = np.arange(count)
    low = float(np.floor(np.nanmin(cosines) * 10) / 10)  # the scale says where it begins
    figure = go.Figure(
        go.Heatmap(
            z=cosines.astype(np.float32),
            x=places,
            y=places,
            zmin=low,
            zmax=1,
            colorscale=amounts(),
            customdata=np.stack(np.meshgrid(labels, labels), axis=-1),
            hovertemplate="%{customdata[1]} and %{customdata[0]}: cosine %{z:.3f}<extra></extra>",
            showscale=False,
        )
    )
    if count <= MOST_WRITTEN:
        texts = [[cell_text(value, columns=count) for value in row] for row in cosines.tolist()]
        write_cells(figure, texts, np.nan_to_num((cosines - low) / ((1 - low) or 1)))
    axis = {
        "showgrid": False,
        "zeroline": False,
        "constrain": "domain",
        "tickvals": places,
        "ticktext": labels,
    }
    axis |= {"ticklabelstep": max(1, count // 20)}
    finish(
        figure,
        height=HEIGHT,
        xaxis=axis | {"side": "bottom", "title": f"sentence; full shade: 1.0, none: {low:.1f}"},
        yaxis=axis | {"autorange": "reversed", "scaleanchor": "x"},
        margin={"l": 10, "r": 10, "t": 34, "b": 10},
    )
    _add_blocks(figure, blocks, count)  # now, as their names have colors of their own
    return figure


def _add_blocks(figure: go.Figure, blocks: Sequence[tuple[str, int]], count: int) -> None:
    """Draw the borders of the blocks and name each above its columns."""
    line, start, end = {"color": text_color(), "width": 3}, 0, count - 0.5
    for index, (name, size) in enumerate(blocks):
        if start:
            figure.add_shape(type="line", x0=-0.5, x1=end, y0=start - 0.5, y1=start - 0.5, line=line)
            figure.add_shape(type="line", y0=-0.5, y1=end, x0=start - 0.5, x1=start - 0.5, line=line)
        figure.add_annotation(
            x=start + (size - 1) / 2,
            y=1,
            yref="y domain",
            yanchor="bottom",
            text=escape(name),
            showarrow=False,
            font={"size": LABEL_SIZE, "color": kind_color(index) if name else text_color(), "weight": "bold"},
        )
        start += size
