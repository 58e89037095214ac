"""The true neighbors of a word as bars, and which of them a map keeps near it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.space_layers import SILENT
from embedlab.figures.style import escape, finish, kind_color, text_color
from embedlab.figures.word_bars import PLAIN
from embedlab.numerals import number_text

__all__ = ["KEPT", "LOST", "neighbors_figure"]

KEPT, LOST = "●", "○"
FAINT = 0.4  # opacity of the bar of a neighbor that the map lost
ROW = 37  # pixels of a bar with its gap
LONGEST = 16  # characters of a label


def neighbors_figure(
    labels: Sequence[str],
    scores: NDArray[np.floating],
    preserved: NDArray[np.bool_] | None,
    *,
    kinds: Sequence[int] | None,
    measure: str,
) -> go.Figure:
    """Draw the neighbors of a point in the original space, nearest first.

    Args:
        labels: (k,) of the neighbors.
        scores: (k,) their cosines, or their distances.
        preserved: (k,) whether they are among the k nearest on the map, too; None without a map.
        kinds: (k,) the index of the kind of each, which has its color on the map; None where there are
            none.
        measure: what the scores are, with the direction in which they are read.
    """
    marks = [""] * len(labels) if preserved is None else [KEPT if each else LOST for each in preserved]
    names = [escape(label if len(label) <= LONGEST else label[: LONGEST - 1] + "…") for label in labels]
    rows = np.arange(len(labels))
    figure = go.Figure(
        go.Bar(
            x=scores,
            y=rows,
            orientation="h",
            text=[number_text(float(score)) for score in scores],
            textposition="outside",
            textfont={"color": text_color()},
            cliponaxis=False,
            constraintext="none",  # numbers keep their size where bars are thin
            marker={
                "color": PLAIN if kinds is None else [kind_color(kind) for kind in kinds],
                "opacity": 1.0 if preserved is None else np.where(preserved, 1.0, FAINT),
                "line_width": 0,
            },
            **SILENT,
        )
    )
    low, high = min(0.0, float(scores.min(initial=0))), max(float(scores.max(initial=0)), 1e-9)
    return finish(
        figure,
        height=ROW * len(labels) + 50,
        bargap=0.35,
        margin={"l": 0, "r": 10, "t": 4, "b": 40},
        xaxis={
            "title": measure,
            "range": [low * 1.25, high * 1.22],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "tickvals": rows,
            "ticktext": [f"{name} {mark}".rstrip() for name, mark in zip(names, marks, strict=True)],
            "tickfont_color": text_color(),
            "autorange": "reversed",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    )
