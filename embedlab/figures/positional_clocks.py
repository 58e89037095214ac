"""Rotary positions as a clock: the two hands of one pair, each pair's part of the score, and its curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.style import (
    LABEL_SIZE,
    NEUTRAL,
    escape,
    finish,
    kind_color,
    selected_color,
    selection_line,
    text_color,
    tint,
)
from embedlab.positional.rotary_pair import rotary_pair, score_by_offset

if TYPE_CHECKING:
    from embedlab.positional import RotaryPair

__all__ = ["clock_figure", "hand_geometry", "offset_curve_figure", "parts_figure"]

HEIGHT = 460
MARKERS = ("circle", "diamond")  # of the query and of the key
HANDS = 2  # kind of the first hand: blue and orange mean signs on its page
ARC = 0.34  # radius of the angle between the hands
NAMES_AT = 1.13  # radius of the names of the hands
INSIDE, OPPOSITE = 0.55, -0.25  # radius of the angle's number: between the hands, or on the other side
NARROW = 0.6  # radians between the hands, below which the number does not fit
ASIDE = 0.35  # how far from the middle a name stands beside its hand instead of above or below it
REACH = 64  # positions on either side
FRAMES = 36  # for one full turn of the pair
LONGEST = 12  # characters of a token
FEW = 16  # pairs, up to which each has a tick


def clock_figure(pair: RotaryPair, picked: int, names: tuple[str, str]) -> go.Figure:
    """Draw the hands of one pair in one clock, and the angle between them.

    Play moves both positions on by one full turn: everything is computed anew for each step, and the angle
    between the hands stands still.

    Args:
        pair: the query and key.
        picked: index of the pair whose hands are drawn.
        names: the tokens of the query and the key.
    """
    figure = go.Figure()
    rim = np.linspace(0, 2 * np.pi, 121)
    figure.add_scatter(
        x=np.cos(rim), y=np.sin(rim), mode="lines", line={"color": NEUTRAL, "width": 2}, hoverinfo="skip"
    )
    moving = _moving(pair, picked, names)
    figure.add_traces(moving)
    shifts = np.append(np.linspace(0, pair.wavelengths[picked], FRAMES + 1), 0.0)  # and back to the start
    figure.frames = [
        go.Frame(
            data=_moving(_moved(pair, shift), picked, names),
            traces=list(range(1, 1 + len(moving))),
            name=str(number),
        )
        for number, shift in enumerate(shifts)
    ]
    axis: dict[str, Any] = {"visible": False, "range": [-1.7, 1.7], "constrain": "domain", "fixedrange": True}
    return finish(
        figure,
        height=HEIGHT,
        showlegend=False,
        updatemenus=[_buttons()],
        margin={"l": 0, "r": 0, "t": 0, "b": 50},
        xaxis=axis,
        yaxis=axis | {"scaleanchor": "x", "range": [-1.35, 1.35]},
    )


def hand_geometry(pair: RotaryPair, picked: int, names: tuple[str, str]) -> dict[str, Any]:
    """Return what a browser needs to turn the hands of `clock_figure`: radii, angles, turn per position."""
    angles = _hand_angles(pair, picked)
    return {
        "radii": {"arc": ARC, "reach": NAMES_AT, "inside": INSIDE, "opposite": OPPOSITE},
        "narrow": NARROW,
        "turn": float(pair.frequencies[picked]),
        "hands": [
            {"name": name, "text": escape(name[:LONGEST]), "angle": angle}
            for name, angle in zip(names, angles, strict=True)
        ],
    }


def parts_figure(pair: RotaryPair, picked: int) -> go.Figure:
    """Draw each pair's part of the score, the picked one outlined."""
    count = len(pair.frequencies)
    numbers = np.arange(1, count + 1)
    outlined = numbers == picked + 1
    figure = go.Figure(
        go.Bar(
            x=numbers,
            y=pair.contributions,
            marker={
                "color": tint(NEUTRAL, 0.75),
                "line": {
                    "color": selected_color(),
                    "width": np.where(outlined, selection_line()["width"], 0),
                },
            },
            hovertemplate="pair %{x}: %{y:.4f}<extra></extra>",
        )
    )
    step = 1 if count <= FEW else 4
    ticks = [number for number in numbers.tolist() if number % step == 0 or number - 1 == picked]
    return finish(
        figure,
        height=HEIGHT,
        bargap=0.25,
        margin={"l": 10, "r": 10, "t": 12, "b": 10},
        xaxis={"title": "pair of numbers (1 turns fastest)", "tickvals": ticks, "tickangle": 0},
        yaxis={"title": "part of the score"},
    )


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
        xaxis={"title": "distance: key's position − query's", "zeroline": False},
        yaxis={"title": "score (dot product)", "zeroline": False},
    )


