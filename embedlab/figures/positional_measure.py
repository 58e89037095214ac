"""Every position scheme by itself on the same axes: what is left of a score; and how rotary pairs turn.

Each scheme keeps its color and its kind of line wherever it is drawn. Thousands of offsets are
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
    selected_color,
    tint,
)
from embedlab.positional import SCALING_NAMES, SCALINGS, WEIGHT_RATIOS, OffsetScores, RotaryReach

__all__ = ["offset_figure", "reach_figure"]

LOOKS = ("sinusoidal", "learned", "rotary", "ALiBi", "T5")  # the order of colors
DRAWN = 160  # stretches of a long curve
LONG = 256  # offsets, from which on the axis counts in powers of ten
DASHES = {"none": "solid", "linear": "dash", "ntk": "dashdot", "yarn": "dot"}


def offset_figure(
    curve: OffsetScores,
    *,
    among: Sequence[OffsetScores] = (),
    trained: int | None = None,
    logarithmic: bool | None = None,
    height: int = 440,
) -> go.Figure:
    """Draw what one scheme leaves of a score at each distance, 1 at distance 0; mark where a half is left.

    Args:
        curve: of the scheme.
        among: the curves of all schemes, which are drawn on the same axes.
        trained: distances from here on are shaded: no text of the training was so long.
        logarithmic: whether the axis counts in powers of ten, without distance 0; for long curves if None.
        height: pixels.
    """
    longest = len(curve.offsets)
    powers = longest > LONG if logarithmic is None else logarithmic and longest > 2
    figure = go.Figure()
    _add_curve(figure, curve, powers=powers)
    if curve.half is not None:
        _mark(figure, curve, curve.half, f"half at {curve.half:,}", powers=powers)
    if curve.end < longest - 1:
        _mark(figure, curve, curve.end, f"ends at {curve.end:,}", powers=powers)
    figure.add_hline(y=0, line={"color": NEUTRAL, "width": 1})
    first, last = (1, longest - 1) if powers else (0, max(longest - 1, 1))
    if trained is not None and trained < last:
        edges: dict[str, Any] = {"x0": trained, "x1": last, "y0": 0, "y1": 1, "yref": "paper"}
        figure.add_shape(type="rect", fillcolor=CHANCE, line_width=0, layer="below", **edges)
    values = np.concatenate([each.scores[np.isfinite(each.scores)] for each in among or (curve,)])
    bounds = [np.log10(first), np.log10(last)] if powers else [first, last]
    return finish(
        figure,
        height=height,
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 12, "b": 10},
        xaxis={
            "title": "distance in words",
            "type": "log" if powers else "linear",
            "range": bounds,
            "dtick": 1 if powers else None,
            "tickformat": ",d",
            "zeroline": False,
        },
        yaxis={
            "title": "weight left" if curve.scheme in WEIGHT_RATIOS else "score left",
            "range": [min(0.0, float(values.min())) - 0.05, max(1.15, float(values.max()) * 1.05)],
            "zeroline": False,
        },
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


def _add_curve(figure: go.Figure, curve: OffsetScores, *, powers: bool) -> None:
    place = LOOKS.index(curve.scheme) if curve.scheme in LOOKS else len(LOOKS)
    color, name = kind_color(place), escape(curve.scheme)
    stretches = _draw(curve, powers=powers)
    if not np.array_equal(stretches.low, stretches.high):
        edge = {"x": stretches.middles, "mode": "lines", "line_width": 0, "hoverinfo": "skip"}
        figure.add_scatter(y=stretches.low.astype(np.float32), **edge)
        fill = {"fill": "tonexty", "fillcolor": kind_tint(place, 0.25)}
        figure.add_scatter(y=stretches.high.astype(np.float32), **fill, **edge)
    figure.add_scatter(
        x=stretches.middles,
        y=stretches.means.astype(np.float32),
        name=name,
        mode="lines" if len(stretches.middles) > 1 else "markers",
        line={"color": color, "width": 3, "dash": "dash" if curve.scheme in WEIGHT_RATIOS else "solid"},
        customdata=np.column_stack([stretches.low, stretches.high]).astype(np.float32),
        hovertemplate=f"{name}, distance %{{x:,.0f}}: %{{y:.3f}}, from %{{customdata[0]:.3f}} to "
        "%{customdata[1]:.3f}<extra></extra>",
    )


def _mark(figure: go.Figure, curve: OffsetScores, offset: int, text: str, *, powers: bool) -> None:
    """Put a ring at a distance, and words there: at the top about the half, at the bottom about the end."""
    last = len(curve.offsets) - 1
    early = np.log1p(offset) < np.log1p(last) / 2 if powers else offset < last / 2
    at = max(offset, int(powers))
    figure.add_scatter(
        x=[at],
        y=[float(curve.scores[offset])],
        mode="markers",
        marker={"symbol": "circle-open", "size": 14, "color": selected_color(), "line_width": 3},
        hovertemplate=f"{escape(curve.scheme)}: {text}<extra></extra>",
    )
    figure.add_annotation(
        x=np.log10(at) if powers else at,
        y=float(offset == curve.half),
        yref="paper",
        text=text,
        font_size=TICK_SIZE,
        showarrow=False,
        xanchor="left" if early else "right",
        yanchor="top" if offset == curve.half else "bottom",
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
