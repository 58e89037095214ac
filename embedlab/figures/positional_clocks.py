"""Rotary positions as clocks: the hands of one pair, what every pair adds, the score against the offset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from embedlab.figures.style import (
    NEUTRAL,
    TICK_SIZE,
    escape,
    finish,
    kind_color,
    selected_color,
    text_color,
    tint,
)
from embedlab.numerals import number_text
from embedlab.positional.rotary_pair import rotary_pair, score_by_offset

if TYPE_CHECKING:
    from embedlab.positional import RotaryPair

__all__ = ["clock_marks", "clocks_figure", "offset_curve_figure"]

MARKERS = ("circle", "diamond")
REACH = 64  # positions on either side
FRAMES = 36  # for one full turn of the pair
LONGEST = 12  # characters of a token
NICE = (1, 2, 5, 10)


def clocks_figure(pair: RotaryPair, picked: int, names: tuple[str, str]) -> go.Figure:
    """Draw the two hands of one pair, and below what each pair adds to the dot product.

    The thin hand is the vector before it is turned; the numbers on the rim are the positions at which the
    hand points there. Play moves both positions on by one full turn: everything is computed anew for each
    step, and the sum stands still.

    Args:
        pair: the query and key.
        picked: index of the pair whose hands are drawn.
        names: the tokens of the query and the key.
    """
    titles = [
        f"{side} “{escape(name[:LONGEST])}”" for side, name in zip(("query", "key"), names, strict=True)
    ]
    figure = make_subplots(
        rows=2,
        cols=2,
        specs=[[{}, {}], [{"colspan": 2}, None]],
        row_heights=[0.58, 0.42],
        vertical_spacing=0.1,
        horizontal_spacing=0.02,
        subplot_titles=[*titles, ""],
    )
    for side in (0, 1):
        _add_face(figure, pair, picked, side)
    moving = _moving(pair, picked, names)
    first = len(figure.data)
    for number, trace in enumerate(moving):
        figure.add_trace(trace, row=1 if number < 4 else 2, col=1 + number % 2 if number < 4 else 1)
    _name_bars(figure, pair, picked)
    shifts = np.append(np.linspace(0, pair.wavelengths[picked], FRAMES + 1), 0.0)  # and back to the start
    changed = list(range(first, first + len(moving)))
    figure.frames = [
        go.Frame(data=_moving(_moved(pair, shift), picked, names), traces=changed, name=str(number))
        for number, shift in enumerate(shifts)
    ]
    figure.update_annotations(font_size=TICK_SIZE)
    return finish(figure, height=620, showlegend=False, updatemenus=[_buttons()], margin_b=90, bargap=0.25)


def offset_curve_figure(pair: RotaryPair, picked: int) -> go.Figure:
    """Draw the dot product against n − m, with the present point and the part of the picked pair."""
    present = pair.n - pair.m
    offsets = np.arange(-REACH, REACH + 1) + np.round(present if abs(present) > REACH else 0)
    parts = score_by_offset(pair, offsets)
    figure = go.Figure()
    figure.add_scatter(
        x=offsets, y=parts.sum(axis=1), name="all pairs", mode="lines",
        line={"width": 3, "color": text_color()},
        hovertemplate="n − m = %{x}: %{y:.4f}<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=offsets, y=parts[:, picked], name=f"pair {picked + 1} alone", mode="lines",
        line={"width": 2, "color": selected_color(), "dash": "dot"},
        hovertemplate=f"pair {picked + 1}, n − m = %{{x}}: %{{y:.4f}}<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=[present], y=[pair.total], name="now", mode="markers",
        marker={"size": 15, "symbol": "diamond", "color": text_color()},
        hovertemplate="now, n − m = %{x}: %{y:.4f}<extra></extra>",
    )  # fmt: skip
    figure.add_hline(y=0, line={"color": NEUTRAL, "width": 1})
    return finish(
        figure,
        height=330,
        xaxis={"title": "n − m: the key's position less the query's", "zeroline": False},
        yaxis={"title": "dot product", "zeroline": False},
    )


def clock_marks(turn: float) -> list[int]:
    """Return about eight round positions within one turn of so many positions.

    >>> clock_marks(6.28), clock_marks(35_000.0)
    ([0, 1, 2, 3, 4, 5], [0, 5000, 10000, 15000, 20000, 25000, 30000])
    """
    least = max(turn / 8, 0.75)
    power = 10 ** int(np.floor(np.log10(least)))
    step = max(1, next(int(nice * power) for nice in NICE if nice * power >= least))
    return [place for place in range(0, int(np.ceil(turn)), step) if place < turn - step / 2]


def _moved(pair: RotaryPair, shift: float) -> RotaryPair:
    """Return the pair with both positions moved on."""
    vectors = (hands.ravel() for hands in (pair.query, pair.key))
    query, key = vectors
    return rotary_pair(query, key, pair.m + shift, pair.n + shift, base=pair.base, layout="interleaved")


def _add_face(figure: go.Figure, pair: RotaryPair, picked: int, side: int) -> None:
    """Add the rim, the positions on it, and the hand before it is turned."""
    hand = (pair.query, pair.key)[side][picked]
    start = float(np.arctan2(hand[1], hand[0]))
    rim = np.linspace(0, 2 * np.pi, 121)
    marks = np.array(clock_marks(float(pair.wavelengths[picked])))
    angles = start + marks * pair.frequencies[picked]
    place = {"row": 1, "col": side + 1}
    figure.add_scatter(
        x=np.cos(rim),
        y=np.sin(rim),
        mode="lines",
        line={"color": NEUTRAL, "width": 2},
        hoverinfo="skip",
        **place,
    )
    figure.add_scatter(
        x=1.22 * np.cos(angles), y=1.22 * np.sin(angles), mode="text", text=[f"{mark:,}" for mark in marks],
        textfont={"size": TICK_SIZE, "color": text_color()}, hovertemplate="position %{text}<extra></extra>",
        **place,
    )  # fmt: skip
    figure.add_scatter(
        x=[0, np.cos(start)], y=[0, np.sin(start)], mode="lines",
        line={"color": NEUTRAL, "width": 2, "dash": "dash"}, hoverinfo="skip", **place,
    )  # fmt: skip
    axis: dict[str, Any] = {"visible": False, "range": [-1.5, 1.5], "constrain": "domain", "fixedrange": True}
    figure.update_xaxes(**axis, **place)
    figure.update_yaxes(
        **axis | {"scaleanchor": f"x{side + 1 if side else ''}", "range": [-1.65, 1.4]}, **place
    )


def _moving(pair: RotaryPair, picked: int, names: tuple[str, str]) -> list[Any]:
    """Return what a step of the film draws anew: two hands, two positions, the sum, the bars.

    The bars stand still, but Plotly loses those that a step leaves out.
    """
    digits = 0 if pair.wavelengths[picked] > 100 or float(pair.m).is_integer() else 1
    hands, places = [], []
    for side, (turned, position) in enumerate(((pair.turned_query, pair.m), (pair.turned_key, pair.n))):
        x, y = turned[picked] / (np.linalg.norm(turned[picked]) or 1.0)
        hands.append(
            go.Scatter(
                x=[0, x], y=[0, y], mode="lines+markers",
                line={"color": kind_color(side), "width": 6},
                marker={"size": [0, 16], "symbol": MARKERS[side], "color": kind_color(side)},
                hovertemplate=f"{escape(names[side][:LONGEST])} at {position:,.1f}<extra></extra>",
            )
        )  # fmt: skip
        text = f"{'mn'[side]} = {position:,.{digits}f}"
        places.append(_words(0, -1.52, text, size=TICK_SIZE + 4))
    count = len(pair.frequencies)
    values = pair.contributions
    high = max(values.max(), 0) + 0.16 * max(np.ptp(values), 1e-9)  # above the bars
    total = _words(
        (count + 1) / 2, high, f"sum of the {count} pairs: {number_text(pair.total)}", size=TICK_SIZE + 4
    )
    total.update(xaxis="x3", yaxis="y3")
    bars = go.Bar(
        x=np.arange(1, count + 1),
        y=values,
        marker_color=[selected_color() if place == picked else tint(NEUTRAL, 0.75) for place in range(count)],
        hovertemplate="pair %{x}: %{y:.4f}<extra></extra>",
        xaxis="x3",
        yaxis="y3",
    )
    return [*hands, *places, total, bars]


def _words(x: float, y: float, text: str, *, size: int) -> go.Scatter:
    return go.Scatter(
        x=[x],
        y=[y],
        mode="text",
        text=[text],
        textfont={"size": size, "color": text_color()},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _name_bars(figure: go.Figure, pair: RotaryPair, picked: int) -> None:
    numbers = np.arange(1, len(pair.frequencies) + 1)
    step = 1 if len(numbers) <= 16 else 4
    shown = [number for number in numbers.tolist() if number % step == 0 or number - 1 == picked]
    figure.update_xaxes(
        title="pair of dimensions",
        tickvals=shown,
        ticktext=[f"▲<br>{number}" if number - 1 == picked else str(number) for number in shown],
        tickangle=0,
        row=2,
        col=1,
    )
    figure.update_yaxes(title="adds to the score", row=2, col=1)


def _buttons() -> dict[str, Any]:
    still = {"frame": {"duration": 0, "redraw": True}, "mode": "immediate", "transition": {"duration": 0}}
    moving = still | {"frame": {"duration": 130, "redraw": True}, "fromcurrent": False}
    return {
        "type": "buttons",
        "direction": "right",
        "buttons": [
            {"label": "▶ Move both on", "method": "animate", "args": [None, moving]},
            {"label": "❚❚ Stop", "method": "animate", "args": [[None], still]},
        ],
        "x": 0,
        "xanchor": "left",  # the default pushes the whole picture to the right
        "y": -0.16,
        "yanchor": "top",
        "showactive": False,  # Plotly's own color of a pressed button hides its words in the dark
        "bgcolor": "#0072B2",
        "bordercolor": "#0072B2",
        "font": {"color": "#FFFFFF"},
    }
