"""Horizontal bars with the words written over them, as several figures of words need.

The bars let the ground through and the words have the color of the page's text, so that both are read in the
light and in the dark, and a short bar cuts no word. What the bars stand for is left to the figures.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from embedlab.figures.lettering import cut_text
from embedlab.figures.style import EITHER_GROUND, escape, text_color, tint

__all__ = ["LINE", "OUTLINE", "add_word_bars", "shown_word"]

LINE = 27  # pixels of a bar and the gap below it
LONGEST = 24  # characters of a word written on a bar
OUTLINE = EITHER_GROUND[1]
OPACITY = 0.5
TEXT_SIZE = 15


def shown_word(word: str, most: int = LONGEST) -> str:
    """Return a word as a label: on one line, cut, everything visible, and no part of it read as a tag."""
    return escape(cut_text(word, most))


def add_word_bars(
    figure: go.Figure,
    words: Sequence[str],
    values: ArrayLike,
    *,
    colors: Sequence[str],
    number: str = ".3f",
    leftwards: bool = False,
    hatched: Collection[str] = (),
    outlined: Collection[str] = (),
    place: dict[str, int] | None = None,
    longest: int = LONGEST,
) -> None:
    """Add a bar for each word, the first on top, with the word and its value at its foot.

    Args:
        figure: receives two traces: the bars, then the words.
        words: what is written.
        values: (words,) lengths of the bars.
        colors: one a word, as "#RRGGBB".
        number: how a value is written.
        leftwards: the words end at 0 instead of beginning there.
        hatched: words whose bars are hatched.
        outlined: words whose bars have an outline.
        place: row and column of the panel, where the figure has several.
        longest: characters of a word.
    """
    lengths = np.asarray(values, dtype=np.float64)
    rows = np.arange(len(words))
    labels = [shown_word(word, longest) for word in words]
    marker: dict[str, Any] = {
        "color": [tint(color, OPACITY) for color in colors],
        "line": {"color": OUTLINE, "width": [3 if word in outlined else 0 for word in words]},
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
            hovertemplate=f"%{{customdata}}: %{{x:{number}}}<extra></extra>",
            showlegend=False,
        ),
        **(place or {}),
    )
    numbers = ["" if np.isnan(length) else f"{length:{number}}".replace("-", "−") for length in lengths]
    # an en space on each side, as the text begins where the axis is
    texts = [f"\u2002{label}  {value}\u2002" for label, value in zip(labels, numbers, strict=True)]
    figure.add_trace(
        go.Scatter(
            x=np.zeros(len(words), dtype=np.uint8),
            y=rows,
            mode="text",
            text=texts,
            textposition="middle left" if leftwards else "middle right",
            textfont={"size": TEXT_SIZE, "color": text_color()},
            hoverinfo="skip",
            showlegend=False,
        ),
        **(place or {}),
    )
