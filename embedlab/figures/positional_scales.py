"""What belongs to one row, column, pair or head of a table of positions: curves, wavelengths, slopes.

The heatmaps are in `positional`. Nothing here is thinned: what is drawn is exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import NEUTRAL, finish, kind_color, kind_symbol, selected_color, text_color

__all__ = ["curves_figure", "slopes_figure", "wavelength_figure"]

FEW = 16  # heads up to which each has a tick
HEIGHT = 320  # pixels
MOST_MARKED = 130  # points up to which each has a marker


def curves_figure(
    curves: Mapping[str, NDArray[np.floating]],
    *,
    x: str,
    y: str,
    start: int = 0,
    marked: int | None = None,
    around: int | None = None,
    first_kind: int = 0,
) -> go.Figure:
    """Draw a few rows or columns of a table as curves, over the places from `start` on.

    `marked` is the place where the other curve crosses. Gaps (nan) are bridged. With `around`,
    only so many places on either side of it are in view at first; a double click shows all. Kinds are counted
    from `first_kind`: a sine is kind 0 and a cosine kind 1 wherever they are drawn.
    """
    figure = go.Figure()
    for number, (name, values) in enumerate(curves.items(), first_kind):
        places = np.arange(start, start + len(values))
        figure.add_scatter(
            x=places,
            y=values.astype(np.float32),
            mode="lines+markers" if len(values) <= MOST_MARKED else "lines",
            name=name,
            line={"width": 2, "color": kind_color(number), "dash": "dash" if number else "solid"},
            marker_symbol=kind_symbol(number),
            connectgaps=True,
            hovertemplate=f"{name}, {x} %{{x}}: %{{y:.6f}}<extra></extra>",
        )
        if marked is not None and not np.isnan(value := float(values[marked - start])):
            figure.add_scatter(
                x=[marked],
                y=[value],
                mode="markers",
                marker={"size": 15, "symbol": "circle-open", "line_width": 3, "color": selected_color()},
                showlegend=False,
                hovertemplate=f"{name}, {x} %{{x}}: {value:.9g}<extra></extra>",
            )
    if around is not None and marked is not None:
        x = f"{x} (near {marked:,}; double click: all)"
        figure.update_xaxes(range=[max(marked - around, start), marked + around])
    return finish(figure, height=HEIGHT, xaxis_title=x, yaxis_title=y, showlegend=len(curves) > 1)


def wavelength_figure(
    wavelengths: NDArray[np.float64], length: int, *, chosen: int | None = None
) -> go.Figure:
    """Draw how many positions each pair needs for one turn, beside the length that there is."""
    pairs = np.arange(len(wavelengths))
    within = wavelengths <= length
    figure = go.Figure()
    series = (
        (within, f"complete a turn within the length: {within.sum()} of {len(pairs)} pairs", "circle"),
        (~within, f"do not: {(~within).sum()}", "diamond-open"),
    )
    for which, name, symbol in series:
        figure.add_scatter(
            x=pairs[which],
            y=wavelengths[which],
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": 11, "color": text_color(), "line_width": 2},
            hovertemplate="pair %{x}: one turn in %{y:,.1f} positions<extra></extra>",
        )
    if chosen is not None:
        _ring(figure, chosen, float(wavelengths[chosen]))
    figure.add_hline(y=length, line={"dash": "dash", "width": 2, "color": NEUTRAL})
    figure.add_annotation(
        x=1, xref="paper", xanchor="right", y=float(np.log10(length)), yanchor="bottom",
        text=f"length {length:,}", showarrow=False,
    )  # fmt: skip
    return finish(
        figure,
        height=HEIGHT,
        xaxis={"title": "pair of dimensions", "range": [-0.7, len(pairs) - 0.3], "zeroline": False},
        yaxis={"title": "positions for a turn (log)", "type": "log", "zeroline": False, "dtick": 1},
    )


def slopes_figure(slopes: Sequence[float], head: int) -> go.Figure:
    """Draw the slope of every ALiBi head, the picked one in a ring; heads are counted from 1.

    Where the number of heads is no power of two, the heads that were filled up have another sign.
    """
    values = np.asarray(slopes, dtype=np.float64)
    power = 1 << (len(values).bit_length() - 1)
    heads = np.arange(1, len(values) + 1)
    figure = go.Figure()
    series = [(heads <= power, f"slopes of {power} heads", "circle")]
    if power < len(values):
        series.append((heads > power, f"filled up from {2 * power} heads", "diamond"))
    for which, name, symbol in series:
        figure.add_scatter(
            x=heads[which],
            y=values[which],
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": 12, "color": text_color()},
            hovertemplate="head %{x}: slope %{y:.6g}<extra></extra>",
        )
    _ring(figure, head, float(values[head - 1]))
    figure.update_traces(cliponaxis=False)
    return finish(
        figure,
        height=HEIGHT,
        showlegend=True,
        xaxis={
            "title": "head",
            "range": [0.3, len(values) + 0.7],
            "zeroline": False,
            "dtick": 1 if len(values) <= FEW else None,
        },
        yaxis={"title": "slope (log)", "type": "log", "zeroline": False, "tickformat": "~r"},
    )


def _ring(figure: go.Figure, x: float, y: float) -> None:
    figure.add_scatter(
        x=[x],
        y=[y],
        mode="markers",
        marker={"symbol": "circle-open", "size": 20, "line_width": 3, "color": selected_color()},
        name="selected",
        hoverinfo="skip",
    )
