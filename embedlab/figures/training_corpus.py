"""Figures of the corpus parts of the training lesson: losses, neighbors over time, scores, and products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from embedlab.display import visible_text
from embedlab.figures.style import (
    CHANCE,
    COSINE,
    LABEL_SIZE,
    NEUTRAL,
    escape,
    finish,
    kind_color,
    kind_symbol,
    text_color,
    word_color,
)
from embedlab.numerals import number_text
from embedlab.training import Comparison, Factors, Sweep, TracedNeighbors

__all__ = ["factors_figure", "loss_figure", "scores_figure", "sweep_figure", "traced_figure"]

LINE = 46  # pixels of a score
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


def loss_figure(
    steps: NDArray[np.int64],
    series: Mapping[str, NDArray[np.float64]],
    *,
    unit: str,
    levels: Mapping[str, float],
) -> go.Figure:
    """Draw losses over the steps, and levels to compare with as lines of their own.

    Args:
        steps: (n,) what was read so far.
        series: name -> (n,) losses.
        unit: of the steps.
        levels: name -> a loss.
    """
    figure = go.Figure()
    for index, (name, losses) in enumerate(series.items()):
        figure.add_scatter(
            x=steps, y=losses, name=name, mode="lines+markers",
            line={"color": kind_color(index), "width": 3, "dash": DASHES[index]},
            marker={"symbol": kind_symbol(index), "size": 7},
            hovertemplate="%{x:,.0f}: %{y:.3f}<extra></extra>",
        )  # fmt: skip
    ends = [*levels.values(), *(float(each) for losses in series.values() for each in losses)]
    low, high = min(ends), max(ends)
    for name, level in levels.items():
        figure.add_hline(y=level, line={"color": NEUTRAL, "width": 2, "dash": "dash"})
        figure.add_annotation(
            x=1, xref="paper", y=level, text=escape(name), showarrow=False, font_size=LABEL_SIZE,
            xanchor="right", yanchor="top" if level == min(levels.values()) and len(levels) > 1 else "bottom",
        )  # fmt: skip
    return finish(
        figure,
        height=340,
        xaxis={"title": unit, "tickformat": "~s", "nticks": 6},
        yaxis={
            "title": "mean loss (nats)",
            "nticks": 6,
            "range": [low - 0.15 * (high - low), high + 0.15 * (high - low)],
        },
        showlegend=len(series) > 1,
    )


def traced_figure(steps: NDArray[np.int64], traced: TracedNeighbors) -> go.Figure:
    """Draw the cosine of a word with its final neighbors and with the average word, each named at its end."""
    words, cosines = (*traced.words, "average word"), np.column_stack([traced.cosines, traced.average])
    figure, last = go.Figure(), len(words) - 1
    tops = _spread([float(value) for value in cosines[-1]], gap=0.13)
    for index, word in enumerate(words):
        shown = escape(visible_text(word, mark_spaces=False)[:20])
        figure.add_scatter(
            x=steps, y=cosines[:, index], name=shown, mode="lines",
            line={
                "color": NEUTRAL if index == last else kind_color(index),
                "width": 3, "dash": DASHES[index % len(DASHES)],
            },
            hovertemplate="%{x:,.0f} words: %{y:.2f}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
        figure.add_annotation(
            x=1, xref="paper", xshift=6, y=tops[index], text=shown, showarrow=False, xanchor="left",
            font_size=LABEL_SIZE,
        )  # fmt: skip
    figure = finish(
        figure,
        height=340,
        xaxis={"title": "words read", "tickformat": "~s", "nticks": 6},
        yaxis={
            "title": COSINE,
            "range": [min(-0.25, min(tops) - 0.1), 1.1],
            "nticks": 5,
        },
        showlegend=False,
        margin={"l": 10, "r": 10 + 10 * max(len(word[:20]) for word in words), "t": 10, "b": 10},
    )
    for index, annotation in enumerate(figure.layout.annotations):
        annotation.font.color = text_color() if index == last else word_color(index)
    return figure


def _spread(values: Sequence[float], *, gap: float) -> list[float]:
    """Return values moved down where they would stand closer than `gap` below a higher one."""
    placed = list(values)
    order = sorted(range(len(values)), key=lambda index: -values[index])
    for above, below in pairwise(order):
        placed[below] = min(placed[below], placed[above] - gap)
    return placed


def scores_figure(comparison: Comparison) -> go.Figure:
    """Draw the score of each table, the first on top, with the middle 95% of its bootstrap.

    The band is what 95% of meaningless tables score: 1.96 standard errors of a rank correlation of 0.
    """
    scores = comparison.scores
    chance = 1.96 / np.sqrt(comparison.pairs - 1)
    figure = go.Figure()
    figure.add_vrect(x0=-chance, x1=chance, fillcolor=CHANCE, line_width=0, layer="below")
    for row, score in enumerate(scores):
        figure.add_scatter(
            x=[score.spearman], y=[row], mode="markers+text", name=escape(score.name),
            text=[f"{escape(score.name)} {number_text(score.spearman)}"], textposition="top center",
            textfont={"size": LABEL_SIZE, "color": text_color()}, cliponaxis=False,
            error_x={
                "type": "data", "symmetric": False, "array": [score.high - score.spearman],
                "arrayminus": [score.spearman - score.low],
                "color": kind_color(row), "thickness": 3, "width": 6,
            },
            marker={"size": 13, "color": kind_color(row), "symbol": kind_symbol(row)},
            hovertemplate=f"%{{x:.2f}}, 95%: {score.low:.2f} to {score.high:.2f}<extra></extra>",
        )  # fmt: skip
    return finish(
        figure,
        height=LINE * len(scores) + 90,
        xaxis={"title": "Spearman correlation with human ratings", "range": [-0.38, 0.82], "nticks": 6},
        yaxis={"visible": False, "range": [len(scores) - 0.4, -0.9]},
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )


def factors_figure(factors: Factors, words: Sequence[str], *, k: int) -> go.Figure:
    """Draw u·v of pairs of words against their PMI − log k; on the dashed line both are equal."""
    figure = go.Figure()
    names = [
        f"{escape(words[center])}, {escape(words[context])}" for center, context in factors.rows.tolist()
    ]
    figure.add_scatter(
        x=factors.shifted_pmi.astype(np.float32), y=factors.products.astype(np.float32),
        text=names, mode="markers",
        marker={"size": 5, "color": kind_color(0), "opacity": 0.45},
        hovertemplate="%{text}<br>PMI − log k %{x:.2f}, u·v %{y:.2f}<extra></extra>",
    )  # fmt: skip
    low = float(min(factors.shifted_pmi.min(), factors.products.min()))
    high = float(max(factors.shifted_pmi.max(), factors.products.max()))
    figure.add_scatter(
        x=[low, high], y=[low, high], mode="lines", line={"color": NEUTRAL, "width": 2, "dash": "dash"},
        hoverinfo="skip",
    )  # fmt: skip
    return finish(
        figure,
        height=440,
        xaxis={"title": f"counted: PMI − log {k}", "zeroline": False, "nticks": 7},
        yaxis={"title": "trained: u·v", "zeroline": False, "nticks": 7},
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )


def sweep_figure(sweep: Sweep, names: Mapping[str, str]) -> go.Figure:
    """Draw a panel for each setting: a dot for each seed, and a line through the means of the values.

    Args:
        sweep: the scores.
        names: setting -> its title.
    """
    figure = make_subplots(
        -(-len(names) // 2), 2, subplot_titles=list(names.values()), shared_yaxes="all",
        horizontal_spacing=0.06, vertical_spacing=0.13,
    )  # fmt: skip
    for index, setting in enumerate(names):
        points = sweep.of(setting)
        values = [point.value for point in points]
        panel = {"row": index // 2 + 1, "col": index % 2 + 1}
        figure.add_scatter(
            x=values, y=[float(point.scores.mean()) for point in points], mode="lines",
            line={"color": NEUTRAL, "width": 3}, hoverinfo="skip", **panel,
        )  # fmt: skip
        figure.add_scatter(
            x=[point.value for point in points for _ in point.scores],
            y=np.concatenate([point.scores for point in points]).astype(np.float32),
            mode="markers", marker={"size": 10, "color": kind_color(0), "opacity": 0.75},
            hovertemplate="%{x}: %{y:.2f}<extra></extra>", **panel,
        )  # fmt: skip
    figure.update_xaxes(type="category")
    figure.update_yaxes(zeroline=False, nticks=5)
    figure.update_annotations(font_size=LABEL_SIZE)
    return finish(
        figure,
        height=680,
        yaxis3_title="Spearman correlation with human ratings",
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 40, "b": 10},
    )
