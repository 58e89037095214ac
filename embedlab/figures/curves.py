"""Curves over an axis: a line for each series with how far it spreads, the band of chance, and levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from embedlab.figures.lettering import cut_text
from embedlab.figures.style import (
    CHANCE,
    LABEL_SIZE,
    NEUTRAL,
    TICK_SIZE,
    escape,
    finish,
    kind_color,
    kind_symbol,
    kind_tint,
    selection_line,
    text_color,
    tint,
    word_color,
)
from embedlab.numerals import number_text, percent_text

__all__ = ["Band", "Series", "curves_figure"]

FEW = 13  # values of x that have a mark and a tick each; the ends of a single curve are written, too
LONGEST = 34  # characters of a name
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
LINE = 0.11  # of the axis: a name at the end of its curve


@dataclass(frozen=True)
class Series:
    """Values of one kind, and how far they spread, if that is known."""

    values: ArrayLike  # (n,)
    low: ArrayLike | None = None  # (n,)
    high: ArrayLike | None = None
    is_baseline: bool = False  # gray: what one would have without what the figure is about
    notes: Sequence[str] = ()  # (n,) what is said where a value is pointed at


@dataclass(frozen=True)
class Band:
    """What chance gives along the axis."""

    name: str
    low: ArrayLike  # (n,)
    high: ArrayLike


def curves_figure(
    x: Sequence[float] | NDArray[np.integer[Any]],
    series: Mapping[str, Series],
    *,
    x_axis: str,
    y_axis: str,
    scale: Literal["linear", "log", "even"] = "linear",
    ticks: Sequence[str] | None = None,
    percent: bool = False,
    from_zero: bool = True,
    chance: Band | None = None,
    levels: Mapping[str, float] | None = None,
    outlined: int | None = None,
    names_at_ends: bool = False,
    height: int = 380,
) -> go.Figure:
    """Draw curves over x; a single one has the color of the text, several have one each, baselines are gray.

    Args:
        x: the values, ascending.
        series: name -> curve.
        x_axis: what x is.
        y_axis: what the values are, with their unit.
        scale: of x; "even" puts its values at equal distances.
        ticks: names of the values of x, if they are not written as numbers.
        percent: whether the values are shares.
        from_zero: whether the axis of the values begins at 0.
        chance: the band behind the curves.
        levels: name -> a value to compare with, a line of its own.
        outlined: which value is outlined.
        names_at_ends: the names stand where the curves end, not above the figure.
        height: in pixels.
    """
    places = np.arange(len(x)) if scale == "even" else np.asarray(x)
    names = list(ticks or [f"{value:,}" for value in x])
    figure = go.Figure()
    if chance is not None:
        _add_area(figure, places, chance.low, chance.high, CHANCE)
    several = sum(not curve.is_baseline for curve in series.values()) > 1
    kind = -1
    colors = []  # of the names at the ends
    for index, (name, curve) in enumerate(series.items()):
        kind += not curve.is_baseline
        is_kind = several and not curve.is_baseline
        color = kind_color(kind) if is_kind else NEUTRAL if curve.is_baseline else text_color()
        colors.append(word_color(kind) if is_kind else text_color())
        if curve.low is not None and curve.high is not None:
            area = kind_tint(kind, 0.2) if is_kind else tint(NEUTRAL, 0.25)
            _add_area(figure, places, curve.low, curve.high, area)
        figure.add_scatter(
            x=places,
            y=np.asarray(curve.values, dtype=np.float32),
            name=escape(cut_text(name, LONGEST)),
            mode="lines+markers" if len(x) <= FEW else "lines",
            line={"color": color, "width": 3, "dash": DASHES[index % len(DASHES)]},
            marker={
                "symbol": kind_symbol(index),
                "size": 11,
                "color": color,
                "line": selection_line() | {"width": [4 * (row == outlined) for row in range(len(x))]},
            },
            customdata=names,
            hovertemplate=f"%{{customdata}}: %{{y:{'.1%' if percent else '.3f'}}}"
            "<extra>%{fullData.name}</extra>",
        )
    if len(series) == 1 and len(x) <= FEW:
        _write_values(figure, percent=percent)
    if chance is not None:
        _name_band(figure, chance)
    _add_levels(figure, levels or {})
    low, high = _reach(figure, levels or {}, from_zero=from_zero)
    room = _write_ends(figure, high - low) if names_at_ends else 10
    finish(
        figure,
        height=height,
        xaxis={"title": x_axis, "zeroline": False, "type": "log" if scale == "log" else "linear"}
        | _ticks(places, names if scale == "even" or ticks else None),
        yaxis={"title": y_axis, "tickformat": ".0%" if percent else None, "range": [low, high], "nticks": 6},
        showlegend=len(series) > 1 and not names_at_ends,
        margin={"l": 10, "r": room, "t": 60 if len(series) > 1 and not names_at_ends else 10, "b": 10},
    )
    if names_at_ends:
        for annotation, color in zip(figure.layout.annotations, colors, strict=False):
            annotation.font.color = color
    return figure


def _add_area(figure: go.Figure, x: NDArray[Any], low: ArrayLike, high: ArrayLike, color: str) -> None:
    figure.add_scatter(
        x=np.concatenate([x, x[::-1]]),
        y=np.concatenate([np.asarray(high), np.asarray(low)[::-1]]).astype(np.float32),
        mode="lines",
        fill="toself",
        fillcolor=color,
        line={"width": 0},
        showlegend=False,
        hoverinfo="skip",
    )


def _write_values(figure: go.Figure, *, percent: bool) -> None:
    """Write the first, last, least and largest value: below its point where both neighbors are higher."""
    write = percent_text if percent else number_text
    curve = figure.data[-1]
    written = {0, len(curve.y) - 1, int(np.nanargmin(curve.y)), int(np.nanargmax(curve.y))}
    walls = np.concatenate([[np.inf], curve.y, [np.inf]])
    is_low = (walls[:-2] > curve.y) & (walls[2:] > curve.y)
    curve.update(
        mode="lines+markers+text",
        text=[
            write(value) if row in written and not np.isnan(value) else ""
            for row, value in enumerate(curve.y.tolist())
        ],
        textposition=["bottom center" if low else "top center" for low in is_low],
        textfont={"size": TICK_SIZE, "color": text_color()},
        cliponaxis=False,
    )


def _name_band(figure: go.Figure, chance: Band) -> None:
    """Name the band where the curve is farthest from its middle."""
    curve, middle = figure.data[1], (np.asarray(chance.low) + np.asarray(chance.high)) / 2
    row = int(np.nanargmax(np.abs(curve.y - middle)))
    side = "left" if row == 0 else "right" if row == len(middle) - 1 else "center"
    figure.add_annotation(
        x=curve.x[row], y=float(middle[row]), text=escape(chance.name), showarrow=False, xanchor=side,
    )  # fmt: skip


def _add_levels(figure: go.Figure, levels: Mapping[str, float]) -> None:
    for name, level in levels.items():
        is_below = len(levels) > 1 and level == min(levels.values())
        figure.add_hline(y=level, line={"color": NEUTRAL, "width": 2, "dash": "dash"})
        figure.add_annotation(
            x=1, xref="paper", y=level, text=escape(name), showarrow=False, font_size=LABEL_SIZE,
            xanchor="right", yanchor="top" if is_below else "bottom",
        )  # fmt: skip


def _reach(figure: go.Figure, levels: Mapping[str, float], *, from_zero: bool) -> tuple[float, float]:
    """Return the ends of the axis of the values, with room for what is written at them."""
    numbers = [np.asarray(trace.y, dtype=float) for trace in figure.data]
    ends = np.concatenate([*numbers, [*levels.values()], [0.0] * from_zero])
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    space = 0.15 * (high - low or 1)
    return low - space * (low < 0 or not from_zero), high + space


def _write_ends(figure: go.Figure, reach: float) -> int:
    """Write the name of each curve at its end, lower where it would cover another; return the pixels."""
    curves = [trace for trace in figure.data if trace.name]
    tops, above = [float(curve.y[-1]) for curve in curves], np.inf
    for index in sorted(range(len(curves)), key=lambda index: -tops[index]):
        above = tops[index] = min(tops[index], above - LINE * reach)
    for curve, top in zip(curves, tops, strict=True):
        figure.add_annotation(
            x=1, xref="paper", xshift=6, y=top, text=curve.name, showarrow=False, xanchor="left",
            font_size=LABEL_SIZE,
        )  # fmt: skip
    return 20 + 10 * max(len(curve.name) for curve in curves)


def _ticks(places: NDArray[Any], names: Sequence[str] | None) -> dict[str, Any]:
    if len(places) > FEW:
        return {"nticks": 5, "tickformat": "~s", "tickangle": 0}
    return {"tickvals": places} | ({"ticktext": names} if names else {"tickformat": "~s"})
