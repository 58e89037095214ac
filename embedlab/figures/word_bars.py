"""Horizontal bars with the words written over them, as several figures of words need.

The bars let the ground through and the words have the color of the page's text, so that both are read in the
light and in the dark, and a short bar cuts no word. What the bars stand for is left to the figures.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from embedlab.figures.lettering import cut_text
from embedlab.figures.style import NEUTRAL, escape, selection_line, text_color, tint
from embedlab.numerals import number_text, percent_text

__all__ = ["LINE", "OPACITY", "PLAIN", "add_word_bars", "shown_word"]

LINE = 27  # pixels of a bar and the gap below it
LONGEST = 24  # characters of a word written on a bar
OPACITY = 0.5
PLAIN = tint(NEUTRAL, 0.45)
TEXT_SIZE = 16


def shown_word(word: str, most: int = LONGEST) -> str:
    """Return a word as a label: on one line, cut, everything visible, and no part of it read as a tag."""
    return escape(cut_text(word, most))


def add_word_bars(
    figure: go.Figure,
    words: Sequence[str],
    values: ArrayLike,
    *,
    colors: Sequence[str] | None = None,
    decimals: int = 2,
    percent: bool = False,
    leftwards: bool = False,
    hatched: Collection[str] = (),
    outlined: Collection[str] = (),
    panel: dict[str, int] | None = None,
    longest: int = LONGEST,
) -> None:
    """Add a bar for each word, the first on top, with the word at its foot and its value behind it.

    Args:
        figure: receives the bars, then the words.
        words: what is written.
        values: (words,) lengths of the bars.
        colors: one a word, which let the ground through; all gray if None.
        decimals: of a value.
        percent: whether values are shares, written as percent.
        leftwards: the words end at 0 instead of beginning there.
        hatched: words whose bars are hatched.
        outlined: words whose bars have an outline.
        panel: row and column of it, where the figure has several.
        longest: characters of a word.
    """
    lengths = np.asarray(values, dtype=np.float64)
    rows = np.arange(len(words))
    labels = [shown_word(word, longest) for word in words]
    marker: dict[str, Any] = {
        "color": [PLAIN] * len(words) if colors is None else list(colors),
        "line": selection_line() | {"width": [3 if word in outlined else 0 for word in words]},
        "pattern": {
            "shape": ["/" if word in hatched else "" for word in words],
            "fillmode": "replace",
            "size": 9,
            "solidity": 0.15,
        },
    }
    figure.add_trace(
        go.Bar(
            x=lengths,
            y=rows,
            orientation="h",
            marker=marker,
            customdata=labels,
            hovertemplate=f"%{{customdata}}: %{{x:{'.1%' if percent else '.4f'}}}<extra></extra>",
            showlegend=False,
        ),
        **(panel or {}),
    )
    write = percent_text if percent else partial(number_text, decimals=decimals)
    numbers = ["" if np.isnan(length) else write(length) for length in lengths.tolist()]
    # an en space on each side, as the text begins where the axis is
    texts = [f"\u2002{label}  {value}\u2002" for label, value in zip(labels, numbers, strict=True)]
    figure.add_trace(
        go.Scatter(
            x=np.zeros(len(words)),
            y=rows,
            mode="text",
            text=texts,
            textposition="middle left" if leftwards else "middle right",
            textfont={"size": TEXT_SIZE, "color": text_color()},
            hoverinfo="skip",
            showlegend=False,
        ),
        **(panel or {}),
    )
