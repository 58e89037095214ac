"""How far to trust a map, in figures: Shepard's diagram, the neighbors kept, the variance of components."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import finish, text_color
from embedlab.figures.word_bars import PLAIN
from embedlab.space import ProjectionQuality, ShepardDiagram

__all__ = ["recall_figure", "shepard_figure", "spectrum_figure"]

MAX_COMPONENTS = 20


def shepard_figure(diagram: ShepardDiagram, *, metric: str) -> go.Figure:
    """Draw pairs of points: their true distance against their distance on the map."""
    figure = go.Figure(
        go.Scatter(
            x=diagram.true.astype(np.float32),
            y=diagram.mapped.astype(np.float32),
            mode="markers",
            marker={"size": 4, "opacity": 0.35, "color": text_color()},
            hovertemplate="true %{x:.3f}, on the map %{y:.3f}<extra></extra>",
        )
    )
    measure = "1 − cosine" if metric == "cosine" else "Euclidean"
    return finish(
        figure,
        height=380,
        xaxis={"title": f"true distance ({measure})", "rangemode": "tozero"},
        yaxis={"title": "distance on the map", "rangemode": "tozero"},
    )


def recall_figure(quality: ProjectionQuality) -> go.Figure:
    """Count the points by how many of their true neighbors stay near on the map."""
    preserved = np.round(quality.recall * quality.k).astype(int)
    counts = np.bincount(preserved, minlength=quality.k + 1)
    figure = go.Figure(
        go.Bar(
            x=np.arange(quality.k + 1),
            y=counts,
            marker_color=PLAIN,
            hovertemplate="%{x} kept: %{y} points<extra></extra>",
        )
    )
    return finish(
        figure,
        height=380,
        xaxis={"title": f"true neighbors kept, of {quality.k}", "dtick": 1 if quality.k <= 12 else 5},
        yaxis={"title": "points"},
        bargap=0.15,
    )


def spectrum_figure(spectrum: NDArray[np.float64], components: int) -> go.Figure:
    """Draw the share of the variance that each component of a PCA holds; the drawn ones stand out."""
    count = min(len(spectrum), MAX_COMPONENTS)
    shares = spectrum[:count] * 100
    figure = go.Figure()
    parts = (("on the map", slice(0, components), text_color()), ("lost", slice(components, count), PLAIN))
    for name, rows, color in parts:
        figure.add_trace(
            go.Bar(
                x=np.arange(1, count + 1)[rows],
                y=shares[rows],
                name=name,
                marker_color=color,
                hovertemplate="component %{x}: %{y:.1f}%<extra></extra>",
            )
        )
    more = "" if count == len(spectrum) else f" (the first {count} of {len(spectrum)})"
    return finish(
        figure,
        height=380,
        xaxis={"title": f"component{more}", "dtick": 1 if count <= 12 else 5},
        yaxis={"title": "% of variance"},
        bargap=0.15,
    )
