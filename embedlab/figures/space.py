"""The map of the space lesson, in two or three dimensions: to scale, with its words, without axis numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.display import visible_text
from embedlab.figures.space_coloring import MAX_LABELS, Coloring
from embedlab.figures.space_frame import Frame, frame_of
from embedlab.figures.space_layers import (
    EYE,
    Kinds,
    Neighborhood,
    add_headings,
    add_new_word,
    add_ring,
    add_threads,
    add_words,
    add_words_in_space,
    marker_size,
    scatter,
)
from embedlab.figures.space_words import place_words
from embedlab.figures.style import amounts, escape, finish, kind_color, kind_symbol
from embedlab.numerals import number_text
from embedlab.space import Projection

__all__ = ["HEIGHT", "WIDTH", "color_axis", "kind_rows", "map_figure", "shades"]

WIDTH, HEIGHT = 680, 520  # pixels that a map is laid out for; on a wider screen it has more room at its sides
MANY = 2_000  # points, from which the browser's graphics card draws them and positions are rounded
LONGEST = 60  # characters of a label that is shown when a point is pointed at
LONGEST_WRITTEN = 28  # and of one that is written on the map
MAX_GROUPS = 24  # in the legend; further groups share the last entry
SYMBOLS_3D = ("circle", "diamond", "square", "circle-open", "diamond-open", "square-open", "x", "cross")
CAMERA = {"aspectmode": "data", "camera": {"eye": dict(zip("xyz", EYE, strict=True))}}
MORPH = {"morph": {"name": "map", "by": "text"}}  # on a page, points move to their places on another map
MOST_MOVED = 1_000  # points that a browser moves smoothly
STEPS = 65_535  # of a rounded position: finer than any screen
SHADES = 255  # of a rounded color
FAINTEST = 0.25  # share of the color scale that the lowest number has: none is as the ground
Ranges = tuple[
    NDArray[np.float32], NDArray[np.float32]
]  # lowest coordinates and spans, where they were rounded


def map_figure(
    projection: Projection,
    labels: Sequence[str],
    coloring: Coloring,
    *,
    written: Sequence[int] = (),
    neighborhood: Neighborhood | None = None,
    selected: Sequence[int] | None = None,
    added: Sequence[tuple[str, NDArray[np.float32]]] = (),
    width: int = WIDTH,
    height: int = HEIGHT,
) -> go.Figure:
    """Draw a map. Its axes carry no numbers; only named axes carry names.

    Args:
        projection: the map.
        labels: one per point, shown when it is pointed at.
        coloring: what the colors stand for.
        written: the points whose words are written where they fit, most important first.
        neighborhood: a point to be joined to its true neighbors, whose words come first.
        selected: rows to keep bright while the others fade.
        added: new words and where they were placed on the finished map.
        width: in pixels, that the words are laid out for.
        height: in pixels.
    """
    figure = go.Figure()
    points, ranges = _positions(projection.coordinates)
    kinds = kind_rows(coloring, len(labels))
    flat = points.shape[1] == 2
    size = marker_size(len(labels)) * (1 if flat else 0.6)
    rows = [] if neighborhood is None else [neighborhood.row, *neighborhood.neighbors.tolist()]
    if neighborhood is not None:
        add_threads(figure, points, neighborhood)
    _add_points(figure, points, labels, coloring, kinds, size=size, selected=selected)
    texts = [_cut(label, LONGEST_WRITTEN) for label in labels]
    order = list(dict.fromkeys([*rows, *map(int, written)]))[:MAX_LABELS]
    view: dict[str, Any]
    if flat:
        corners = np.concatenate((projection.coordinates, *(new[None] for _, new in added)))
        frame = frame_of(corners, width=width, height=height)
        words = place_words(
            frame,
            projection.coordinates,
            texts,
            order=order,
            bold=rows[:1],
            marker_size=size,
            kinds=dict(kinds),
            threads=rows,
        )
        colorful = coloring.values is None
        add_words(figure, points, texts, words, kinds=kinds, size=size, bold=rows[:1], colorful=colorful)
        headings = {name: _positions(point[None], ranges)[0] for name, point in words.headings.items()}
        add_headings(figure, headings, kinds=kinds, colorful=colorful)
        legend = len(headings) < sum(bool(name) for name, _ in kinds) > 1
        view = {"dragmode": "pan", "showlegend": legend, **_axes(projection, frame, ranges)}
    else:
        add_words_in_space(figure, points, texts, kinds, order=order, bold=rows[:1], size=size, height=height)
        hidden = {axis: {"visible": False} for axis in ("xaxis", "yaxis", "zaxis")}
        view = {"dragmode": "turntable", "showlegend": False, "scene": hidden | CAMERA}
    if neighborhood is not None:
        add_ring(figure, points, neighborhood.row, size)
    for label, new in added:
        add_new_word(figure, _cut(label, LONGEST_WRITTEN), _positions(new[None], ranges)[0])
    if coloring.values is not None:
        view["coloraxis"] = color_axis(coloring)
    return finish(
        figure,
        height=height,
        uirevision=projection.method,
        meta=MORPH if flat and len(labels) <= MOST_MOVED else None,
        margin=_margin(projection, coloring, view),
        **view,
    )


def kind_rows(coloring: Coloring, count: int) -> Kinds:
    """Return the name and the rows of each kind; one nameless kind where there are none."""
    if coloring.groups is None:
        return [("", np.arange(count))]
    names = list(dict.fromkeys(coloring.groups))
    index = {name: min(number, MAX_GROUPS - 1) for number, name in enumerate(names)}
    if len(names) > MAX_GROUPS:
        names = [*names[: MAX_GROUPS - 1], f"{len(names) - MAX_GROUPS + 1} more"]
    indices = np.array([index[name] for name in coloring.groups])
    return [(name, np.flatnonzero(indices == number)) for number, name in enumerate(names)]


def _positions(
    coordinates: NDArray[np.floating[Any]], ranges: Ranges | None = None
) -> tuple[NDArray[Any], Ranges | None]:
    """Return positions as they are sent: rounded to 16 bits where there are many points."""
    if ranges is None:
        if len(coordinates) <= MANY:
            return coordinates, None
        ranges = coordinates.min(axis=0), np.ptp(coordinates, axis=0)
    low, span = ranges
    steps = (coordinates - low) / np.where(span > 0, span, 1) * STEPS
    if len(coordinates) > MANY:
        return np.round(steps).astype(np.uint16), ranges
    return steps.astype(np.float32), ranges


def _cut(label: str, longest: int) -> str:
    # marks of direction would turn the words around them
    visible = label if label.isprintable() else visible_text(label, mark_spaces=False)
    return visible if len(visible) <= longest else visible[: longest - 1].rstrip() + "…"


def _axes(projection: Projection, frame: Frame, ranges: Ranges | None) -> dict[str, Any]:
    """Return the axes of a flat map, to scale: what looks near is what its quality calls near."""
    low, high = frame.corners() if ranges is None else _positions(frame.corners(), ranges)[0]
    axes = [
        {"visible": False, "range": [float(low[side]), float(high[side])], "showgrid": False}
        for side in (0, 1)
    ]
    axes[1] |= {"scaleanchor": "x", "scaleratio": _ratio(ranges)}
    if projection.method == "axes":
        for axis, name in zip(axes, projection.parameters["axes"], strict=True):
            axis |= {"visible": True, "showticklabels": False, "zeroline": False, "title": escape(name)}
    return {"xaxis": axes[0], "yaxis": axes[1]}


def _ratio(ranges: Ranges | None) -> float:
    """Return how much larger a step up is than a step to the right, where positions were rounded."""
    if ranges is None or not ranges[1][0]:
        return 1.0
    return float(ranges[1][1] / ranges[1][0]) or 1.0


def _add_points(
    figure: go.Figure,
    points: NDArray[Any],
    labels: Sequence[str],
    coloring: Coloring,
    kinds: Kinds,
    *,
    size: float,
    selected: Sequence[int] | None,
) -> None:
    count, flat = len(labels), points.shape[1] == 2
    words = [escape(_cut(label, LONGEST)) for label in labels]
    numbers = None if coloring.values is None else shades(coloring)
    for number, (name, rows) in enumerate(kinds):
        whole = len(rows) == count
        marker: dict[str, Any] = {"size": size, "line_width": 0}
        if numbers is None:
            marker["color"] = kind_color(number)
        else:
            marker |= {"color": numbers[rows], "coloraxis": "coloraxis"}
        if count <= MANY:
            marker["symbol"] = kind_symbol(number) if flat else SYMBOLS_3D[number % len(SYMBOLS_3D)]
        options: dict[str, Any] = {
            "mode": "markers",
            "name": escape(name),
            "showlegend": bool(name),
            "text": words if whole else [words[row] for row in rows],
            "hovertemplate": "%{text}<extra>" + ("%{fullData.name}" if name else "") + "</extra>",
            "marker": marker,
        }
        if count <= MANY or not whole:  # where all points are one trace, the number of a point is its row
            options["customdata"] = rows.astype(np.uint16 if count <= STEPS else np.int32)
        if flat and selected is not None:
            options["selectedpoints"] = np.flatnonzero(np.isin(rows, selected)).tolist()
        if flat:
            options["unselected"] = {"marker": {"opacity": 0.25 if selected is not None else 1}}
        figure.add_trace(scatter(points[rows], fast=count > MANY, **options))


def _bounds(coloring: Coloring) -> tuple[float, float]:
    values = np.asarray(coloring.values, dtype=np.float64)
    low = float(np.nanmin(values)) if coloring.low is None else coloring.low
    high = float(np.nanmax(values)) if coloring.high is None else coloring.high
    return low, high


def shades(coloring: Coloring) -> NDArray[np.uint8]:
    """Return the colors of numbers, rounded to what a screen can tell apart; of no number: the faintest."""
    low, high = _bounds(coloring)
    shares = np.clip((np.asarray(coloring.values) - low) / ((high - low) or 1.0), 0, 1) * SHADES
    return np.round(np.nan_to_num(shares, nan=0)).astype(np.uint8)


def color_axis(coloring: Coloring) -> dict[str, Any]:
    """Return the scale of the colors of numbers: the more, the further from the ground."""
    low, high = _bounds(coloring)
    span = (high - low) or 1.0
    ticks = coloring.ticks or tuple((low + span * share, number_text(low + span * share)) for share in (0, 1))
    return {
        "cmin": -SHADES * FAINTEST / (1 - FAINTEST),  # the ground itself: no number has its color
        "cmax": SHADES,
        "colorscale": amounts(),
        "colorbar": {
            "orientation": "h",
            "title": {"text": escape(coloring.title), "side": "top"},
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yanchor": "top",
            "lenmode": "pixels",
            "len": 260,
            "thickness": 10,
            "outlinewidth": 0,
            "tickvals": [(value - low) / span * SHADES for value, _ in ticks],
            "ticktext": [text for _, text in ticks],
        },
    }


def _margin(projection: Projection, coloring: Coloring, view: dict[str, Any]) -> dict[str, int]:
    """Return the pixels around a map: for named axes, a legend, a color scale."""
    names = 36 if projection.method == "axes" else 0
    scale = 0 if coloring.values is None else 70
    return {"l": names, "r": 0, "t": 40 if view["showlegend"] else 0, "b": names + scale}
