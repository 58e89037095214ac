"""Many maps at once: small multiples, and the states of one map on the way as a film.

In each of them the kinds keep their colors and shapes, and the same few words are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from embedlab.display import visible_text
from embedlab.figures.label_placement import place_labels
from embedlab.figures.space import color_axis, kind_rows, shades
from embedlab.figures.space_coloring import Coloring
from embedlab.figures.space_frame import frame_of
from embedlab.figures.space_layers import SILENT, marker_size
from embedlab.figures.style import escape, finish, ground_color, kind_color, kind_symbol, text_color

__all__ = ["film_figure", "multiples_figure"]

STEPS = 65_535
ASPECT = 1.8  # width to height of the picture that each state of a film fills
PANEL, FEW_PANELS = 230, 340  # pixels of a panel, and of one of a single row
SMALLEST = 9  # pixels of a marker, so that its shape can be seen
FEW = 300  # points, up to which each can be pointed at and has a shape
WORD = 15


def multiples_figure(
    coordinates: NDArray[np.float32],
    titles: Sequence[str],
    labels: Sequence[str],
    coloring: Coloring,
    *,
    columns: int,
    anchors: Sequence[int] = (),
    common: bool = False,
) -> go.Figure:
    """Draw several maps (maps, n, 2) of the same points in a grid, each with its title.

    Colors and shapes mean the same in every panel; with `common`, positions do, too. The words of the
    `anchors`, rows of the points, are written in each.
    """
    rows = -(-len(coordinates) // columns)
    figure = make_subplots(
        rows, columns, subplot_titles=list(titles), horizontal_spacing=0.02, vertical_spacing=0.5 / (rows * 4)
    )
    for number, points in enumerate(coordinates):
        panel = {"row": number // columns + 1, "col": number % columns + 1}
        for trace in _points(points, labels, coloring, legend=number == 0):
            figure.add_trace(trace, **panel)
        if anchors:
            figure.add_trace(_anchors(points, labels, anchors), **panel)
            _set_ranges(figure, coordinates[..., :2].reshape(-1, 2) if common else points[:, :2], panel)
    figure.update_xaxes(showticklabels=False, zeroline=False, showgrid=False)
    figure.update_yaxes(showticklabels=False, zeroline=False, showgrid=False)
    for number in range(1, len(coordinates) + 1):  # to scale, each panel by itself
        figure.layout[f"yaxis{number if number > 1 else ''}"].scaleanchor = f"x{number if number > 1 else ''}"
    if common:
        figure.update_xaxes(matches="x")
        figure.update_yaxes(matches="y", scaleanchor=None)
        figure.layout.yaxis.scaleanchor = "x"
    panel_height = PANEL if rows > 1 else FEW_PANELS
    height = panel_height * rows + 90
    if coloring.values is not None:
        figure.update_layout(coloraxis=color_axis(coloring), margin_b=70)
    return finish(figure, height=height, margin_t=90, legend_y=1 + 45 / (panel_height * rows))


def film_figure(
    frames: NDArray[np.float32],
    steps: Sequence[int | str],
    labels: Sequence[str],
    coloring: Coloring,
    *,
    unit: str,
    anchors: Sequence[int] = (),
) -> go.Figure:
    """Draw the states (frames, n, 2) of a map on the way, with a button to play them and a slider.

    Every state fills the picture, as the first ones are very small; a point keeps its color throughout.
    """
    places = _fill(frames)
    rows = [members for _, members in kind_rows(coloring, frames.shape[1])]
    if anchors:
        rows.append(np.array(anchors))

    def positions(points: NDArray[np.uint16]) -> list[Any]:
        return [go.Scatter(x=points[members, 0], y=points[members, 1]) for members in rows]

    traces = _points(places[-1], labels, coloring, legend=True)
    if anchors:
        traces.append(_anchors(places[-1], labels, anchors))
    figure = go.Figure(
        traces,
        frames=[
            go.Frame(data=positions(points), name=str(step))
            for points, step in zip(places, steps, strict=True)
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
    ends = [-0.04 * STEPS, 1.04 * STEPS]
    axis = {"visible": False, "range": ends}
    upright = {"visible": False, "range": [end / ASPECT for end in ends], "scaleanchor": "x"}
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
    figure = finish(
        figure,
        height=520,
        xaxis=axis,
        yaxis=upright,
        updatemenus=[menu],
        sliders=[slider],
        meta={"morph": {"name": "film", "by": "index"}},
    )
    figure.update_layout(margin_b=64)
    return figure


def _fill(frames: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Return states that each fill the picture, rounded to 16 bits; all keep their proportions."""
    frames = frames[..., :2]
    low, high = frames.min(axis=1, keepdims=True), frames.max(axis=1, keepdims=True)
    span = ((high - low) * np.array([1, ASPECT], np.float32)).max(axis=2, keepdims=True)
    middle = (low + high) / 2
    shares: NDArray[np.float32] = (frames - middle) / np.where(span > 0, span, 1)
    shares += np.array([0.5, 0.5 / ASPECT], np.float32)
    return np.round(shares * STEPS).astype(np.uint16)


