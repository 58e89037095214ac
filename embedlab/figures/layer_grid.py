"""Words by layers: a cell for each word at each layer, as several figures of the context lesson need.

Darker is more change. The number stands in each cell where the layers are few enough for a narrow screen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.cells import cell_text, write_cells
from embedlab.figures.style import SCALE, amounts, selection_line, text_color
from embedlab.figures.word_bars import shown_word

__all__ = ["ROW", "add_layer_grid", "frame", "mark_layer", "numbered"]

ROW = 28  # pixels of a word
LONGEST = 14  # characters of a word beside its row
MOST_WRITTEN = 8  # layers, up to which each cell carries its number


def numbered(words: Sequence[str], marked: int | None = None) -> list[str]:
    """Return words as labels with their number in the sentence, by which repeated ones are told apart.

    >>> numbered(["the", "bank"], marked=1)
    ['1 the', '▶ 2 bank']
    """
    labels = [f"{number} {shown_word(word, LONGEST)}" for number, word in enumerate(words, start=1)]
    return [f"▶ {label}" if index == marked else label for index, label in enumerate(labels)]


def add_layer_grid(
    figure: go.Figure,
    values: NDArray[np.float64],
    labels: Sequence[str],
    *,
    measure: str,
    low: float,
    high: float,
    darkest_low: bool = False,
    panel: dict[str, int] | None = None,
) -> None:
    """Add a heatmap of (layers, words), the words from top to bottom; a missing value is left empty.

    Args:
        figure: receives the trace and the axis of the words.
        values: numbers from 0 to 1 or −1 to 1.
        labels: one a word.
        measure: what the numbers are, for the hover.
        low: of the color scale.
        high: of the color scale.
        darkest_low: the lowest values are the darkest.
        panel: row and column of it, where the figure has several.
    """
    written = len(values) <= MOST_WRITTEN
    grid = values.T.astype(np.float32)  # (words, layers)
    rows = np.arange(len(labels))
    figure.add_trace(
        go.Heatmap(
            z=grid,
            x=np.arange(len(values)),
            y=rows,
            zmin=low,
            zmax=high,
            colorscale=amounts(),
            reversescale=darkest_low,
            xgap=2,
            ygap=2,
            hovertemplate=f"%{{y}}, layer %{{x}}, {measure}: %{{z:.4f}}<extra></extra>",
            hoverongaps=False,
            showscale=not written,
            colorbar=SCALE,
        ),
        **(panel or {}),
    )
    if written:
        shares = np.nan_to_num((grid - low) / ((high - low) or 1.0))
        texts = [[cell_text(value, columns=len(values)) for value in row] for row in grid.tolist()]
        write_cells(figure, texts, 1 - shares if darkest_low else shares, panel=panel)
    figure.update_yaxes(
        tickvals=rows,
        ticktext=list(labels),
        tickfont_color=text_color(),
        showgrid=False,
        zeroline=False,
        range=[len(labels) - 0.5, -0.5],
        **(panel or {}),
    )


def mark_layer(figure: go.Figure, layer: int, rows: int, *, panel: dict[str, int] | None = None) -> None:
    """Frame the column of a layer in a grid of so many rows."""
    edges = {"x0": layer - 0.5, "x1": layer + 0.5, "y0": -0.5, "y1": rows - 0.5}
    frame(figure, **edges, **(panel or {}))


def frame(figure: go.Figure, **edges: float) -> None:
    """Frame some cells of a heatmap: those that are selected."""
    figure.add_shape(type="rect", line=selection_line(), fillcolor="rgba(0, 0, 0, 0)", **edges)
