"""Figures of the corpus parts of the training lesson: losses, neighbors over time, scores, and products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from embedlab.figures.curves import Series, curves_figure
from embedlab.figures.scores import scores_figure
from embedlab.figures.style import COSINE, LABEL_SIZE, NEUTRAL, escape, finish, kind_color
from embedlab.training import Comparison, Factors, Sweep, TracedNeighbors

__all__ = ["comparison_figure", "factors_figure", "loss_figure", "sweep_figure", "traced_figure"]

FEW = 500  # dots that need not let each other through
LONGEST = 20  # characters of a word at the end of its curve


def loss_figure(
    steps: NDArray[np.int64],
    series: Mapping[str, NDArray[np.float64]],
    *,
    unit: str,
    levels: Mapping[str, float],
) -> go.Figure:
    """Draw losses (n,) over the steps (n,), which are counted in `unit`, and levels to compare with."""
    return curves_figure(
        steps,
        {name: Series(losses) for name, losses in series.items()},
        x_axis=unit,
        y_axis="mean loss (nats)",
        from_zero=False,
        levels=levels,
    )


def traced_figure(steps: NDArray[np.int64], traced: TracedNeighbors) -> go.Figure:
    """Draw the cosine of a word with its final neighbors and with the average word, each named at its end."""
    series = {
        word[:LONGEST]: Series(cosines) for word, cosines in zip(traced.words, traced.cosines.T, strict=True)
    }
    average = {"average word": Series(traced.average, is_baseline=True)}
    return curves_figure(
        steps, series | average, x_axis="words read", y_axis=COSINE, names_at_ends=True, height=340
    )


def comparison_figure(comparison: Comparison) -> go.Figure:
    """Draw the score of each table, the first on top, with the middle 95% of its bootstrap.

    The band is what 95% of meaningless tables score: 1.96 standard errors of a rank correlation of 0.
    """
    scores = comparison.scores
    chance = 1.96 / np.sqrt(comparison.pairs - 1)
    low, high = [score.low for score in scores], [score.high for score in scores]
    return scores_figure(
        [score.name for score in scores],
        {"Spearman correlation": Series([score.spearman for score in scores], low, high)},
        axis="rank correlation with people",
        ends=(min(-0.25, *low), max(0.75, *high)),
        chance=(-chance, chance),
    )


def factors_figure(factors: Factors, words: Sequence[str], *, k: int) -> go.Figure:
    """Draw u·v of pairs of words against their PMI − log k; on the dashed line both are equal."""
    names = [", ".join(escape(words[row]) for row in pair) for pair in factors.rows.tolist()]
    x, y = factors.shifted_pmi.astype(np.float32), factors.products.astype(np.float32)
    figure = go.Figure()
    figure.add_scatter(
        x=x, y=y, text=names, mode="markers",
        marker={"size": 8, "opacity": 0.8} if len(x) < FEW else {"size": 5, "opacity": 0.45},
        marker_color=kind_color(0),
        hovertemplate="%{text}<br>PMI − log k %{x:.2f}, u·v %{y:.2f}<extra></extra>",
    )  # fmt: skip
    ends = [min(x.min(), y.min()), max(x.max(), y.max())]
    figure.add_scatter(
        x=ends, y=ends, mode="lines", line={"color": NEUTRAL, "width": 2, "dash": "dash"}, hoverinfo="skip",
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
        panel = {"row": index // 2 + 1, "col": index % 2 + 1}
        points = sweep.of(setting)
        values = [point.value for point in points]
        scores = np.array([point.scores for point in points], dtype=np.float32)  # (values, seeds)
        figure.add_scatter(
            x=values, y=scores.mean(axis=1), mode="lines", line={"color": NEUTRAL, "width": 3},
            hoverinfo="skip", **panel,
        )  # fmt: skip
        figure.add_scatter(
            x=np.repeat(values, scores.shape[1]), y=scores.ravel(), mode="markers",
            marker={"size": 10, "color": kind_color(0), "opacity": 0.75},
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