def _set_ranges(figure: go.Figure, points: NDArray[np.float32], panel: dict[str, int]) -> None:
    """Give a panel the ranges of these (n, 2) points, with room for words beside them."""
    low, high = frame_of(points, width=1.5 * PANEL, height=PANEL).corners().tolist()
    figure.update_xaxes(range=[low[0], high[0]], **panel)
    figure.update_yaxes(range=[low[1], high[1]], **panel)


def _points(
    points: NDArray[Any], labels: Sequence[str], coloring: Coloring, *, legend: bool
) -> list[go.Scatter]:
    """Return a trace for each kind of points."""
    count = len(labels)
    numbers = None if coloring.values is None else shades(coloring)
    size = max(SMALLEST, marker_size(count) * 0.8) if count <= FEW else marker_size(count)
    traces = []
    for kind, (name, members) in enumerate(kind_rows(coloring, count)):
        marker: dict[str, Any] = {"size": size, "symbol": kind_symbol(kind) if count <= FEW else "circle"}
        if numbers is None:
            marker["color"] = kind_color(kind)
        else:
            marker |= {"color": numbers[members], "coloraxis": "coloraxis"}
        words = [escape(visible_text(labels[row], mark_spaces=False)[:60]) for row in members]
        traces.append(
            go.Scatter(
                x=points[members, 0],
                y=points[members, 1],
                mode="markers",
                name=escape(name),
                legendgroup=name,
                showlegend=legend and bool(name),
                text=words if count <= FEW else None,
                hovertemplate="%{text}<extra></extra>" if count <= FEW else None,
                hoverinfo=None if count <= FEW else "skip",
                marker=marker,
            )
        )
    return traces


def _anchors(points: NDArray[Any], labels: Sequence[str], anchors: Sequence[int]) -> go.Scatter:
    """Return the words that are named in every panel, on the sides where they cover the least."""
    rows = list(anchors)
    frame = frame_of(points, width=PANEL, height=PANEL)
    pixels = frame.pixels(points)
    placed = place_labels(
        pixels,
        labels,
        area=frame.area,
        size=WORD,
        offset=SMALLEST,
        marker=SMALLEST / 2,
        order=rows,
        most_covered=len(points),
    )
    sides = {label.index: label.side for label in placed}
    ground = ground_color()
    return go.Scatter(
        x=points[rows, 0],
        y=points[rows, 1],
        mode="markers+text",
        text=[escape(visible_text(labels[row], mark_spaces=False)[:16]) for row in rows],
        textposition=[sides.get(row, "top center") for row in rows],
        cliponaxis=False,
        textfont={
            "size": WORD,
            "color": text_color(),
            "weight": 700,
            "shadow": f"0 0 3px {ground}, 0 0 3px {ground}",
        },
        marker={"size": SMALLEST, "symbol": "circle-open", "color": text_color(), "line_width": 2},
        name="anchors",
        **SILENT,
    )
