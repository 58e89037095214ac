"""How alike one word's two vectors are, layer by layer, over the band of random words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import CHANCE, COSINE, LABEL_SIZE, finish, text_color
from embedlab.numerals import number_text

if TYPE_CHECKING:
    from embedlab.context import Anisotropy

__all__ = ["meaning_curve_figure"]

HEIGHT = 300


def meaning_curve_figure(cosines: NDArray[np.float64], random: Anisotropy) -> go.Figure:
    """Draw the cosine of a word with itself in another text at every layer.

    The first and the last value are written at their points, and the band of random words in it.

    Args:
        cosines: (layers + 1,).
        random: the band in which 90% of random pairs of words lie, of as many layers.
    """
    layers = np.arange(len(cosines))
    ink = text_color()
    figure = go.Figure()
    figure.add_scatter(
        x=np.concatenate([layers, layers[::-1]]),
        y=np.concatenate([random.high, random.low[::-1]]).astype(np.float32),
        fill="toself",
        fillcolor=CHANCE,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        name="two random words",
    )
    figure.add_scatter(
        x=layers,
        y=cosines.astype(np.float32),
        mode="lines+markers",
        line={"color": ink, "width": 3},
        marker={"color": ink, "size": 10},
        name="the word",
        hovertemplate="layer %{x}: cosine %{y:.2f}<extra></extra>",
    )
    last = len(cosines) - 1
    falls = bool(cosines[-1] < cosines[-2])  # the label keeps out of the line's way
    for layer, side, below, words in ((0, "left", False, "going in"), (last, "right", falls, "coming out")):
        figure.add_annotation(
            x=layer,
            y=float(cosines[layer]),
            text=f"<b>{number_text(cosines[layer])}</b> {words}",
            xanchor=side,
            yanchor="top" if below else "bottom",
            yshift=-10 if below else 10,
            xshift=-8 if side == "left" else 8,
            showarrow=False,
            font_size=LABEL_SIZE,
        )
    middle = last // 2
    figure.add_annotation(
        x=middle,
        y=float(random.low[middle] + random.high[middle]) / 2,
        text="two random words",
        showarrow=False,
    )
    lowest = min(0.0, float(np.min(cosines)), float(np.min(random.low)))
    return finish(
        figure,
        height=HEIGHT,
        showlegend=False,
        xaxis={"title": "layer", "dtick": 1, "zeroline": False, "range": [-0.25, last + 0.25]},
        yaxis={
            "title": COSINE,
            "range": [lowest - 0.05, 1.2],
            "tickvals": [0, 0.5, 1],
            "zeroline": False,
        },
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
