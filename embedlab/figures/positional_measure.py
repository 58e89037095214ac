"""Every position scheme on the same axes: what is left of a score at each offset; and how rotary pairs turn.

Each scheme keeps its color, its sign and its kind of line wherever it is drawn. Thousands of offsets are
drawn as a few hundred stretches: the line is the mean of each, a band its range, so that no swing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import (
    CHANCE,
    NEUTRAL,
    TICK_SIZE,
    escape,
    finish,
    kind_color,
    kind_symbol,
    kind_tint,
    tint,
)
from embedlab.positional import SCALING_NAMES, SCALINGS, WEIGHT_RATIOS, OffsetScores, RotaryReach

__all__ = ["offset_figure", "reach_figure"]

LOOKS = ("sinusoidal", "learned", "rotary", "ALiBi", "T5")  # the order of colors and signs
DRAWN = 160  # stretches of a long curve
ENDS_AT = 0.97  # height of the words about an end
SIGNS = 8  # on each curve
LONG = 256  # offsets, from which on the axis counts in powers of ten
DASHES = {"none": "solid", "linear": "dash", "ntk": "dashdot", "yarn": "dot"}


def offset_figure(
    curves: Sequence[OffsetScores],
    *,
    trained: int | None = None,
    chosen: str | None = None,
    logarithmic: bool | None = None,
    height: int = 440,
) -> go.Figure:
    """Draw what is left of a score at each offset, 1 at offset 0.

    Args:
        curves: one a scheme.
        trained: offsets from here on are shaded: no text of the training was so long.
        chosen: the scheme whose line is thicker.
        logarithmic: whether the axis counts in powers of ten, without offset 0; for long curves if None.
        height: pixels.
    """
    longest = max(len(curve.offsets) for curve in curves)
    powers = longest > LONG if logarithmic is None else logarithmic and longest > 2
    figure = go.Figure()
    drawn = {curve.scheme for curve in curves}
    for curve in curves:
        below = curve.scheme == "sinusoidal" and "rotary" in drawn  # which may be the very same curve
        _add_curve(figure, curve, powers=powers, thick=curve.scheme == chosen, below=below)
        if curve.end < longest - 1:
            _mark_end(figure, curve, powers=powers)
    figure.add_hline(y=0, line={"color": NEUTRAL, "width": 1})
    first, last = (1, longest - 1) if powers else (0, max(longest - 1, 1))
    if trained is not None and trained < last:
        _shade_beyond(figure, trained, last)
    values = np.concatenate([curve.scores[np.isfinite(curve.scores)] for curve in curves])
    low, high = float(values.min()), float(values.max())
    # below the curves is room for the words about what is shaded
    reach = (min(0.0, low) - 0.05 if trained is None else min(-0.42, low - 0.2), max(1.08, high * 1.05))
    bounds = [np.log10(first), np.log10(last)] if powers else [first, last]
    return finish(
        figure,
        height=height,
        legend={"itemsizing": "constant"},
        xaxis={
            "title": "offset: query − key",
            "type": "log" if powers else "linear",
            "range": bounds,
            "dtick": 1 if powers else None,
            "tickformat": ",d",
            "zeroline": False,
        },
        yaxis={"title": "score, relative to offset 0", "range": reach, "zeroline": False},
    )


def reach_figure(reaches: Mapping[str, RotaryReach], *, chosen: str | None = None) -> go.Figure:
    """Draw how many turns each rotary pair has made at the end of the longer text, for each scaling.

    The gray line is what it made in training. A sign stands on each pair that meets angles never seen.

    Args:
        reaches: by the scaling's name.
        chosen: the scaling whose line is thicker.
    """
    seen = next(iter(reaches.values())).trained
    pairs = np.arange(len(seen))
    figure = go.Figure()
    figure.add_scatter(
        x=pairs,
        y=seen,
        name="in training",
        mode="lines",
        line={"color": tint(NEUTRAL, 0.6), "width": 12},
        hovertemplate="pair %{x}, in training: %{y:.3g} turns<extra></extra>",
    )
    for name in [known for known in SCALINGS if known in reaches]:
        place, label = SCALINGS.index(name), SCALING_NAMES[name]
        reach = reaches[name]
        figure.add_scatter(
            x=pairs,
            y=reach.reached,
            name=label,
            mode="lines+markers",
            line={
                "color": kind_color(place),
                "width": 4 if name == chosen else 2,
                "dash": DASHES[name],
            },
            marker={"symbol": kind_symbol(place), "size": np.where(reach.unseen, 10, 0)},
            hovertemplate=f"pair %{{x}}, {label}: %{{y:.3g}} turns<extra></extra>",
        )
    figure.add_hline(
        y=1,
        line={"color": NEUTRAL, "width": 2, "dash": "dot"},
    )
    figure.add_annotation(
        x=1,
        xref="paper",
        y=0,  # the logarithm of 1
        text="one full turn",
        font_size=TICK_SIZE,
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
    )
    return finish(
        figure,
        height=420,
        legend={"itemsizing": "constant"},
        xaxis={"title": "rotary pair, the fastest first", "zeroline": False},
        yaxis={"title": "turns at the end of the text", "type": "log", "exponentformat": "power", "dtick": 1},
    )


def _add_curve(figure: go.Figure, curve: OffsetScores, *, powers: bool, thick: bool, below: bool) -> None:
    place = LOOKS.index(curve.scheme) if curve.scheme in LOOKS else len(LOOKS)
    color, name = kind_color(place), escape(curve.scheme)
    drawn = _draw(curve, powers=powers)
    if not np.array_equal(drawn.low, drawn.high):
        _add_band(figure, drawn, kind_tint(place, 0.18), name)
    figure.add_scatter(
        x=drawn.middles,
        y=drawn.means.astype(np.float32),
        name=name,
        legendgroup=name,
        mode="lines+markers",
        line={
            "color": kind_tint(place, 0.55) if below else color,
            "width": (8 if below else 3) + (2 if thick else 0),
            "dash": "dash" if curve.scheme in WEIGHT_RATIOS else "solid",
        },
        marker={"symbol": kind_symbol(place), "size": _sign_sizes(drawn, powers=powers, shift=place)},
        marker_color=color,
        customdata=np.column_stack([drawn.low, drawn.high]).astype(np.float32),
        hovertemplate=f"{name}, offset %{{x:,.0f}}: %{{y:.3f}}, from %{{customdata[0]:.3f}} to "
        "%{customdata[1]:.3f}<extra></extra>",
    )


def _add_band(figure: go.Figure, drawn: _Drawn, color: str, name: str) -> None:
    edge = {"x": drawn.middles, "mode": "lines", "line_width": 0, "hoverinfo": "skip", "showlegend": False}
    figure.add_scatter(y=drawn.low.astype(np.float32), legendgroup=name, **edge)
    figure.add_scatter(
        y=drawn.high.astype(np.float32), fill="tonexty", fillcolor=color, legendgroup=name, **edge
    )


def _mark_end(figure: go.Figure, curve: OffsetScores, *, powers: bool) -> None:
    """Put a cross where a scheme has nothing more, and say so."""
    end, score = curve.end, float(curve.scores[curve.end])
    place = LOOKS.index(curve.scheme) if curve.scheme in LOOKS else len(LOOKS)
    last = len(curve.offsets) - 1
    early = np.log1p(end) < np.log1p(last) / 2 if powers else end < last / 2  # no room for words on its left
    figure.add_scatter(
        x=[end],
        y=[score],
        mode="markers",
        marker={"symbol": "x", "size": 14, "color": kind_color(place)},
        showlegend=False,
        hovertemplate=f"{escape(curve.scheme)} ends at offset {end}<extra></extra>",
    )
    figure.add_annotation(
        x=np.log10(end) if powers and end else end,
        y=score,
        text=f"{escape(curve.scheme)} ends: {end:,}",
        font_size=TICK_SIZE,
        ax=10 if early else -10,
        ay=ENDS_AT,
        ayref="y",
        xanchor="left" if early else "right",
        arrowcolor=NEUTRAL,
    )


def _shade_beyond(figure: go.Figure, trained: int, last: int) -> None:
    edges: dict[str, Any] = {"x0": trained, "x1": last, "y0": 0, "y1": 1, "yref": "paper"}
    figure.add_shape(type="rect", fillcolor=CHANCE, line_width=0, layer="below", **edges)
    figure.add_annotation(
        x=1,
        xref="paper",
        y=0,
        yref="paper",
        text=f"shaded: beyond the trained length, {trained:,}",
        font_size=TICK_SIZE,
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
    )


@dataclass(frozen=True)
class _Drawn:
    """The stretches of a curve."""

    middles: NDArray[np.float64]
    means: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def _draw(curve: OffsetScores, *, powers: bool) -> _Drawn:
    """Return a curve up to its end: a short one offset by offset, a long one by stretches."""
    first, end = int(powers), curve.end + 1
    starts = np.arange(first, end)
    if len(starts) > 2 * DRAWN:
        even = np.geomspace(first, end, DRAWN + 1) if powers else np.linspace(first, end, DRAWN + 1)
        starts = np.unique(
            np.append(even.astype(np.int64)[1:-1], [first, first + 1])
        )  # the first stands alone
    stops = np.append(starts[1:], end)
    scores = curve.scores[:end]

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.add.reduceat(values[:end], starts) / (stops - starts))

    if curve.low is not None and curve.high is not None:
        low, high = mean(curve.low), mean(curve.high)
    else:
        low, high = np.minimum.reduceat(scores, starts), np.maximum.reduceat(scores, starts)
    return _Drawn((starts + stops - 1) / 2, mean(scores), low, high)


def _sign_sizes(drawn: _Drawn, *, powers: bool, shift: int) -> NDArray[np.int64]:
    """Return the size of the sign on each point: a few, evenly apart, on each curve at other places."""
    axis = np.log(drawn.middles) if powers else drawn.middles
    even = np.linspace(axis[0], axis[-1], SIGNS * len(LOOKS) + 1)[shift % len(LOOKS) :: len(LOOKS)]
    sizes = np.zeros(len(axis), dtype=np.int64)
    sizes[np.abs(axis[:, None] - even).argmin(axis=0)] = 11
    return sizes
