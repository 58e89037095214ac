"""Words beside their points, on the sides where they cover the least."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.label_placement import Area, place_labels
from embedlab.figures.style import LABEL_SIZE, escape

__all__ = ["add_placed_words"]

OFFSET, MARKER = 12, 7  # pixels from a point to its word; half the size of a marker
PADDING = 3  # pixels that Plotly leaves between a marker and its text


def add_placed_words(
    figure: go.Figure,
    points: NDArray[np.floating],
    words: Sequence[str],
    *,
    colors: Sequence[str],
    pixels: NDArray[np.floating],
    area: Area,
    markers: NDArray[np.floating],
) -> None:
    """Write words beside their points, the first ones first, as many as find room.

    Args:
        figure: gets the words.
        points: (n, 2).
        words: (n,).
        colors: (n,) of the words.
        pixels: (n, 2) of the points, from the top left corner of the area.
        area: no word leaves it.
        markers: (m, 2) pixels that stay free if possible.
    """
    placed = place_labels(
        pixels, words, area=area, size=LABEL_SIZE, offset=OFFSET, marker=MARKER, order=range(len(words)),
        markers=markers, most_covered=len(markers),
    )  # fmt: skip
    rows = [label.index for label in placed]
    figure.add_scatter(
        x=points[rows, 0], y=points[rows, 1], mode="markers+text", hoverinfo="skip",
        text=[escape(words[row]) for row in rows],
        marker={"size": 2 * (OFFSET - PADDING), "opacity": 0},  # keeps the words away from their points
        textposition=[label.side for label in placed],
        textfont={"size": LABEL_SIZE, "color": [colors[row] for row in rows]},
    )  # fmt: skip
