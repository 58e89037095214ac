"""Figures of the attention lesson: a number for each head, and every head at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from embedlab.figures.layer_grid import frame
from embedlab.figures.style import SCALE, TICK_SIZE, amounts, diverging, finish

__all__ = ["head_maps", "heads_figure"]

MOST_CELLS = 100_000  # of all heads at once, a byte each
LEVELS = 250  # of a weight, as a byte
MARGIN = {"l": 10, "r": 10, "t": 60, "b": 10}


def head_maps(
    maps: Mapping[str, NDArray[np.float64]],
    head: tuple[int, int],
    *,
    what: str = "share",
    least: int = 0,
) -> go.Figure:
    """Draw a number for each head, layers from top to bottom: one map, or several, two in a row.

    Args:
        maps: title -> (layers, heads), at most 1; what is nan stays empty.
        head: layer and head, from 1, which are framed.
        what: the number is.
        least: 0, or −1: then blue below 0, orange above.
    """
    layers, heads = next(iter(maps.values())).shape
    rows, columns = (1, 1) if len(maps) == 1 else (-(-len(maps) // 2), 2)
    figure = make_subplots(
        rows, columns, subplot_titles=list(maps), horizontal_spacing=0.1, vertical_spacing=0.24
    )
    for index, values in enumerate(maps.values()):
        panel = {"row": index // columns + 1, "col": index % columns + 1}
        cells = go.Heatmap(
            z=np.asarray(values, dtype=np.float32),
            x=np.arange(1, heads + 1),
            y=np.arange(1, layers + 1),
            xgap=2,
            ygap=2 if layers < 10 else 1,
            hovertemplate=f"layer %{{y}}, head %{{x}}: {what} %{{z:.2f}}<extra></extra>",
            hoverongaps=False,
            coloraxis="coloraxis",
        )
        figure.add_trace(cells, **panel)
        layer, number = head
        edges = {"x0": number - 0.5, "x1": number + 0.5, "y0": layer - 0.5, "y1": layer + 0.5}
        frame(figure, **edges, **panel)
    figure.update_yaxes(range=[layers + 0.5, 0.5], dtick=1 if layers < 10 else 5, showgrid=False)
    figure.update_yaxes(title="layer", col=1)
    # two digits a column would run together on a phone
    figure.update_xaxes(tick0=0, dtick=1 if heads < 10 or columns == 1 else 3, tickangle=0, showgrid=False)
    figure.update_xaxes(title={"text": "head", "standoff": 42}, automargin=True, row=rows)
    figure.update_annotations(font_size=TICK_SIZE)
    scale = {"colorscale": diverging() if least else amounts(), "cmin": least, "cmax": 1}
    bar = SCALE if rows == 1 else SCALE | {"y": 1.08}
    return finish(
        figure,
        height=int(
            rows
            * (max(8 if columns > 1 else 14, min(24 if columns > 1 else 34, 420 / layers)) * layers + 125)
        ),
        coloraxis=scale | {"colorbar": bar},
        margin=MARGIN if rows == 1 else MARGIN | {"t": 90},
    )


def heads_figure(weights: NDArray[np.floating], head: tuple[int, int]) -> go.Figure:
    """Draw the attention of every head: in each small square, query tokens from top to bottom.

    A square shows the first tokens where all would be too many. Darker is more; each row of a square is
    scaled to its largest weight, so that also a spread attention is seen.

    Args:
        weights: (layers, heads, tokens, tokens).
        head: layer and head, from 1, which are framed.
    """
    layers, heads, count, _ = weights.shape
    count = min(count, int(np.sqrt(MOST_CELLS / (layers * heads))) - 1)
    part = np.nan_to_num(np.asarray(weights[:, :, :count, :count], dtype=np.float64))
    part = part / np.maximum(part.max(axis=-1, keepdims=True), 1e-12)
    step = count + 1  # one line between the squares
    cells = np.zeros((layers * step, heads * step), dtype=np.uint8)
    shape = (layers, step, heads, step)
    cells.reshape(shape)[:, :count, :, :count] = np.rint(LEVELS * part).swapaxes(1, 2)
    colors = {"zmin": 0, "zmax": LEVELS, "colorscale": amounts(), "showscale": False}
    figure = go.Figure(go.Heatmap(z=cells, hoverinfo="skip", zsmooth=False, **colors))
    left, top = (head[1] - 1) * step - 1, (head[0] - 1) * step - 1
    frame(figure, x0=left, x1=left + step, y0=top, y1=top + step)

    def axis(title: str, number: int, ends: list[float]) -> dict[str, object]:
        return {
            "title": title,
            "tickvals": np.arange(number) * step + count / 2,
            "ticktext": [str(each) for each in range(1, number + 1)],
            "tickangle": 0,
            "showgrid": False,
            "zeroline": False,
            "range": ends,
        }

    return finish(
        figure,
        height=int(min(75, max(36, 560 / layers)) * layers) + 80,
        xaxis=axis("head", heads, [-1.5, heads * step - 0.5]) | {"side": "top"},
        yaxis=axis("layer", layers, [layers * step - 0.5, -1.5]),
        margin=MARGIN,
    )
