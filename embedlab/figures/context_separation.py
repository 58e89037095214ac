"""Where the senses of a word part: cosines and a probe by layer, and the groups found without labels.

The band behind each line is what chance would give: random words, or shuffled labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import (
    CHANCE,
    TICK_SIZE,
    axis_color,
    finish,
    selection_line,
    text_color,
)
from embedlab.figures.word_bars import PLAIN
from embedlab.numerals import number_text, percent_text

if TYPE_CHECKING:
    from embedlab.context import FoundSenses

__all__ = ["count_figure", "measure_figure"]

LAYER = "layer (0 = before any context)"


def measure_figure(
    values: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    *,
    band: str,
    unit: str,
    percent: bool = False,
    height: int = 380,
) -> go.Figure:
    """Draw a measure by layer before the band that chance gives; the best layer has an outline.

    Args:
        values: (layers + 1,).
        low: (layers + 1,) of the band.
        high: (layers + 1,) of the band.
        band: what the band is, written in it.
        unit: what is measured, and in which direction.
        percent: whether the values are shares.
        height: in pixels.
    """
    layers = np.arange(len(values))
    write = percent_text if percent else number_text
    best = int(np.nanargmax(values))
    figure = go.Figure()
    figure.add_scatter(
        x=np.concatenate((layers, layers[::-1])),
        y=np.concatenate((high, low[::-1])),
        mode="lines",
        fill="toself",
        fillcolor=CHANCE,
        line={"width": 0, "color": CHANCE},
        name=band,
        hoverinfo="skip",
    )
    width = [4 if layer == best else 0 for layer in layers.tolist()]
    figure.add_scatter(
        x=layers,
        y=values,
        mode="lines+markers+text",
        name=unit,
        text=["" if np.isnan(value) else write(value) for value in values.tolist()],
        textposition=["bottom right", *["top center"] * (len(values) - 1)],  # the first climbs steeply
        textfont={"size": TICK_SIZE, "color": text_color()},
        cliponaxis=False,
        line={"width": 3, "color": text_color()},
        marker={"size": 14, "color": text_color(), "line": selection_line() | {"width": width}},
        hovertemplate=f"layer %{{x}}: %{{y:{'.1%' if percent else '.3f'}}}<extra></extra>",
    )
    bottom = min(0.0, float(np.nanmin(low)), float(np.nanmin(values)))
    top = max(float(np.nanmax(high)), float(np.nanmax(values)))
    space = (top - bottom or 1) * 0.1
    return finish(
        figure,
        height=height,
        showlegend=False,
        xaxis={"title": LAYER, "dtick": 1, "zeroline": False, "showgrid": False},
        yaxis={
            "title": unit,
            "range": [bottom - space, top + 2 * space],
            "zeroline": True,
            "tickformat": ".0%" if percent else None,
            "nticks": 5,
        },
        annotations=[
            {
                "x": layers[-1], "y": float((high[-1] + low[-1]) / 2), "text": band, "showarrow": False,
                "xanchor": "right", "font": {"size": TICK_SIZE, "color": axis_color()},
            }
        ],
        margin={"l": 10, "r": 24, "t": 10, "b": 10},
    )  # fmt: skip


def count_figure(found: FoundSenses) -> go.Figure:
    """Draw the silhouette of each number of groups that was tried; the one taken says so."""
    counts, values = list(found.silhouettes), list(found.silhouettes.values())
    figure = go.Figure(
        go.Bar(
            x=[f"{count}<br>taken" if count == found.count else str(count) for count in counts],
            y=np.array(values),
            marker_color=PLAIN,
            marker_line=selection_line() | {"width": [3 if count == found.count else 0 for count in counts]},
            text=[number_text(value) for value in values],
            textposition="outside",
            textfont_color=text_color(),
            cliponaxis=False,
            hovertemplate="%{x} groups: silhouette %{y:.3f}<extra></extra>",
            showlegend=False,
        )
    )
    low, high = min(0.0, *values), max(0.0, *values)
    space = 0.15 * (high - low or 1)
    return finish(
        figure,
        height=260,
        xaxis={"title": "number of groups", "type": "category"},
        yaxis={"title": "silhouette (1 = apart)", "range": [low - space * (low < 0), high + space]},
        bargap=0.4,
    )
