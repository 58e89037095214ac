"""Figures of the context lesson: the map of a word in its sentences, cosines, separation by layer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.context import LayerMap, Separation
from embedlab.figures.style import LIGHT_TO_DARK, SYMBOLS, escape, finish

__all__ = ["cosine_figure", "layer_map_figure", "separation_figure"]


def layer_map_figure(
    layers: LayerMap, layer: int, sentences: Sequence[str], senses: Sequence[str]
) -> go.Figure:
    """Draw the word's vectors at one layer as dots, by sense, and its static vector as one star.

    The axes are the same for every layer, so that two layers can be compared.
    """
    figure = go.Figure()
    places = layers.coordinates[layer]  # (sentences, 2)
    numbers = np.arange(1, len(sentences) + 1)
    for index, sense in enumerate(dict.fromkeys(senses)):
        chosen = [place for place, label in enumerate(senses) if label == sense]
        figure.add_scatter(
            x=places[chosen, 0],
            y=places[chosen, 1],
            mode="markers+text",
            name=escape(sense) or "in context",
            text=[str(numbers[place]) for place in chosen],
            textposition="top center",
            textfont_size=16,
            cliponaxis=False,
            marker={"size": 16, "symbol": SYMBOLS[index % len(SYMBOLS)], "line_width": 1},
            customdata=[escape(sentences[place]) for place in chosen],
            hovertemplate="%{text}. %{customdata}<extra></extra>",
        )
    figure.add_scatter(
        x=layers.static[:, 0],
        y=layers.static[:, 1],
        mode="markers",
        name=f"static: the same point {len(sentences)} times",
        marker={"size": 24, "symbol": "star", "color": "#888888", "line": {"width": 1, "color": "#555555"}},
        hovertemplate="the static vector, in every sentence<extra></extra>",
    )
    reach = float(np.abs(layers.coordinates).max()) * 1.2 or 1.0
    first, second = layers.explained_variance_ratio * 100
    return finish(
        figure,
        height=365,
        xaxis={"title": f"PCA 1 ({first:.0f} % of the variance over all layers)", "range": [-reach, reach]},
        yaxis={"title": f"PCA 2 ({second:.0f} %)", "range": [-reach, reach]},
    )


def cosine_figure(cosines: NDArray[np.float64], names: Sequence[str]) -> go.Figure:
    """Draw a matrix of cosines; every cell carries its number up to twelve rows."""
    labels = [escape(name) for name in names]
    figure = go.Figure(
        go.Heatmap(
            z=cosines.astype(np.float32),
            x=labels,
            y=labels,
            zmin=float(np.floor(np.nanmin(cosines) * 10) / 10),  # the scale says where it begins
            zmax=1,
            colorscale=LIGHT_TO_DARK,
            texttemplate="%{z:.2f}" if len(labels) <= 12 else "",
            textfont_size=14,
            hovertemplate="%{y} and %{x}: cosine %{z:.3f}<extra></extra>",
            colorbar={"title": "cosine", "thickness": 14},
        )
    )
    return finish(
        figure,
        height=365,
        xaxis={"title": "sentence", "type": "category"},
        yaxis={"title": "sentence", "type": "category", "autorange": "reversed"},
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )


def separation_figure(separation: Separation, layer: int) -> go.Figure:
    """Draw the mean cosines by layer, with the baseline of unrelated words."""
    layers = np.arange(len(separation.all_pairs))
    series = [
        ("same sense", separation.within, "solid", "circle"),
        ("different senses", separation.between, "solid", "diamond"),
        ("all pairs", separation.all_pairs, "solid", "square"),
        ("two other tokens", separation.baseline, "dash", "x"),
    ]
    figure = go.Figure()
    known = not np.isnan(separation.between).all()
    for name, values, dash, symbol in series:
        if np.isnan(values).all() or (known and name == "all pairs"):
            continue
        figure.add_scatter(
            x=layers,
            y=values,
            mode="lines+markers",
            name=name,
            line={"dash": dash, "width": 3},
            marker={"symbol": symbol, "size": 10},
            hovertemplate=f"{name}, layer %{{x}}: %{{y:.3f}}<extra></extra>",
        )
    figure.add_vline(x=layer, line={"dash": "dot", "color": "#888888"})
    return finish(
        figure,
        height=380,
        xaxis={"title": "layer (0 = before any context)", "dtick": 1},
        yaxis={
            "title": "mean cosine",
            "range": [min(0.0, *separation.baseline[~np.isnan(separation.baseline)]), 1.02],
        },
    )
