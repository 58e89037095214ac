"""How many of their neighbors all words keep from before any context to after the last layer."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import TICK_SIZE, finish, text_color
from embedlab.figures.word_bars import PLAIN

__all__ = ["overlap_figure"]


def overlap_figure(overlap: NDArray[np.float64], *, k: int) -> go.Figure:
    """Draw how many words keep how many of their `k` neighbors; the count is written on each bar."""
    shared = np.rint(np.asarray(overlap) * k).astype(int)
    counts = np.bincount(shared, minlength=k + 1)
    figure = go.Figure(
        go.Bar(
            x=np.arange(k + 1),
            y=counts,
            text=[f"{count:,}" for count in counts.tolist()],
            textposition="outside",
            textfont={"size": TICK_SIZE, "color": text_color()},
            cliponaxis=False,
            marker={"color": PLAIN, "line_width": 0},
            hovertemplate=f"%{{y}} words keep %{{x}} of {k} neighbors<extra></extra>",
        )
    )
    return finish(
        figure,
        height=340,
        showlegend=False,
        bargap=0.12,
        margin={"l": 10, "r": 10, "t": 30, "b": 10},
        xaxis={
            "title": f"of {k} neighbors before context,<br>still neighbors after the last layer",
            "dtick": 1 if k <= 12 else None,
            "showgrid": False,
        },
        yaxis={"title": "words"},
    )
