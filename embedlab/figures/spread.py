"""How numbers are spread: the share of them in bins of equal width, with single numbers marked among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import LABEL_SIZE, NEUTRAL, finish, kind_color, selected_color, tint
from embedlab.figures.word_bars import shown_word

__all__ = ["spread_figure"]

BINS = 60


def spread_figure(
    series: Mapping[str, NDArray[np.floating]],
    *,
    axis: str,
    marks: Mapping[str, float] | None = None,
    shares_of: str = "the tokens",
) -> go.Figure:
    """Draw how numbers are spread: the share of each series in bins of equal width, and single numbers.

    Args:
        series: name -> numbers, at most three.
        axis: what the numbers are.
        marks: name -> a number with a line of its own, from left to right in reach of each other.
        shares_of: what is counted.
    """
    marks = marks or {}
    everything = np.concatenate([*series.values(), np.array([*marks.values()])])
    edges = np.linspace(everything.min(), everything.max(), BINS + 1)
    centers = (edges[1:] + edges[:-1]) / 2
    figure = go.Figure()
    top = 0.0
    for index, (name, numbers) in enumerate(series.items()):
        shares = np.histogram(numbers, edges)[0] / len(numbers)
        top = max(top, float(shares.max()))
        figure.add_scatter(
            x=centers.astype(np.float32),
            y=shares.astype(np.float32),
            name=name,
            mode="lines",
            line={
                "color": kind_color(index) if len(series) > 1 else NEUTRAL,
                "width": 2,
                "shape": "hvh",
                "dash": ("solid", "dash", "dot")[index],
            },
            fill="tozeroy",
            fillcolor=tint(NEUTRAL, 0.15),
            hovertemplate="%{x:.2f}: %{y:.1%}<extra>%{fullData.name}</extra>",
        )
    margin = 0.03 * (edges[-1] - edges[0])
    named = sorted(marks.items(), key=lambda mark: mark[1])
    before = _names_at_the_right([x for _, x in named], float(edges[0]), float(edges[-1]))
    for index, (name, x) in enumerate(named):
        level = before - 1 - index if index < before else index  # so that no line crosses a name
        y = top * (1.15 + 0.13 * level)
        figure.add_shape(
            type="line", x0=x, x1=x, y0=0, y1=y, line={"color": selected_color(), "width": 3}, layer="above"
        )
        right = index < before
        figure.add_annotation(
            x=x, y=y, text=shown_word(name, 26), showarrow=False, font_size=LABEL_SIZE,
            xanchor="left" if right else "right", xshift=4 if right else -4, yanchor="top",
        )  # fmt: skip
    return finish(
        figure,
        height=300 + 26 * len(marks),
        xaxis={"title": axis, "zeroline": False, "range": [edges[0] - margin, edges[-1] + margin]},
        yaxis={"title": f"share of {shares_of}", "tickformat": ".0%", "rangemode": "tozero", "nticks": 5},
        showlegend=len(series) > 1,
        margin={"l": 10, "r": 10, "t": 40, "b": 10},
    )


def _names_at_the_right(marks: Sequence[float], low: float, high: float) -> int:
    """Return how many of the sorted marks have their names at the right; the others have them at the left.

    >>> _names_at_the_right([0.2, 0.8, 0.9], 0.2, 1), _names_at_the_right([0.2, 0.3], 0, 1)
    (1, 2)
    """
    ends = [2 * (marks[0] - low), *np.diff(marks), 2 * (high - marks[-1])] if marks else [0]
    return int(np.argmax(ends))
