"""What a cosine is: the angle between two arrows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import LABEL_SIZE, NEUTRAL, finish, text_color
from embedlab.figures.word_bars import shown_word
from embedlab.numerals import number_text

__all__ = ["cosine_figure"]

RADIUS, STEP = 0.3, 0.12  # of the arcs that show angles
POINTS = 40  # of an arc
LONGEST = 28  # characters of a name


def cosine_figure(cosines: Mapping[str, float]) -> go.Figure:
    """Draw cosines as angles: one arrow to the right, and one for each name, turned away from it.

    Args:
        cosines: name -> cosine, at most three.
    """
    figure = go.Figure()
    for index, (name, cosine) in enumerate(cosines.items()):
        angle = float(np.arccos(np.clip(cosine, -1, 1)))
        tip = np.array([np.cos(angle), np.sin(angle)])
        _add_ray(figure, tip, NEUTRAL)
        figure.add_annotation(
            x=tip[0], y=tip[1], xanchor="left", xshift=8, yanchor="middle", showarrow=False, align="left",
            font_size=LABEL_SIZE,
            text=f"{shown_word(name, LONGEST)}<br><b>{number_text(cosine)}</b>, {np.degrees(angle):.0f}°",
        )  # fmt: skip
        arc = np.linspace(0, angle, POINTS)
        radius = RADIUS + STEP * index
        figure.add_scatter(
            x=radius * np.cos(arc), y=radius * np.sin(arc), mode="lines", hoverinfo="skip", showlegend=False,
            line={"color": NEUTRAL, "width": 2, "dash": "dot"},
        )  # fmt: skip
    _add_ray(figure, np.array([1.0, 0.0]), text_color())
    figure.add_annotation(
        x=1, y=0, xanchor="left", xshift=8, showarrow=False, text="one word", font_size=LABEL_SIZE
    )
    hidden: dict[str, Any] = {"showticklabels": False, "showgrid": False, "zeroline": False}
    return finish(
        figure,
        height=380,
        xaxis=hidden | {"range": [min(0.0, *cosines.values()) - 0.08, 1.9]},
        yaxis=hidden | {"range": [-0.08, 1.15], "scaleanchor": "x"},
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )


def _add_ray(figure: go.Figure, tip: NDArray[np.float64], color: str) -> None:
    """Draw an arrow of length 1 from the origin."""
    figure.add_annotation(
        x=tip[0], y=tip[1], ax=0, ay=0, xref="x", yref="y", axref="x", ayref="y", showarrow=True, text="",
        arrowhead=3, arrowwidth=3, arrowsize=1, arrowcolor=color,
    )  # fmt: skip
