"""The map of a word in its sentences through the layers: one dot per sentence, on the same axes for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.context import LayerMap
from embedlab.figures.label_placement import Area, place_labels
from embedlab.figures.style import NEUTRAL, TICK_SIZE, escape, finish, kind_color, kind_symbol, text_color

__all__ = ["UNLABELED", "layer_map_figure"]

UNLABELED = "no sense given"
STAR = "before any context"
PLAY = "#0072B2"
LONGEST = 70  # characters of a sentence on hover
SIDE = 340.0  # pixels of the square on a narrow screen; labels that fit there fit everywhere
HEIGHT = 426  # pixels
MARKER, STAR_SIZE = 15, 24  # pixels
MOST_NUMBERED = 60  # sentences, beyond which dots are small and have no numbers


def layer_map_figure(
    layers: LayerMap,
    layer: int,
    sentences: Sequence[str],
    senses: Sequence[str],
    *,
    names: Sequence[str] | None = None,
    paths: bool = False,
    last: int | None = None,
    height: int = HEIGHT,
) -> go.Figure:
    """Draw the word's vectors at one layer as dots, by sense, and its static vector as one star.

    The axes are the same for every layer; the button plays the layers from 0 on and stops at `last`. Each dot
    carries its name and its sentence as `customdata`.

    Args:
        layers: the map.
        layer: which one to show.
        sentences: shown on hover.
        senses: of each sentence, "" where none is given.
        names: what stands beside each dot; its number if None.
        paths: draw the way of each dot from layer 0 to this one.
        last: the layer at which the button stops; the last one if None.
        height: in pixels.
    """
    labels = [str(number) for number in range(1, len(sentences) + 1)] if names is None else list(names)
    kinds = sorted(dict.fromkeys(senses), key=lambda sense: not sense)  # those without one at the end
    rows = [[row for row, label in enumerate(senses) if label == sense] for sense in kinds]
    middle, half = _square(layers)
    frames = [
        _positions(layers, index, labels, middle - half, 2 * half) for index in range(len(layers.coordinates))
    ]
    figure = go.Figure()
    for index, (sense, members) in enumerate(zip(kinds, rows, strict=True)):
        figure.add_scatter(
            **_take(frames[layer], members),
            mode="markers+text",
            name=escape(sense) or (UNLABELED if len(kinds) > 1 else "in context"),
            textfont={"size": TICK_SIZE, "color": text_color()},
            cliponaxis=False,
            marker=_marker(sense, index, several=len(kinds) > 1, count=len(sentences)),
            customdata=[[escape(labels[row]), escape(_short(sentences[row]))] for row in members],
            hovertemplate="%{customdata[0]}. %{customdata[1]}<extra></extra>",
        )
    _add_star(figure, layers)
    if paths and layer:
        _add_paths(figure, layers, layer)
    figure.frames = [
        go.Frame(
            data=[go.Scatter(**_take(frame, members)) for members in rows],
            traces=list(range(len(rows))),
            name=f"layer {index}",
            layout={"annotations": [_title(index, layers)]},
        )
        for index, frame in enumerate(frames)
    ]
    hidden = {"showticklabels": False, "zeroline": False, "showgrid": False, "constrain": "domain"}
    left, bottom, right, top = *(middle - half), *(middle + half)
    return finish(
        figure,
        height=height,
        xaxis=hidden | {"range": [left, right]},
        # to scale: what looks near is near on the map's two axes
        yaxis=hidden | {"range": [bottom, top], "scaleanchor": "x"},
        annotations=[_title(layer, layers)],
        updatemenus=[_play(len(frames) - 1 if last is None else last)],
        meta={"morph": {"name": "layers", "by": "index"}},
        margin={"l": 4, "r": 4, "t": 40, "b": 52},
    )


def _square(layers: LayerMap) -> tuple[NDArray[np.float64], float]:
    """Return the middle and half the side of the square that holds every dot of every layer, and the star."""
    points = np.concatenate((layers.coordinates.reshape(-1, 2), layers.static)).astype(np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    return (low + high) / 2, float((high - low).max() * 0.58) or 1.0  # 8% of the side are left at each edge


def _positions(
    layers: LayerMap, layer: int, labels: Sequence[str], corner: NDArray[np.float64], side: float
) -> dict[str, Any]:
    """Return where each dot stands at a layer, and on which side of it its label, "" where none fits."""
    points = layers.coordinates[layer]
    texts, sides = [""] * len(labels), ["top center"] * len(labels)
    if len(labels) <= MOST_NUMBERED:
        pixels = (points.astype(np.float64) - corner) / side * SIDE
        pixels[:, 1] = SIDE - pixels[:, 1]
        star = (layers.static.astype(np.float64) - corner) / side * SIDE
        star[:, 1] = SIDE - star[:, 1]
        for label in place_labels(
            pixels,
            labels,
            area=Area(SIDE, SIDE),
            size=TICK_SIZE,
            offset=MARKER / 2 + 1,
            marker=MARKER / 2,
            order=range(len(labels)),
            obstacles=np.unique(np.hstack((star - STAR_SIZE / 2, star + STAR_SIZE / 2)).round(3), axis=0),
        ):
            texts[label.index], sides[label.index] = escape(labels[label.index]), label.side
    return {"x": points[:, 0], "y": points[:, 1], "text": texts, "textposition": sides}


def _take(positions: dict[str, Any], rows: Sequence[int]) -> dict[str, Any]:
    """Return what a trace of some of the dots needs."""
    return {
        name: values[list(rows)] if isinstance(values, np.ndarray) else [values[row] for row in rows]
        for name, values in positions.items()
    }


def _marker(sense: str, index: int, *, several: bool, count: int) -> dict[str, Any]:
    size = MARKER if count <= MOST_NUMBERED else MARKER // 2
    if not sense and several:
        return {
            "size": size,
            "symbol": "circle-open",
            "color": NEUTRAL,
            "line": {"width": 4, "color": NEUTRAL},
        }
    return {"size": size, "symbol": kind_symbol(index), "color": kind_color(index), "line_width": 1}


def _add_star(figure: go.Figure, layers: LayerMap) -> None:
    positions = np.round(layers.static / (np.abs(layers.coordinates).max() or 1), 4)
    count = len(np.unique(positions, axis=0))  # another spelling can be another token
    figure.add_scatter(
        x=layers.static[:, 0],
        y=layers.static[:, 1],
        mode="markers",
        name=STAR if count == 1 else f"before any context ({count} vectors)",
        marker={
            "size": STAR_SIZE,
            "symbol": "star",
            "color": NEUTRAL,
            "line": {"width": 1, "color": text_color()},
        },
        hovertemplate="the vector before any context,<br>the same in all sentences<extra></extra>",
    )


def _add_paths(figure: go.Figure, layers: LayerMap, layer: int) -> None:
    """Draw the way of every dot as one broken line."""
    ways = layers.coordinates[: layer + 1]  # (layer + 1, sentences, 2)
    gap = np.full((1, *ways.shape[1:]), np.nan, ways.dtype)
    broken = np.concatenate((ways, gap)).transpose(1, 0, 2).reshape(-1, 2)
    figure.add_scatter(
        x=broken[:, 0],
        y=broken[:, 1],
        mode="lines",
        name="the way through the layers",
        line={"width": 1, "color": NEUTRAL},
        hoverinfo="skip",
    )


def _title(layer: int, layers: LayerMap) -> dict[str, Any]:
    last = len(layers.coordinates) - 1
    note = "before any context" if layer == 0 else f"of {last}"
    return {
        "text": f"layer <b>{layer}</b> {note}",
        "x": 1,
        "y": 0,
        "yshift": -12,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "right",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 20, "color": text_color()},
    }


def _play(last: int) -> dict[str, Any]:
    """Return the button that plays the layers from 0 to `last` and stops there."""
    moving = {
        "frame": {"duration": 900, "redraw": True},  # after each step: the words that name the layer
        "transition": {"duration": 700, "easing": "cubic-in-out"},
        "fromcurrent": False,
        "mode": "immediate",
    }
    order = [f"layer {layer}" for layer in range(last + 1)]
    return {
        "type": "buttons",
        "buttons": [{"label": "▶ Play the layers", "method": "animate", "args": [order, moving]}],
        "x": 0,
        "y": 0,
        "pad": {"t": 10},
        "xanchor": "left",
        "yanchor": "top",
        "showactive": False,  # Plotly's own color of a pressed button hides its words in the dark
        "bgcolor": PLAY,
        "bordercolor": PLAY,
        "font": {"color": "#FFFFFF"},
    }


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST]}…"
