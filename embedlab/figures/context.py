"""Figures of the context lesson: the map of a word in its sentences through the layers, and its cosines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.context import LayerMap
from embedlab.figures.cells import cell_text, write_cells
from embedlab.figures.style import (
    NEUTRAL,
    TICK_SIZE,
    amounts,
    escape,
    finish,
    kind_color,
    kind_symbol,
    text_color,
)
from embedlab.numerals import percent_text

__all__ = ["UNLABELLED", "cosine_figure", "layer_map_figure"]

UNLABELLED = "no sense given"
PLAY = "#0072B2"
MOST_WRITTEN = 12  # sentences, up to which every cell carries its number
LONGEST = 70  # characters of a sentence on hover


def layer_map_figure(
    layers: LayerMap,
    layer: int,
    sentences: Sequence[str],
    senses: Sequence[str],
    *,
    names: Sequence[str] | None = None,
    paths: bool = False,
) -> go.Figure:
    """Draw the word's vectors at one layer as dots, by sense, and its static vector as one star.

    The axes are the same for every layer; the button plays the layers from 0 on and ends at this one.

    Args:
        layers: the map.
        layer: which one to show.
        sentences: shown on hover.
        senses: of each sentence, "" where none is given.
        names: what stands beside each dot; its number if None.
        paths: draw the way of each dot from layer 0 to this one.
    """
    labels = [str(number) for number in range(1, len(sentences) + 1)] if names is None else list(names)
    groups = [
        (sense, [place for place, label in enumerate(senses) if label == sense])
        for sense in sorted(
            dict.fromkeys(senses), key=lambda sense: not sense
        )  # those without one at the end
    ]
    figure = go.Figure()
    for index, (sense, chosen) in enumerate(groups):
        figure.add_scatter(
            **_places(layers, layer, chosen),
            mode="markers+text",
            name=escape(sense) or (UNLABELLED if len(groups) > 1 else "in context"),
            text=[escape(labels[place]) for place in chosen],
            textposition="top center",
            textfont_size=15,
            cliponaxis=False,
            marker=_marker(sense, index, several=len(groups) > 1),
            customdata=[escape(_short(sentences[place])) for place in chosen],
            hovertemplate="%{text}. %{customdata}<extra></extra>",
        )
    moving = len(figure.data)
    _add_star(figure, layers)
    if paths and layer:
        _add_paths(figure, layers, layer)
    figure.frames = [
        go.Frame(
            data=[go.Scatter(**_places(layers, shown, chosen)) for _, chosen in groups],
            traces=list(range(moving)),
            name=f"layer {shown}",
            layout={"annotations": [_title(shown, layers)]},
        )
        for shown in range(len(layers.coordinates))
    ]
    reach = np.abs(layers.coordinates).max(axis=(0, 1)) * 1.2  # (2,) of all layers
    first, second = layers.explained_variance_ratio.tolist()
    figure = finish(
        figure,
        height=430,
        xaxis={
            "title": f"PCA 1 ({percent_text(first)})",
            "range": [-reach[0], reach[0]],
        },
        yaxis={
            "title": f"PCA 2 ({percent_text(second)})",
            "range": [-reach[1], reach[1]],
            "scaleanchor": "x",  # to scale: what looks near is near on the map's two axes
        },
        annotations=[_title(layer, layers)],
        updatemenus=[_play(layer, len(layers.coordinates))],
        margin={"l": 10, "r": 10, "t": 70, "b": 80},
    )
    figure.update_xaxes(showticklabels=False)
    figure.update_yaxes(showticklabels=False)
    return figure


def _places(layers: LayerMap, layer: int, chosen: Sequence[int]) -> dict[str, Any]:
    places = layers.coordinates[layer][list(chosen)]
    return {"x": places[:, 0], "y": places[:, 1]}


def _marker(sense: str, index: int, *, several: bool) -> dict[str, Any]:
    if not sense and several:
        return {"size": 20, "symbol": "circle-open", "color": NEUTRAL, "line": {"width": 4, "color": NEUTRAL}}
    return {"size": 15, "symbol": kind_symbol(index), "color": kind_color(index), "line_width": 1}


def _add_star(figure: go.Figure, layers: LayerMap) -> None:
    places = np.round(layers.static / (np.abs(layers.coordinates).max() or 1), 4)
    kinds = len(np.unique(places, axis=0))  # another spelling can be another token
    figure.add_scatter(
        x=layers.static[:, 0],
        y=layers.static[:, 1],
        mode="markers",
        name="the static vector" if kinds == 1 else f"{kinds} static vectors",
        marker={"size": 26, "symbol": "star", "color": NEUTRAL, "line": {"width": 1, "color": text_color()}},
        hovertemplate="the static vector, before any context;<br>"
        "every layer is centered, so it falls on the middle<extra></extra>",
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
        "yshift": -34,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "right",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 20},
    }


def _play(layer: int, count: int) -> dict[str, Any]:
    """Return the button that plays the layers from 0 to the last, and then goes back to the one shown."""
    order = [f"layer {shown}" for shown in range(count)]
    if layer != count - 1:
        order.append(f"layer {layer}")
    moving = {
        "frame": {"duration": 900, "redraw": True},  # after each step: the words that name the layer
        "transition": {"duration": 700, "easing": "cubic-in-out"},
        "fromcurrent": False,
        "mode": "immediate",
    }
    return {
        "type": "buttons",
        "buttons": [{"label": "▶ Play the layers", "method": "animate", "args": [order, moving]}],
        "x": 0,
        "y": 0,
        "pad": {"t": 34},  # below the axis and its title: no dot hides under it
        "xanchor": "left",
        "yanchor": "top",
        "showactive": False,  # Plotly's own color of a pressed button hides its words in the dark
        "bgcolor": PLAY,
        "bordercolor": PLAY,
        "font": {"color": "#FFFFFF"},
    }


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST]}…"


def cosine_figure(
    cosines: NDArray[np.float64], names: Sequence[str], *, borders: Sequence[int] = ()
) -> go.Figure:
    """Draw a matrix of cosines; every cell carries its number up to twelve rows.

    Args:
        cosines: (n, n).
        names: of the rows.
        borders: rows before which a line is drawn, such as between two senses.
    """
    labels = [escape(name) for name in names]
    places = np.arange(len(labels))
    low = float(np.floor(np.nanmin(cosines) * 10) / 10)
    figure = go.Figure(
        go.Heatmap(
            z=cosines.astype(np.float32),
            x=places,
            y=places,
            zmin=low,  # the scale says where it begins
            zmax=1,
            colorscale=amounts(),
            hovertemplate="%{y} and %{x}: cosine %{z:.3f}<extra></extra>",
            colorbar={"title": "cosine", "thickness": 14, "ticks": "", "tickfont_size": TICK_SIZE},
        )
    )
    if len(labels) <= MOST_WRITTEN:
        texts = [[cell_text(value, columns=len(labels)) for value in row] for row in cosines.tolist()]
        write_cells(figure, texts, np.nan_to_num((cosines - low) / ((1 - low) or 1)))
    line = {"color": text_color(), "width": 3}
    end = len(labels) - 0.5
    for place in borders:
        figure.add_shape(type="line", x0=-0.5, x1=end, y0=place - 0.5, y1=place - 0.5, line=line)
        figure.add_shape(type="line", y0=-0.5, y1=end, x0=place - 0.5, x1=place - 0.5, line=line)
    axis = {"title": "sentence", "showgrid": False, "zeroline": False, "constrain": "domain"}
    axis |= {"tickvals": places, "ticktext": labels}
    return finish(
        figure,
        height=480,
        xaxis=axis,
        yaxis=axis | {"autorange": "reversed", "scaleanchor": "x"},
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
