"""Many maps at once: small multiples, and the states of one map on the way as a film."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from embedlab.display import visible_text
from embedlab.figures.space import marker_size
from embedlab.figures.space_coloring import Coloring
from embedlab.figures.style import LOW_TO_HIGH, escape, finish

__all__ = ["film_figure", "multiples_figure"]

STEPS = 65_535
PANEL = 235  # pixels


def multiples_figure(
    coordinates: NDArray[np.float32],
    titles: Sequence[str],
    labels: Sequence[str],
    coloring: Coloring,
    *,
    columns: int,
    common: bool = False,
) -> go.Figure:
    """Draw several maps (maps, n, 2) of the same points in a grid, each with its title.

    Colors mean the same in every panel; with `common`, positions do, too.
    """
    rows = -(-len(coordinates) // columns)
    figure = make_subplots(
        rows, columns, subplot_titles=list(titles), horizontal_spacing=0.02, vertical_spacing=0.5 / (rows * 4)
    )
    words = [escape(visible_text(label, mark_spaces=False)[:60]) for label in labels]
    count = len(words)
    for number, places in enumerate(coordinates):
        for name, members in _groups(coloring, count):
            trace = go.Scatter(
                x=places[members, 0],
                y=places[members, 1],
                mode="markers",
                name=escape(name),
                legendgroup=name,
                showlegend=number == 0 and bool(name),
                text=[words[row] for row in members] if count <= 300 else None,
                hovertemplate="%{text}<extra></extra>" if count <= 300 else None,
                hoverinfo=None if count <= 300 else "skip",
                marker={"size": marker_size(count) * 0.6, **_color(coloring, members, first=number == 0)},
            )
            figure.add_trace(trace, number // columns + 1, number % columns + 1)
    if coloring.values is None:  # the same color in every panel
        _repeat_colors(figure)
    figure.update_xaxes(showticklabels=False, zeroline=False)
    figure.update_yaxes(showticklabels=False, zeroline=False)
    for number in range(1, len(coordinates) + 1):  # to scale, each panel by itself
        figure.layout[f"yaxis{number if number > 1 else ''}"].scaleanchor = f"x{number if number > 1 else ''}"
    if common:
        figure.update_xaxes(matches="x")
        figure.update_yaxes(matches="y", scaleanchor=None)
        figure.layout.yaxis.scaleanchor = "x"
    figure = finish(figure, height=PANEL * rows + 90)
    figure.update_layout(margin_t=90)
    figure.update_layout(legend_y=1 + 45 / (PANEL * rows))
    return figure


def film_figure(
    frames: NDArray[np.float32], steps: Sequence[int], labels: Sequence[str], coloring: Coloring, *, unit: str
) -> go.Figure:
    """Draw the states (frames, n, 2) of a map on the way, with a button to play them and a slider.

    Every state fills the picture, as the first ones are very small; a point keeps its color throughout.
    """
    count = frames.shape[1]
    places = _fill(frames)
    parts = _groups(coloring, count)
    words = [escape(visible_text(label, mark_spaces=False)[:60]) for label in labels]

    def traces(number: int, *, whole: bool) -> list[Any]:
        drawn = []
        for name, members in parts:
            options: dict[str, Any] = {"x": places[number, members, 0], "y": places[number, members, 1]}
            if whole:
                options |= {
                    "mode": "markers",
                    "name": escape(name),
                    "showlegend": bool(name),
                    "text": [words[row] for row in members],
                    "hovertemplate": "%{text}<extra></extra>",
                    "marker": {"size": marker_size(count), **_color(coloring, members, first=True)},
                }
            drawn.append(go.Scatter(**options))
        return drawn

    figure = go.Figure(
        traces(len(frames) - 1, whole=True),
        frames=[
            go.Frame(data=traces(number, whole=False), name=str(step)) for number, step in enumerate(steps)
        ],
    )
    still = {"frame": {"duration": 0, "redraw": False}, "mode": "immediate", "transition": {"duration": 0}}
    moving = {
        "frame": {"duration": 140, "redraw": False},
        "transition": {"duration": 120},
        "fromcurrent": False,
        "mode": "immediate",
    }
    buttons = [
        {"label": "▶ Play", "method": "animate", "args": [None, moving]},
        {"label": "❚❚ Stop", "method": "animate", "args": [[None], still]},
    ]
    slider = {
        "active": len(frames) - 1,
        "currentvalue": {"prefix": f"{unit} "},
        "pad": {"t": 30},
        "x": 0.16,
        "len": 0.84,
        "steps": [{"label": str(step), "method": "animate", "args": [[str(step)], still]} for step in steps],
    }
    axis = {"showticklabels": False, "zeroline": False, "range": [-0.04 * STEPS, 1.04 * STEPS]}
    menu = {
        "type": "buttons",
        "direction": "right",
        "buttons": buttons,
        "x": 0,
        "y": -0.06,
        "yanchor": "top",
        "showactive": False,  # Plotly's own color of a pressed button hides its words in the dark
        "bgcolor": "#0072B2",
        "bordercolor": "#0072B2",
        "font": {"color": "#FFFFFF"},
    }
    upright = axis | {"scaleanchor": "x"}
    figure = finish(figure, height=520, xaxis=axis, yaxis=upright, updatemenus=[menu], sliders=[slider])
    figure.update_layout(margin_b=20)
    return figure


def _fill(frames: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Return states that each fill the picture, rounded to 16 bits; all keep their proportions."""
    low, high = frames.min(axis=1, keepdims=True), frames.max(axis=1, keepdims=True)
    span = (high - low).max(axis=2, keepdims=True)
    middle = (low + high) / 2
    shares: NDArray[np.float32] = (frames - middle) / np.where(span > 0, span, 1) + 0.5
    return np.round(shares * STEPS).astype(np.uint16)


def _groups(coloring: Coloring, count: int) -> list[tuple[str, NDArray[np.int64]]]:
    if coloring.groups is None:
        return [("", np.arange(count))]
    names = np.array(coloring.groups)
    return [(name, np.flatnonzero(names == name)) for name in dict.fromkeys(coloring.groups)]


def _color(coloring: Coloring, members: NDArray[np.int64], *, first: bool) -> dict[str, Any]:
    if coloring.values is None:
        return {}
    return {
        "color": np.asarray(coloring.values, dtype=np.float32)[members],
        "cmin": coloring.low,
        "cmax": coloring.high,
        "colorscale": coloring.scale or LOW_TO_HIGH,
        "showscale": first,
        "colorbar": {"title": {"text": coloring.title, "side": "right"}, "thickness": 14},
    }


def _repeat_colors(figure: go.Figure) -> None:
    """Let the first panel's groups take the theme's colors and the others the same ones.

    A trace takes the color of its place in the figure; a group of a later panel has another place. Plotly
    has no name for "the color of that trace", so that each group gets its place as a color of the palette.
    """
    from embedlab.figures.style import PALETTE

    order = {name: number for number, name in enumerate(dict.fromkeys(t.legendgroup for t in figure.data))}
    for trace in figure.data:
        trace.marker.color = PALETTE[order[trace.legendgroup] % len(PALETTE)]