def _moved(pair: RotaryPair, shift: float) -> RotaryPair:
    """Return the pair with both positions moved on."""
    query, key = (hands.ravel() for hands in (pair.query, pair.key))
    return rotary_pair(query, key, pair.m + shift, pair.n + shift, base=pair.base, layout="interleaved")


def _moving(pair: RotaryPair, picked: int, names: tuple[str, str]) -> list[Any]:
    """Return what a step of the film draws anew: the angle between the hands, two hands, their names."""
    digits = 0 if pair.wavelengths[picked] > 100 or float(pair.m).is_integer() else 1
    between = float(pair.angles[1][picked])
    traces, angles = [], _hand_angles(pair, picked)
    for side, (angle, position) in enumerate(zip(angles, (pair.m, pair.n), strict=True)):
        x, y = float(np.cos(angle)), float(np.sin(angle))
        name = f"{escape(names[side][:LONGEST])} at {position:,.{digits}f}"
        traces += [
            go.Scatter(
                x=[0, x], y=[0, y], mode="lines+markers",
                line={"color": kind_color(HANDS + side), "width": 7},
                marker={"size": [0, 18], "symbol": MARKERS[side], "color": kind_color(HANDS + side)},
                hovertemplate=f"{name}<extra></extra>",
            ),
            _words(NAMES_AT * x, NAMES_AT * y, name, position=_side(x, y)),
        ]  # fmt: skip
    arc = angles[0] + np.radians(between) * np.linspace(0, 1, 25)
    middle = angles[0] + np.radians(between) / 2
    radius = OPPOSITE if abs(np.radians(between)) < NARROW else INSIDE
    degrees = f"{abs(between):.0f}°"
    return [
        go.Scatter(
            x=[0, *ARC * np.cos(arc)], y=[0, *ARC * np.sin(arc)], mode="lines", fill="toself",
            fillcolor=tint(NEUTRAL, 0.35), line={"color": NEUTRAL, "width": 1}, hoverinfo="skip",
        ),
        *traces,
        _words(radius * np.cos(middle), radius * np.sin(middle), degrees, size=LABEL_SIZE + 6),
    ]  # fmt: skip


def _hand_angles(pair: RotaryPair, picked: int) -> tuple[float, float]:
    """Return the angles of the hands of one pair, of the query and of the key, in radians."""
    query, key = (
        np.arctan2(turned[picked, 1], turned[picked, 0]) for turned in (pair.turned_query, pair.turned_key)
    )
    return float(query), float(key)


def _side(x: float, y: float) -> str:
    """Return on which side of the end of a hand its name stands: away from the clock."""
    if abs(x) > ASIDE:
        return "middle right" if x > 0 else "middle left"
    return "top center" if y > 0 else "bottom center"


def _words(
    x: float, y: float, text: str, *, size: int = LABEL_SIZE, position: str = "middle center"
) -> go.Scatter:
    return go.Scatter(
        x=[x],
        y=[y],
        mode="text",
        text=[text],
        textposition=position,
        textfont={"size": size, "color": text_color()},
        hoverinfo="skip",
        cliponaxis=False,
    )


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
        "y": -0.02,
        "yanchor": "top",
        "showactive": False,  # Plotly's own color of a pressed button hides its words in the dark
        "bgcolor": "#0072B2",
        "bordercolor": "#0072B2",
        "font": {"color": "#FFFFFF"},
    }
