"""The numbers of a few vectors as strips of color, one row a vector, with their lengths beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from embedlab.cosine import vector_lengths
from embedlab.figures.style import SCALE, diverging, finish, text_color
from embedlab.figures.word_bars import shown_word
from embedlab.numerals import number_text

__all__ = ["strips_figure"]

STRIP = 40  # pixels
LONGEST = 18  # characters of a name
LINE = 12  # and of one that stands on one line
QUANTILE = 0.98  # of the absolute values: one dimension often is many times larger and would pale all others


def strips_figure(rows: Sequence[tuple[str, ArrayLike]]) -> go.Figure:
    """Draw vectors of one space as rows of colored cells, the same color for the same number in all.

    The colors are symmetric about 0 and end at the 98th percentile of the absolute values; the scale says so
    where a value lies beyond. The pointer shows every value as it is.

    Args:
        rows: a name and its (dim,) vector, top row first.
    """
    names = [shown_word(name, LONGEST) for name, _ in rows]
    matrix = np.stack([np.asarray(vector, dtype=np.float32) for _, vector in rows])  # (rows, dim)
    sizes = np.abs(matrix)
    largest = float(sizes.max())
    reach = float(np.quantile(sizes, QUANTILE)) or largest or 1.0
    figure = go.Figure()
    for row, (name, values) in enumerate(zip(names, matrix, strict=True)):
        figure.add_heatmap(
            z=values[None],
            y=[row],
            name=name,
            coloraxis="coloraxis",
            ygap=4,
            hovertemplate="%{fullData.name}<br>dimension %{x}: %{z:.4f}<extra></extra>",
        )
    lengths = vector_lengths(matrix)
    written = [(-0.8, "length"), *((row, number_text(float(length))) for row, length in enumerate(lengths))]
    for y, text in written:
        figure.add_annotation(
            text=text, x=1, xref="x domain", xanchor="left", xshift=6, y=y, yref="y", showarrow=False
        )
    below, above = ("≤ ", "≥ ") if largest > reach else ("", "")
    scale = SCALE | {
        "len": 180,
        "tickvals": [-reach, 0, reach],
        "ticktext": [f"{below}−{reach:.2g}", "0", f"{above}{reach:.2g}"],
    }
    return finish(
        figure,
        height=STRIP * len(rows) + 140,
        coloraxis={"colorscale": diverging(), "cmin": -reach, "cmax": reach, "colorbar": scale},
        xaxis={"title": "dimension", "showgrid": False, "zeroline": False},
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": [_on_two_lines(name) for name in names],
            "tickfont_color": text_color(),
            "range": [len(rows) - 0.5, -1.1],
            "showgrid": False,
            "zeroline": False,
        },
        margin={"l": 10, "r": 70, "t": 50, "b": 10},
    )


def _on_two_lines(name: str) -> str:
    """Return the name of a sum broken before its last summand where it is long: a phone is narrow."""
    head, sign, tail = name.rpartition(" + ")
    return f"{head}<br>+ {tail}" if sign and len(name) > LINE else name
