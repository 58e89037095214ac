"""A hatched region with its name in it: where a heatmap has no number, and why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.style import NEUTRAL, TICK_SIZE, ground_color, text_color

__all__ = ["hatch", "hatch_mask"]

STAIRS = 128  # positions up to which the border of a mask is drawn in steps
PATTERN = {"shape": "/", "fgcolor": NEUTRAL, "bgcolor": "rgba(0, 0, 0, 0)", "size": 9, "solidity": 0.25}


def hatch(figure: go.Figure, x: Sequence[float], y: Sequence[float], label: str, *, corner: str = "") -> None:
    """Hatch a polygon and write `label` into its middle, or into its upper "left" or "right" corner."""
    figure.add_scatter(
        x=np.asarray(x, np.float32),
        y=np.asarray(y, np.float32),
        mode="lines",
        line={"color": NEUTRAL, "width": 1},
        fill="toself",
        fillpattern=PATTERN,
        showlegend=False,
        hoverinfo="skip",
        name=label,
    )
    place = (
        {"x": min(x) if corner == "left" else max(x), "y": min(y), "xanchor": corner, "yanchor": "top"}
        if corner
        else {"x": (min(x) + max(x)) / 2, "y": (min(y) + max(y)) / 2}
    )
    figure.add_annotation(
        **place,
        text=label,
        showarrow=False,
        font={"size": TICK_SIZE, "color": text_color()},
        bgcolor=ground_color(),
        borderpad=3,
    )


def hatch_mask(figure: go.Figure, length: int) -> None:
    """Hatch the keys after each query: columns right of the diagonal, where row 0 is at the top."""
    places = np.arange(length)
    if length <= STAIRS:
        x = np.repeat(places + 0.5, 2)
        y = np.stack([places - 0.5, places + 0.5], axis=1).ravel()
    else:
        x, y = places[[0, -1]] + 0.5, places[[0, -1]] - 0.5
    last = length - 0.5
    hatch(
        figure,
        [*x.clip(max=last).tolist(), last],
        [*y.clip(max=last).tolist(), -0.5],
        "masked: key after query",
        corner="right",
    )
