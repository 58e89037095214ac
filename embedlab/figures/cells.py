"""Numbers written on the cells of a heatmap, dark on what is light and light on what is dark."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import TICK_SIZE, amount_texts, signed_texts
from embedlab.numerals import number_text

__all__ = ["WIDE", "cell_text", "write_cells"]

WIDE = 8  # columns, up to which a cell has room for four characters on a narrow screen


def cell_text(number: float, *, columns: int) -> str:
    """Return what is written on a cell: nothing for nan, no 0 before the point where the cell is narrow.

    >>> cell_text(-0.714, columns=5), cell_text(-0.714, columns=12), cell_text(0.0, columns=5)
    ('−0.71', '−.71', '0')
    >>> cell_text(1.0, columns=12), cell_text(0.9999, columns=12)
    ('1', '1.00')
    """
    if np.isnan(number):
        return ""
    if number == 0 or (number == 1 and columns > WIDE):
        return f"{number:.0f}"
    text = number_text(number)
    return text if columns <= WIDE else text.replace("0.", ".", 1) if abs(number) < 0.995 else text


def write_cells(
    figure: go.Figure,
    texts: Sequence[Sequence[str]],
    shares: NDArray[np.floating],
    *,
    signed: bool = False,
    size: int = TICK_SIZE,
    panel: dict[str, int] | None = None,
) -> None:
    """Write texts on the cells of a heatmap whose columns and rows are counted from 0.

    Args:
        figure: has the heatmap, drawn with `amounts`, or with `diverging` where `signed`.
        texts: (rows, columns).
        shares: (rows, columns) of the color scale: 0 to 1, or −1 to 1 where `signed`.
        signed: which scale it is.
        size: of the letters, in pixels.
        panel: row and column of it, where the figure has several.
    """
    rows, columns = np.indices(shares.shape)
    colors = (signed_texts if signed else amount_texts)(shares.ravel().tolist())
    trace = go.Scatter(
        x=columns.ravel(),
        y=rows.ravel(),
        mode="text",
        text=[text for row in texts for text in row],
        textfont={"size": size, "color": colors},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_trace(trace, **(panel or {}))
