"""Figures of the attention lesson: patterns of heads, every head at once, correlations by head."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from embedlab.figures.layer_grid import frame
from embedlab.figures.style import SCALE, TICK_SIZE, amounts, diverging, finish

__all__ = ["correlations_figure", "heads_figure", "patterns_figure"]

MOST_CELLS = 100_000  # of all heads at once, a byte each
ROW = 24  # pixels of a layer
LEVELS = 250  # of a weight, as a byte


def patterns_figure(scores: Mapping[str, NDArray[np.float64]], head: tuple[int, int]) -> go.Figure:
    """Draw for each pattern how much attention every head spends on it, layers from top to bottom.

    Args:
        scores: pattern -> (layers, heads); one that is all nan stays empty.
        head: layer and head, from 1, which are framed.
    """
    layers, heads = next(iter(scores.values())).shape
    figure = make_subplots(
        rows=2, cols=2, subplot_titles=list(scores), horizontal_spacing=0.1, vertical_spacing=0.24
    )
    for index, values in enumerate(scores.values()):
        panel = {"row": index // 2 + 1, "col": index % 2 + 1}
        figure.add_trace(_heads(values, "share %{z:.2f}", coloraxis="coloraxis"), **panel)
        _frame_head(figure, head, panel)
        figure.update_yaxes(range=[layers + 0.5, 0.5], dtick=1 if layers < 10 else 5, **panel)
    figure.update_yaxes(title="layer", showgrid=False, col=1)
    figure.update_yaxes(showgrid=False)
    # two digits a column would run together on a phone
    figure.update_xaxes(tick0=0, dtick=1 if heads < 10 else 3, tickangle=0, showgrid=False)
    figure.update_xaxes(title={"text": "head", "standoff": 42}, automargin=True, row=2)
    figure.update_annotations(font_size=TICK_SIZE)
    height = 2 * max(8, min(ROW, 420 / layers)) * layers + 250
    scale = {"colorscale": amounts(), "cmin": 0, "cmax": 1, "colorbar": SCALE | {"y": 1.08}}
    return finish(
        figure,
        height=int(height),
        coloraxis=scale,
        margin={"l": 10, "r": 10, "t": 90, "b": 10},
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
    figure = go.Figure(
        go.Heatmap(
            z=cells,
            zmin=0,
            zmax=LEVELS,
            colorscale=amounts(),
            showscale=False,
            hoverinfo="skip",
            zsmooth=False,
        )
    )
    left, top = (head[1] - 1) * step - 1, (head[0] - 1) * step - 1
    frame(figure, x0=left, x1=left + step, y0=top, y1=top + step)
    return finish(
        figure,
        height=int(min(75, max(36, 560 / layers)) * layers) + 80,
        xaxis={
            "title": "head",
            "tickvals": np.arange(heads) * step + count / 2,
            "ticktext": [str(number + 1) for number in range(heads)],
            "tickangle": 0,
            "showgrid": False,
            "zeroline": False,
            "side": "top",
            "range": [-1.5, heads * step - 0.5],
        },
        yaxis={
            "title": "layer",
            "tickvals": np.arange(layers) * step + count / 2,
            "ticktext": [str(number + 1) for number in range(layers)],
            "showgrid": False,
            "zeroline": False,
            "range": [layers * step - 0.5, -1.5],
        },
        margin={"l": 10, "r": 10, "t": 60, "b": 10},
    )


def correlations_figure(values: NDArray[np.float64], head: tuple[int, int]) -> go.Figure:
    """Draw a rank correlation for each head, layers from top to bottom: blue below 0, orange above.

    Args:
        values: (layers, heads), from −1 to 1.
        head: layer and head, from 1, which are framed.
    """
    layers = len(values)
    trace = _heads(values, "correlation %{z:.2f}", zmin=-1, zmax=1, colorscale=diverging(), colorbar=SCALE)
    figure = go.Figure(trace)
    _frame_head(figure, head, {})
    return finish(
        figure,
        height=int(max(14, min(34, 420 / layers)) * layers) + 120,
        xaxis={
            "title": {"text": "head", "standoff": 42},  # Plotly puts it between the numbers where it fits
            "automargin": True,
            "dtick": 1,
            "tickangle": 0,
            "showgrid": False,
        },
        yaxis={
            "title": "layer",
            "range": [layers + 0.5, 0.5],
            "dtick": 1 if layers < 10 else 5,
            "showgrid": False,
        },
        margin={"l": 10, "r": 10, "t": 60, "b": 10},
    )


def _heads(values: NDArray[np.float64], what: str, **options: object) -> go.Heatmap:
    layers, heads = values.shape
    return go.Heatmap(
        z=np.asarray(values, dtype=np.float32),
        x=np.arange(1, heads + 1),
        y=np.arange(1, layers + 1),
        xgap=2,
        ygap=2 if layers < 10 else 1,
        hovertemplate=f"layer %{{y}}, head %{{x}}: {what}<extra></extra>",
        hoverongaps=False,
        **options,
    )


def _frame_head(figure: go.Figure, head: tuple[int, int], panel: dict[str, int]) -> None:
    layer, number = head
    frame(figure, x0=number - 0.5, x1=number + 0.5, y0=layer - 0.5, y1=layer + 0.5, **panel)
