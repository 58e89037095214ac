"""Scores in rows: a mark for each series with its interval, before what chance gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.curves import Series
from embedlab.figures.lettering import cut_text
from embedlab.figures.style import (
    CHANCE,
    LABEL_SIZE,
    NEUTRAL,
    escape,
    finish,
    kind_color,
    kind_symbol,
    text_color,
)
from embedlab.numerals import number_text, percent_text

__all__ = ["scores_figure"]

LINE = 16  # characters of a row's name on a line
LONGEST = 34  # and of the whole name
TEXT = 19  # pixels of a line of a row's name
ROW = 32  # pixels
SPREAD = 0.22  # of a row, between marks with intervals
EDGE = 0.22  # of the axis, at its right, for the values of the first series


def scores_figure(
    rows: Sequence[str],
    series: Mapping[str, Series],
    *,
    axis: str,
    ends: tuple[float, float] = (0, 1),
    percent: bool = False,
    chance: tuple[float, float] | None = None,
    interval: str = "95%",
) -> go.Figure:
    """Draw a row for each thing that is scored, the first on top, with the values of the first series.

    Args:
        rows: what is scored.
        series: name -> scores (rows,), a color and a symbol each; a single one has the color of the text.
            Intervals are drawn beside each other, scores without them on one line.
        axis: the score, with its unit.
        ends: the scores that the axis shows at least.
        percent: whether the scores are shares.
        chance: between which scores chance stays.
        interval: what lies in the intervals.
    """
    figure = go.Figure()
    if chance is not None:
        figure.add_vrect(x0=chance[0], x1=chance[1], fillcolor=CHANCE, line_width=0, layer="below")
    places = np.arange(len(rows))
    scores = [np.asarray(each.values, dtype=float) for each in series.values()]
    has_intervals = any(each.low is not None for each in series.values())
    if not has_intervals:
        _add_spans(figure, np.stack(scores))
    write = percent_text if percent else number_text
    for index, (name, each) in enumerate(series.items()):
        color = kind_color(index) if len(series) > 1 else text_color()
        error, notes = None, list(each.notes)
        if each.low is not None and each.high is not None:
            low, high = np.asarray(each.low, dtype=float), np.asarray(each.high, dtype=float)
            arms = {"array": high - scores[index], "arrayminus": scores[index] - low}
            error = arms | {"color": color, "thickness": 3, "width": 5}
            notes = [
                f"{interval}: {write(a)} to {write(b)}"
                for a, b in zip(low.tolist(), high.tolist(), strict=True)
            ]
        figure.add_scatter(
            x=scores[index],
            y=places + has_intervals * SPREAD * (index - (len(series) - 1) / 2),
            error_x=error,
            mode="markers",
            name=escape(cut_text(name, LONGEST)),
            marker={"size": 13, "symbol": kind_symbol(index), "color": color},
            customdata=notes,
            hovertemplate=f"%{{x:{'.1%' if percent else '.2f'}}}, %{{customdata}}"
            "<extra>%{fullData.name}</extra>",
        )
    is_written = len(series) == 1 or not has_intervals
    reach = ends[1] - ends[0]
    edge = ends[1] + EDGE * reach * is_written
    if is_written:
        figure.add_scatter(
            x=np.full(len(rows), edge),
            y=places,
            mode="text",
            text=["" if np.isnan(score) else write(score) for score in scores[0].tolist()],
            textposition="middle left",
            textfont={"size": LABEL_SIZE, "color": text_color()},
            hoverinfo="skip",
            showlegend=False,
        )
    names = [_in_lines(row) for row in rows]
    lines = max(name.count("<br>") + 1 for name in names)
    height = max(ROW, TEXT * lines, has_intervals * 20 * len(series))
    return finish(
        figure,
        height=height * len(rows) + 130,
        xaxis={
            "title": axis,
            "range": [ends[0] - 0.02 * reach, edge],
            "tickvals": _ticks(*ends),
            "tickformat": ".0%" if percent else None,
            "zeroline": ends[0] < 0,
        },
        yaxis={
            "tickvals": places,
            "ticktext": names,
            "tickfont_color": text_color(),
            "range": [len(rows) - 0.4, -0.6],
            "showgrid": False,
            "zeroline": False,
        },
        showlegend=len(series) > 1,
        margin={"l": 10, "r": 20, "t": 60 if len(series) > 1 else 10, "b": 10},
    )


def _ticks(low: float, high: float) -> NDArray[np.floating[Any]]:
    """Return multiples of a quarter between two scores."""
    return np.arange(np.ceil(4 * low), np.floor(4 * high) + 1) / 4


def _add_spans(figure: go.Figure, scores: NDArray[np.float64]) -> None:
    """Join the marks of each row; `scores` is (series, rows)."""
    low, high = np.fmin.reduce(scores), np.fmax.reduce(scores)
    figure.add_scatter(
        x=np.stack([low, high, np.full(len(low), np.nan)], axis=1).ravel(),
        y=np.repeat(np.arange(len(low)), 3),
        mode="lines",
        line={"color": NEUTRAL, "width": 1},
        hoverinfo="skip",
        showlegend=False,
    )


def _in_lines(row: str) -> str:
    """Return a row's name in lines, broken at its hyphens and spaces."""
    lines = [""]
    for piece in cut_text(row, LONGEST).replace("-", "-\n").replace(" ", " \n").split("\n"):
        if lines[-1] and len(lines[-1]) + len(piece) > LINE:
            lines.append("")
        lines[-1] += piece
    return "<br>".join(escape(line.rstrip()) for line in lines)
