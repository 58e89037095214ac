"""Figures of the space lesson: a map in two or three dimensions, colored by group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.style import SYMBOLS, escape, finish
from embedlab.space import Projection

__all__ = ["map_figure"]

MAX_LABELS = 150  # words written beside their points; beyond that only on hover
SYMBOLS_3D = ("circle", "diamond", "square", "cross", "x", "circle-open", "diamond-open", "square-open")
AXES = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}


def map_figure(projection: Projection, words: Sequence[str], groups: Sequence[str]) -> go.Figure:
    """Draw a map with each word written at its point, colored and shaped by group.

    The axes of t-SNE and UMAP have no meaning of their own, so they carry no numbers.
    """
    figure = go.Figure()
    places = projection.coordinates
    flat = places.shape[1] == 2
    for index, group in enumerate(dict.fromkeys(groups)):
        chosen = np.array([place for place, name in enumerate(groups) if name == group])
        x, y, *z = places[chosen].T
        common = {
            "x": x,
            "y": y,
            "mode": "markers+text" if len(words) <= MAX_LABELS else "markers",
            "name": escape(group),
            "text": [escape(words[place]) for place in chosen],
            "textposition": "top center",
            "hovertemplate": "%{text}<extra>" + escape(group) + "</extra>",
        }
        if flat:
            marker = {"size": 11, "symbol": SYMBOLS[index % len(SYMBOLS)], "line_width": 0.5}
            figure.add_trace(go.Scatter(**common, marker=marker, textfont_size=14, cliponaxis=False))
        else:
            marker = {"size": 5, "symbol": SYMBOLS_3D[index % len(SYMBOLS_3D)]}
            figure.add_trace(go.Scatter3d(**common, z=z[0], marker=marker, textfont_size=13))
    titles = [f"{AXES[projection.method]} {number}" for number in range(1, places.shape[1] + 1)]
    if projection.explained_variance_ratio is not None:
        shares = projection.explained_variance_ratio * 100
        titles = [f"{title} ({share:.0f} % of variance)" for title, share in zip(titles, shares, strict=True)]
    meaningful = projection.method == "pca"
    axes = [{"title": title, "showticklabels": meaningful, "zeroline": False} for title in titles]
    if flat:
        return finish(figure, height=400, xaxis=axes[0], yaxis=axes[1])
    return finish(figure, height=520, scene={"xaxis": axes[0], "yaxis": axes[1], "zaxis": axes[2]})
