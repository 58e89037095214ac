"""Sentences in figures: one pair under each pooling, and many pairs by what joins them, beside chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.style import CHANCE, COSINE, NEUTRAL, finish, selected_color, text_color, tint
from embedlab.figures.word_bars import LINE, add_word_bars, shown_word

if TYPE_CHECKING:
    from embedlab.context import PairCosines

__all__ = ["kinds_figure", "poolings_figure"]

USUAL = "90% of sentences of different pairs"
BELOW = 0.42  # rows between the middle of a bar and the band under it
ROW = 46  # pixels of a kind
SPREAD = 0.13  # rows between the points of a kind, so that none covers another
LONGEST = 40  # characters of a sentence under the pointer, and of a kind
BROKEN = 14  # characters of a kind, beyond which it takes two lines


def poolings_figure(
    own: PairCosines, usual: PairCosines, *, names: Mapping[str, str] | None = None
) -> go.Figure:
    """Draw the cosine of one pair under each pooling; below each bar, where those of any two sentences lie.

    Args:
        own: the pair; of several, the first is drawn.
        usual: many pairs under the same poolings, for the bands.
        names: what the poolings are called.
    """
    labels = [(names or {}).get(pooling, pooling) for pooling in own.poolings]
    places = [usual.poolings.index(pooling) for pooling in own.poolings]
    low, mean, high = (values[places] for values in (usual.low, usual.mean, usual.high))
    rows = np.arange(len(labels))
    figure = go.Figure()
    add_word_bars(figure, labels, own.cosines[:, 0], longest=LONGEST)
    figure.add_scatter(
        x=np.stack([low, high, np.full(len(rows), np.nan)], axis=1).ravel(),
        y=np.repeat(rows + BELOW, 3),
        mode="lines",
        name=USUAL,
        line={"color": NEUTRAL, "width": 9},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=mean,
        y=rows + BELOW,
        mode="markers",
        name="their mean",
        marker={"symbol": "diamond", "size": 13, "color": text_color()},
        customdata=np.stack([low, high], axis=1),
        hovertemplate="mean %{x:.2f}, 90% from %{customdata[0]:.2f} to %{customdata[1]:.2f}<extra></extra>",
    )
    least = min(0.0, float(own.cosines.min()), float(low.min()))
    return finish(
        figure,
        height=2 * LINE * len(labels) + 150,
        bargap=0.42,
        xaxis={"title": COSINE, "range": [least * 1.1, 1.02], "zeroline": False},
        yaxis={"range": [len(labels) - 0.35, -0.45], "showticklabels": False, "showgrid": False},
        margin={"l": 10, "r": 10, "t": 75, "b": 10},
    )


def kinds_figure(pairs: PairCosines, pooling: str, *, own: float | None = None) -> go.Figure:
    """Draw a point for each pair in the row of its kind, and where any two sentences lie.

    Args:
        pairs: their cosines.
        pooling: one of those of `pairs`.
        own: the cosine of one more pair, for a row of its own on top.
    """
    cosines = pairs.of(pooling)
    place = pairs.poolings.index(pooling)
    kinds = list(dict.fromkeys(pair.kind for pair in pairs.pairs))
    first = 0 if own is None else 1
    rows = first + np.array([kinds.index(pair.kind) for pair in pairs.pairs])
    figure = go.Figure()
    low, high = float(pairs.low[place]), float(pairs.high[place])
    if not np.isnan(low):
        _add_band(figure, low, high, first + len(kinds))
    means = [float(cosines[rows == first + row].mean()) for row in range(len(kinds))]
    figure.add_scatter(
        x=cosines,
        y=rows + _spread(rows),
        mode="markers",
        name="a pair",
        marker={"size": 12, "color": tint(NEUTRAL, 0.75), "line_width": 0},
        customdata=[
            f"{shown_word(pair.first, LONGEST)}<br>{shown_word(pair.second, LONGEST)}" for pair in pairs.pairs
        ],
        hovertemplate="%{customdata}<br>cosine %{x:.2f}<extra></extra>",
    )
    figure.add_scatter(
        x=means,
        y=first + np.arange(len(kinds)),
        mode="markers",
        name="mean of a kind",
        marker={"symbol": "line-ns", "size": 30, "line": {"width": 4, "color": text_color()}},
        hovertemplate="mean %{x:.2f}<extra></extra>",
    )
    if own is not None:
        _add_own(figure, own)
    labels = [*["your pair"][:first], *(_in_lines(kind) for kind in kinds)]
    least = min(0.0, low if not np.isnan(low) else 0.0, float(cosines.min()), own or 0.0)
    return finish(
        figure,
        height=ROW * len(labels) + 170,
        xaxis={
            "title": f"{COSINE}, pooled by {shown_word(pooling)}",
            "range": [least - 0.06, 1.04],
            "nticks": 7,
        },
        yaxis={
            "tickvals": np.arange(len(labels)),
            "ticktext": labels,
            "tickfont_color": text_color(),
            "range": [len(labels) - 0.45, -0.55],
            "showgrid": False,
            "zeroline": False,
        },
        margin={"l": 10, "r": 10, "t": 95, "b": 10},
    )


def _add_band(figure: go.Figure, low: float, high: float, rows: int) -> None:
    """Fill the range in which any two sentences lie, from the first row to the last."""
    figure.add_scatter(
        x=[low, high, high, low],
        y=[-0.55, -0.55, rows - 0.45, rows - 0.45],
        mode="lines",
        fill="toself",
        fillcolor=CHANCE,
        line={"width": 0},
        name=USUAL,
        hoverinfo="skip",
    )


def _add_own(figure: go.Figure, own: float) -> None:
    marker: dict[str, Any] = {"symbol": "star", "size": 20, "color": selected_color()}
    figure.add_scatter(
        x=[own],
        y=[0],
        mode="markers",
        showlegend=False,
        marker=marker,
        hovertemplate="your pair: cosine %{x:.2f}<extra></extra>",
    )


def _spread(rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return how far each point is moved off the middle of its row."""
    moved = np.zeros(len(rows))
    for row in np.unique(rows):
        members = np.flatnonzero(rows == row)
        step = min(SPREAD, 0.6 / len(members))
        moved[members] = (np.arange(len(members)) - (len(members) - 1) / 2) * step
    return moved


def _in_lines(kind: str) -> str:
    """Return a kind in one line or two, broken at the space nearest to its middle.

    >>> _in_lines("same words, other meaning")
    'same words,<br>other meaning'
    """
    words = kind[:LONGEST].split(" ")
    if len(kind) <= BROKEN or len(words) < 2:
        return shown_word(kind, LONGEST)
    halves = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    upper, lower = min(halves, key=lambda pair: abs(len(pair[0]) - len(pair[1])))
    return f"{shown_word(upper, LONGEST)}<br>{shown_word(lower, LONGEST)}"
