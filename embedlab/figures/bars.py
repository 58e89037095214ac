"""Ranked words: a bar for each, with the word and its value on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from embedlab.figures.style import CHANCE, finish
from embedlab.figures.word_bars import LINE, add_word_bars
from embedlab.numerals import count_text

__all__ = ["ranked_figure"]

LONGEST = 30  # characters of a name on a bar


def ranked_figure(
    words: Sequence[str],
    values: ArrayLike,
    *,
    axis: str,
    percent: bool = False,
    decimals: int = 2,
    colors: Sequence[str] | None = None,
    outlined: Collection[str] = (),
    chance: tuple[float, float] | None = None,
    least: float = 0.0,
    height: int = 0,
) -> go.Figure:
    """Draw a bar for each word, the first on top, from 0.

    Args:
        words: what the bars are; mere spaces are counted.
        values: (words,) lengths of the bars; NaN has none.
        axis: what the values are, with their unit.
        percent: whether they are shares.
        decimals: of a value.
        colors: one a word, which let the ground through; all gray if None.
        outlined: words whose bars have an outline.
        chance: between which values chance stays.
        least: where the axis ends at the nearest.
        height: pixels at least.
    """
    lengths = np.asarray(values, dtype=float)
    words = [word if word.strip(" ␣") else count_text(len(word), "space") for word in words]
    figure = go.Figure()
    if chance is not None:
        figure.add_vrect(x0=chance[0], x1=chance[1], fillcolor=CHANCE, line_width=0, layer="below")
    add_word_bars(
        figure, words, lengths, colors=colors, percent=percent, decimals=decimals, outlined=outlined,
        longest=LONGEST,
    )  # fmt: skip
    low, high = np.nanmin([0, *lengths, *(chance or ())]), np.nanmax([least, *lengths, *(chance or ())]) or 1
    return finish(
        figure,
        height=max(LINE * len(words) + 90, height),
        xaxis={
            "title": axis,
            "range": [1.05 * low, 1.05 * high if high > 0 else 0.1],
            "tickformat": ".0%" if percent and high > 0.05 else None,
            "nticks": 5,
        },
        yaxis={"visible": False, "range": [len(words) - 0.4, -0.6]},
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        bargap=0.15,
    )
