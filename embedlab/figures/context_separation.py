"""Where the senses of a word part: cosines and a probe by layer, and the groups found without labels.

The band behind each line is what chance would give: random words, or shuffled labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.curves import Band, Series, curves_figure
from embedlab.figures.style import finish, selection_line, text_color
from embedlab.figures.word_bars import PLAIN
from embedlab.numerals import number_text

if TYPE_CHECKING:
    from embedlab.context import FoundSenses

__all__ = ["count_figure", "measure_figure"]


def measure_figure(
    values: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    *,
    band: str,
    unit: str,
    percent: bool = False,
    height: int = 380,
) -> go.Figure:
    """Draw a measure by layer before the band that chance gives; the best layer has an outline.

    Args:
        values: (layers + 1,).
        low: (layers + 1,) of the band.
        high: (layers + 1,) of the band.
        band: what the band is, written in it.
        unit: what is measured, and in which direction.
        percent: whether the values are shares.
        height: in pixels.
    """
    return curves_figure(
        np.arange(len(values)),
        {unit: Series(values)},
        x_axis="layer (0 = before any context)",
        y_axis=unit,
        percent=percent,
        chance=Band(band, low, high),
        outlined=int(np.nanargmax(values)),
        height=height,
    )


def count_figure(senses: FoundSenses) -> go.Figure:
    """Draw the silhouette of each number of groups that was tried; the one taken says so."""
    counts, values = list(senses.silhouettes), list(senses.silhouettes.values())
    figure = go.Figure(
        go.Bar(
            x=[f"{count}<br>taken" if count == senses.count else str(count) for count in counts],
            y=np.array(values),
            marker_color=PLAIN,
            marker_line=selection_line() | {"width": [3 if count == senses.count else 0 for count in counts]},
            text=[number_text(value) for value in values],
            textposition="outside",
            textfont_color=text_color(),
            cliponaxis=False,
            hovertemplate="%{x} groups: silhouette %{y:.3f}<extra></extra>",
            showlegend=False,
        )
    )
    low, high = min(0.0, *values), max(0.0, *values)
    space = 0.15 * (high - low or 1)
    return finish(
        figure,
        height=260,
        xaxis={"title": "number of groups", "type": "category"},
        yaxis={"title": "silhouette (1 = apart)", "range": [low - space * (low < 0), high + space]},
        bargap=0.4,
    )
