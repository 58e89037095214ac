"""The offsets of one relation drawn from a common origin, and how parallel they are beside chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.spread import spread_figure
from embedlab.figures.style import NEUTRAL, finish, text_color, tint
from embedlab.figures.word_bars import shown_word
from embedlab.numerals import number_text

if TYPE_CHECKING:
    from embedlab.vectors import RelationOffsets

__all__ = ["offsets_figure", "parallel_figure"]

HEIGHT = 440  # pixels, at least
LINE = 21  # pixels of a name
LABEL_SIZE = 15
LONGEST = 14  # characters of each word of a pair
ARROWS = 0.58  # of the width; the names stand right of it
LEADER = 0.03  # of the width, between a leader and its name


def offsets_figure(offsets: RelationOffsets) -> go.Figure:
    """Draw the offset of every pair as an arrow from one origin, and their mean.

    Each pair is named at the right, in the order of the tips, with a thin leader from its tip. Across the
    figure a unit is at least as long as upward, so that steps never look less parallel than they are.
    """
    tips = offsets.coordinates  # (n, 2)
    names = [f"{shown_word(a, LONGEST)} → {shown_word(b, LONGEST)}" for a, b in offsets.pairs]
    x, y = (np.append(column, 0.0) for column in tips.T)
    across = float(np.ptp(x)) or 1.0
    width = across / ARROWS
    middle, half = float(y.max() + y.min()) / 2, max(float(np.ptp(y)) * 1.1, across) / 2
    order = np.argsort(-tips[:, 1], kind="stable")
    heights = np.empty(len(tips))
    heights[order] = middle + half * (1 - 2 * (np.arange(len(tips)) + 0.5) / len(tips))
    edge = float(x.max()) + LEADER * width
    figure = go.Figure()
    gaps = np.full(len(tips), np.nan)
    figure.add_scatter(
        x=np.stack([tips[:, 0], np.full(len(tips), edge), gaps], axis=1).ravel(),
        y=np.stack([tips[:, 1], heights, gaps], axis=1).ravel(),
        mode="lines", line={"color": tint(NEUTRAL, 0.6), "width": 1}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    _add_arrows(figure, tips, name="a pair", color=NEUTRAL, width=2)
    _add_arrows(figure, tips.mean(axis=0, keepdims=True), name="their mean", color=text_color(), width=5)
    figure.add_scatter(
        x=np.full(len(tips), edge), y=heights, mode="text", text=[f"\u2002{name}" for name in names],
        textposition="middle right", textfont={"size": LABEL_SIZE, "color": text_color()},
        cliponaxis=False, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    hidden: dict[str, Any] = {"showticklabels": False, "showgrid": False, "zeroline": False}
    return finish(
        figure,
        height=max(HEIGHT, LINE * len(tips) + 60),
        xaxis=hidden | {"range": [float(x.min()) - LEADER * width, float(x.min()) + width]},
        yaxis=hidden | {"range": [middle - half, middle + half]},
        margin={"l": 10, "r": 10, "t": 40, "b": 10},
    )


def parallel_figure(offsets: RelationOffsets) -> go.Figure:
    """Draw the mean cosine of the offsets as a line beside those of pairs put together at random."""
    shuffled = offsets.shuffled
    return spread_figure(
        {"second words shuffled": shuffled},
        axis="mean cosine of the steps<br>(1 = same direction)",
        marks={f"the real pairs: {number_text(offsets.mean_cosine)}": offsets.mean_cosine},
        shares_of=f"{len(shuffled):,} shuffles",
    )


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
