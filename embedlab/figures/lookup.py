"""Figures of the lookup lesson: the matrix as an image, how numbers are spread, and ids beside frequency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import (
    LABEL_SIZE,
    NEUTRAL,
    finish,
    kind_color,
    selected_color,
    text_color,
    tint,
)
from embedlab.figures.word_bars import shown_word

__all__ = ["frequency_figure", "matrix_image", "signed_bytes", "spread_figure"]

IMAGE = (200, 80)  # rows and columns of the image: each pixel is one number of the matrix
LEVELS = 9  # of each sign
QUANTILE = 0.98  # of the absolute values: a few are many times larger and would pale all others
BINS = 60
SLICES = 60  # of the ids, each with the median of its ranks


def signed_bytes(numbers: NDArray[np.floating], reach: float) -> NDArray[np.int8]:
    """Return numbers as −9 to 9 shares of `reach`, for the strength of a color."""
    shares = np.clip(numbers / reach, -1, 1) if reach else np.zeros_like(numbers)
    levels: NDArray[np.int8] = np.rint(shares * LEVELS).astype(np.int8)
    return levels


def matrix_image(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], float]:
    """Return a (V, D) matrix as signed bytes, at most 200 × 80, and the size of a number in full color.

    Rows and columns are left out evenly, none are averaged: every pixel is a number of the matrix.
    """
    rows, columns = (
        np.linspace(0, size - 1, min(size, most)).astype(int)
        for size, most in zip(matrix.shape, IMAGE, strict=True)
    )
    sample = matrix[np.ix_(rows, columns)]
    reach = float(np.quantile(np.abs(sample), QUANTILE))
    return signed_bytes(sample, reach), reach


def spread_figure(
    series: Mapping[str, NDArray[np.floating]], *, axis: str, marks: Mapping[str, float] | None = None
) -> go.Figure:
    """Draw how numbers are spread: the share of each series in bins of equal width, and single numbers.

    Args:
        series: name -> numbers, at most three.
        axis: what the numbers are.
        marks: name -> a number with a line of its own, from left to right in reach of each other.
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
        xaxis={"title": axis, "zeroline": False},
        yaxis={"title": "share of the tokens", "tickformat": ".0%", "rangemode": "tozero", "nticks": 5},
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


def frequency_figure(ids: NDArray[np.int64], ranks: NDArray[np.int64]) -> go.Figure:
    """Draw the median rank of frequency of the words in each slice of the ids, lowest ids first."""
    order = np.argsort(ids)
    slices = np.array_split(order, SLICES)
    figure = go.Figure()
    figure.add_scatter(
        x=np.array([np.median(ids[each]) for each in slices], dtype=np.float32),
        y=np.array([np.median(ranks[each]) for each in slices], dtype=np.float32),
        mode="markers",
        marker={"size": 9, "color": text_color()},
        hovertemplate="ids about %{x:,.0f}: the median word is number %{y:,.0f} by frequency<extra></extra>",
    )
    return finish(
        figure,
        height=340,
        xaxis={"title": "id in GPT-2's vocabulary", "tickformat": ",.0f", "nticks": 5},
        yaxis={"title": "rank by frequency (1 = most frequent)", "tickformat": ",.0f", "rangemode": "tozero"},
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
