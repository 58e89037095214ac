"""The map of the space lesson, in two or three dimensions: points, colors, words that keep out of each
other's way, and the true neighbors of a chosen point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.display import visible_text
from embedlab.figures.space_coloring import MAX_LABELS, Coloring
from embedlab.figures.style import NEAR_TO_FAR, SYMBOLS, escape, finish
from embedlab.space import Projection

__all__ = ["Neighborhood", "axis_titles", "map_figure", "marker_size"]

MANY = 2_000  # points, from which the browser's graphics card draws them and positions are rounded
LONGEST = 60  # characters of a label that is shown when a point is pointed at
LONGEST_WRITTEN = 28  # and of one that is written on the map
MAX_GROUPS = 24  # in the legend; further groups share the last entry
SYMBOLS_3D = ("circle", "diamond", "square", "cross", "x", "circle-open", "diamond-open", "square-open")
NAMES = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP", "axes": "cosine"}
STEPS = 65_535  # of a rounded position: finer than any screen
SHADES = 255  # of a rounded color
RING = "#CC79A7"
LINE = "rgba(140, 150, 163, 0.9)"


@dataclass(frozen=True)
class Neighborhood:
    """A point and its true neighbors."""

    row: int
    neighbors: NDArray[np.int64]  # (k,) rows, nearest first


def map_figure(
    projection: Projection,
    labels: Sequence[str],
    coloring: Coloring,
    *,
    written: Sequence[int] = (),
    neighborhood: Neighborhood | None = None,
    selected: Sequence[int] | None = None,
    added: Sequence[tuple[str, NDArray[np.float32]]] = (),
    height: int = 440,
) -> go.Figure:
    """Draw a map.

    The axes of t-SNE and UMAP have no meaning of their own, so they carry no numbers.

    Args:
        projection: the map.
        labels: one a point, shown when it is pointed at.
        coloring: what the colors stand for.
        written: the points whose words are written, most important first; in two dimensions the page hides
            those that would overlap.
        neighborhood: a point to be joined to its true neighbors.
        selected: rows to keep bright while the others fade.
        added: new words and where they were placed on the finished map.
        height: in pixels.
    """
    figure = go.Figure()
    places, ranges = _positions(projection.coordinates)
    words = [escape(_cut(label, LONGEST)) for label in labels]
    _add_points(figure, places, words, coloring, selected)
    if neighborhood is not None:
        _add_neighborhood(figure, places, words, neighborhood)
        written = [*neighborhood.neighbors, *(row for row in written if row != neighborhood.row)]
    rows = list(dict.fromkeys(int(row) for row in written))[:MAX_LABELS]
    _add_labels(
        figure, places, {row: escape(_cut(labels[row], LONGEST_WRITTEN)) for row in rows}, len(labels)
    )
    for label, place in added:
        _add_new(figure, label, _positions(place[None], ranges)[0])
    titles = axis_titles(projection)
    readable = projection.method in {"pca", "axes"} and len(labels) <= MANY
    axes = [{"title": title, "showticklabels": readable, "zeroline": False} for title in titles]
    options: dict[str, Any] = {"dragmode": "pan", "uirevision": projection.method}
    if len(axes) == 2:
        # to scale: what looks near is what the quality of the map calls near
        axes[1] |= {"scaleanchor": "x", "scaleratio": _ratio(ranges)}
        return finish(figure, height=height, xaxis=axes[0], yaxis=axes[1], **options)
    options["dragmode"] = "turntable"
    scene = {"xaxis": axes[0], "yaxis": axes[1], "zaxis": axes[2], "uirevision": projection.method}
    return finish(figure, height=max(height, 520), scene=scene, **options)


def axis_titles(projection: Projection) -> list[str]:
    """Return what the axes of a map are called."""
    if projection.method == "axes":
        return [escape(name) for name in projection.parameters["axes"]]
    count = projection.coordinates.shape[1]
    titles = [f"{NAMES[projection.method]} {number}" for number in range(1, count + 1)]
    if projection.explained_variance_ratio is not None:
        shares = projection.explained_variance_ratio * 100
        titles = [f"{title} ({share:.0f} % of variance)" for title, share in zip(titles, shares, strict=True)]
    return titles


def marker_size(points: int) -> float:
    """Return a size at which so many points can be told apart, in pixels."""
    return 11 if points <= 150 else 8 if points <= 600 else 5.5 if points <= 3_000 else 3.5


def _positions(
    coordinates: NDArray[np.float32], ranges: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None
) -> tuple[NDArray[Any], tuple[NDArray[np.float32], NDArray[np.float32]] | None]:
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
    seen = label if label.isprintable() else visible_text(label, mark_spaces=False)
    return seen if len(seen) <= longest else seen[: longest - 1].rstrip() + "…"


def _ratio(ranges: tuple[NDArray[np.float32], NDArray[np.float32]] | None) -> float:
    """Return how much larger a step up is than a step to the right, where positions were rounded."""
    if ranges is None or not ranges[1][0]:
        return 1.0
    return float(ranges[1][1] / ranges[1][0]) or 1.0


def _scatter(places: NDArray[Any], *, fast: bool, **options: Any) -> Any:
    """Return a trace in two or three dimensions."""
    x, y, *z = (np.ascontiguousarray(column) for column in places.T)
    if z:
        return go.Scatter3d(x=x, y=y, z=z[0], **options)
    return (go.Scattergl if fast else go.Scatter)(x=x, y=y, **options)


def _add_points(
    figure: go.Figure,
    places: NDArray[Any],
    words: Sequence[str],
    coloring: Coloring,
    selected: Sequence[int] | None,
) -> None:
    count, flat = len(words), places.shape[1] == 2
    size = marker_size(count) if flat else max(3, marker_size(count) * 0.55)
    for number, (name, rows) in enumerate(_parts(coloring, count)):
        whole = len(rows) == count
        marker: dict[str, Any] = {"size": size, "line_width": 0.5 if flat and count <= MANY else 0}
        if coloring.values is not None:
            marker |= _shades(coloring)
        else:
            symbols = SYMBOLS if flat else SYMBOLS_3D
            marker["symbol"] = symbols[number % len(symbols)] if count <= MANY else "circle"
        options: dict[str, Any] = {
            "mode": "markers",
            "name": escape(name),
            "showlegend": coloring.values is None and bool(name),
            "text": words if whole else [words[row] for row in rows],
            "hovertemplate": "%{text}<extra>" + ("%{fullData.name}" if name else "") + "</extra>",
            "marker": marker,
        }
        if count <= MANY or not whole:  # where all points are one trace, the number of a point is its row
            options["customdata"] = rows.astype(np.uint16 if count <= STEPS else np.int32)
        if selected is not None and flat:
            options["selectedpoints"] = np.flatnonzero(np.isin(rows, selected)).tolist()
        if flat:
            options["unselected"] = {"marker": {"opacity": 0.25 if selected is not None else 0.85}}
        figure.add_trace(_scatter(places[rows], fast=count > MANY, **options))


def _parts(coloring: Coloring, count: int) -> list[tuple[str, NDArray[np.int64]]]:
    """Return the name and the rows of each trace."""
    if coloring.groups is None:
        return [("", np.arange(count))]
    names = list(dict.fromkeys(coloring.groups))
    place = {name: min(number, MAX_GROUPS - 1) for number, name in enumerate(names)}
    if len(names) > MAX_GROUPS:
        names = [*names[: MAX_GROUPS - 1], f"{len(names) - MAX_GROUPS + 1} more"]
    of = np.array([place[name] for name in coloring.groups])
    return [(name, np.flatnonzero(of == number)) for number, name in enumerate(names)]


def _shades(coloring: Coloring) -> dict[str, Any]:
    """Return the colors of numbers, rounded to what a screen can tell apart."""
    values = np.asarray(coloring.values, dtype=np.float64)
    low = float(np.nanmin(values)) if coloring.low is None else coloring.low
    high = float(np.nanmax(values)) if coloring.high is None else coloring.high
    span = (high - low) or 1.0
    shades = np.clip((values - low) / span, 0, 1) * SHADES
    missing = 0 if coloring.missing_is_low else SHADES
    ticks = coloring.ticks or tuple(
        (low + span * share, f"{low + span * share:.2f}") for share in (0, 0.5, 1)
    )
    return {
        "color": np.round(np.nan_to_num(shades, nan=missing)).astype(np.uint8),
        "cmin": 0,
        "cmax": SHADES,
        "colorscale": coloring.scale or NEAR_TO_FAR,
        "showscale": True,
        "colorbar": {
            "title": {"text": coloring.title, "side": "right"},
            "thickness": 14,
            "tickvals": [(value - low) / span * SHADES for value, _ in ticks],
            "ticktext": [text for _, text in ticks],
        },
    }


def _add_neighborhood(
    figure: go.Figure, places: NDArray[Any], words: Sequence[str], neighborhood: Neighborhood
) -> None:
    """Join a point to its true neighbors and ring it."""
    here = places[neighborhood.row].astype(np.float32)
    gap = np.full_like(here, np.nan)
    lines = np.concatenate(
        [np.stack((here, places[row].astype(np.float32), gap)) for row in neighborhood.neighbors]
    )
    flat = places.shape[1] == 2
    common = {"showlegend": False, "hoverinfo": "skip"}
    figure.add_trace(
        _scatter(lines, fast=False, mode="lines", line={"color": LINE, "width": 1.5 if flat else 3}, **common)
    )
    ring = {"symbol": "circle-open", "size": 20 if flat else 12, "color": RING, "line": {"width": 3}}
    written = {"text": [words[neighborhood.row]], "textposition": "top center", "meta": "labels"}
    figure.add_trace(
        _scatter(
            here[None],
            fast=False,
            mode="markers+text",
            marker=ring,
            customdata=[neighborhood.row],
            textfont={"size": 17, "weight": 700},
            **written,
            **common,
        )
    )


def _add_labels(figure: go.Figure, places: NDArray[Any], words: Mapping[int, str], count: int) -> None:
    rows = list(words)
    if not rows:
        return
    flat = places.shape[1] == 2
    options: dict[str, Any] = {
        "mode": "markers+text",
        "text": list(words.values()),
        # nobody sees these markers: they keep the words at a distance from the points
        "marker": {"size": marker_size(count) if flat else 3, "opacity": 0, "color": LINE},
        "textposition": "top center",
        "textfont_size": (14 if count <= 150 else 13) if flat else 12,
        "customdata": np.array(rows, dtype=np.uint16 if count <= STEPS else np.int32),
        "showlegend": False,
        "hoverinfo": "skip",
        "meta": "labels",
    }
    if flat:
        options |= {"cliponaxis": False, "unselected": {"marker": {"opacity": 0}}}
    figure.add_trace(_scatter(places[list(rows)], fast=False, **options))


def _add_new(figure: go.Figure, label: str, places: NDArray[Any]) -> None:
    flat = places.shape[1] == 2
    figure.add_trace(
        _scatter(
            places,
            fast=False,
            mode="markers+text",
            text=[f"{escape(_cut(label, LONGEST_WRITTEN))} (added)"],
            customdata=[-1],  # no row of the map
            textposition="bottom center",
            textfont={"color": RING, "size": 15},
            marker={"symbol": "star" if flat else "diamond", "size": 18 if flat else 8, "color": RING},
            showlegend=False,
            hovertemplate="%{text}<extra></extra>",
        )
    )
