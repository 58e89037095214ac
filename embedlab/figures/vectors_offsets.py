"""The offsets of one relation drawn from a common origin, and how parallel they are beside chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.lettering import separate_labels
from embedlab.figures.style import COSINE, NEUTRAL, finish, text_color, tint
from embedlab.figures.word_bars import shown_word
from embedlab.numerals import number_text, percent_text

if TYPE_CHECKING:
    from embedlab.vectors import RelationOffsets

__all__ = ["offsets_figure", "parallel_figure"]

WIDTH = 350  # pixels of the plot on a narrow screen, on which labels must not cover each other
LETTER = 8.0  # pixels of a letter, on average
LABEL_SIZE = 15
HEIGHT = 430  # pixels
LINE = LABEL_SIZE + 3  # height of a label
LONGEST = 14  # characters of each word of a pair
GAP = 8  # pixels between the tip of an arrow and its label
POINTS = 60  # of an arrow, where it is looked at whether it runs through a label
BINS = 30
HEIGHT = 430  # of the arrows, in pixels


def offsets_figure(offsets: RelationOffsets) -> go.Figure:
    """Draw the offset of every pair as an arrow from one origin, to scale, and their mean.

    A pair is named at its tip where the name covers no arrow and no other name; the pointer names every pair.
    """
    tips = offsets.coordinates  # (n, 2)
    names = [f"{shown_word(a, LONGEST)} → {shown_word(b, LONGEST)}" for a, b in offsets.pairs]
    widths = np.array([len(name) for name in names]) * LETTER + GAP
    right = tips[:, 0] >= 0
    ranges, scale = _ranges(tips, widths, right, HEIGHT - 130)
    middles = tips * scale + np.stack([np.where(right, widths, -widths) / 2, np.zeros(len(tips))], axis=1)
    free = np.flatnonzero(~_crossed(tips * scale, middles, widths))
    written = set(separate_labels(middles, widths, line=LINE, priority=free).tolist())
    figure = go.Figure()
    _add_arrows(figure, tips, name="a pair", color=NEUTRAL, width=2)
    _add_arrows(figure, tips.mean(axis=0, keepdims=True), name="their mean", color=text_color(), width=5)
    figure.add_scatter(
        x=tips[:, 0], y=tips[:, 1], mode="markers+text", showlegend=False, cliponaxis=False,
        text=[name if row in written else "" for row, name in enumerate(names)],
        textposition=["middle right" if side else "middle left" for side in right],
        textfont={"size": LABEL_SIZE, "color": text_color()},
        marker={"size": 16, "color": tint(NEUTRAL, 0)}, customdata=names,
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    share = percent_text(offsets.explained)
    return finish(
        figure,
        height=HEIGHT,
        xaxis={"title": f"in a plane that holds {share}<br>of their squared length", "range": ranges[0]},
        yaxis={"range": ranges[1], "scaleanchor": "x"},
    )


def parallel_figure(offsets: RelationOffsets) -> go.Figure:
    """Draw the mean cosine of the offsets as a line beside those of pairs put together at random."""
    counts, edges = np.histogram(offsets.shuffled, bins=BINS)
    rounds = len(offsets.shuffled)
    real = offsets.mean_cosine
    figure = go.Figure(
        go.Bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts,
            width=np.diff(edges),
            name=f"second words shuffled, {rounds:,} times",
            showlegend=True,
            marker={"color": tint(NEUTRAL, 0.7), "line_width": 0},
            hovertemplate="mean cosine %{x:.3f}: %{y} shuffles<extra></extra>",
        )
    )
    figure.add_vline(x=real, line={"color": text_color(), "width": 4})
    ends = min(edges[0], real), max(edges[-1], real)
    margin = (ends[1] - ends[0]) * 0.08
    figure.add_annotation(
        text=f"the real pairs: {number_text(real)}", x=real, y=1,
        yref="y domain", yanchor="top", showarrow=False,
        xanchor="right" if real > sum(ends) / 2 else "left", xshift=-8 if real > sum(ends) / 2 else 8,
    )  # fmt: skip
    return finish(
        figure,
        height=360,
        xaxis={"title": f"mean {COSINE} of the offsets", "range": [ends[0] - margin, ends[1] + margin]},
        yaxis={"title": "shuffles"},
        bargap=0,
    )


def _crossed(
    tips: NDArray[np.float64], middles: NDArray[np.float64], widths: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return for each label whether an arrow runs through it; all in pixels."""
    along = np.linspace(0, 1, POINTS)
    points = (tips[:, None] * along[None, :, None]).reshape(-1, 2)  # on all arrows
    distance = np.abs(points[None] - middles[:, None])  # (labels, points, 2)
    inside = (distance[..., 0] < widths[:, None] / 2 - GAP / 2) & (distance[..., 1] < LINE / 2 - 3)
    return np.asarray(inside.any(axis=1), dtype=np.bool_)


def _ranges(
    tips: NDArray[np.float64], widths: NDArray[np.float64], right: NDArray[np.bool_], height: float
) -> tuple[tuple[list[float], list[float]], float]:
    """Return the ranges of both axes with room for the labels, and the pixels of 1 on a narrow screen."""
    x, y = (np.append(column, 0.0) for column in tips.T)
    before = float(widths[~right].max(initial=20))
    after = float(widths[right].max(initial=20))
    room = max(WIDTH - before - after, WIDTH / 4)
    scale = min(room / (np.ptp(x) or 1.0), height / (np.ptp(y) * 1.15 or 1.0))
    edge = 0.08 * (np.ptp(y) or 1.0)
    across = [float(x.min() - before / scale), float(x.max() + after / scale)]
    return (across, [float(y.min() - edge), float(y.max() + edge)]), float(scale)


def _add_arrows(figure: go.Figure, tips: NDArray[np.float64], *, name: str, color: str, width: float) -> None:
    gaps = np.full((len(tips), 2), np.nan)
    path = np.stack([np.zeros_like(tips), tips, gaps], axis=1).reshape(-1, 2)
    marker: dict[str, Any] = {
        "symbol": "arrow",
        "angleref": "previous",
        "size": np.tile([0, 9 + width, 0], len(tips)),
        "color": color,
        "opacity": 1,
        "line_width": 0,
    }
    figure.add_scatter(
        x=path[:, 0], y=path[:, 1], mode="lines+markers", name=name, hoverinfo="skip",
        line={"color": color, "width": width}, marker=marker,
    )  # fmt: skip
