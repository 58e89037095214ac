"""How a still picture tells groups apart: a color and a shape for each, and the legend that names them.

The colors and their order are those of the interactive figures. Points and text are drawn by others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from embedlab.figures.lettering import cut_text, text_width
from embedlab.figures.style import DARK_PALETTE, PALETTE, SYMBOLS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["DARK", "LIGHT", "MAX_GROUPS", "Ground", "draw_legend", "sign_of"]

MAX_GROUPS = 16  # with a color and shape of their own; the rest share a gray dot
NAME_LENGTH = 20  # characters
SHAPES = dict(zip(SYMBOLS, "oDsP^X*h", strict=True))  # plotly's name -> matplotlib's letter


@dataclass(frozen=True)
class Ground:
    """The colors of a light or a dark slide, as the pages have them."""

    background: str
    text: str
    line: str
    colors: tuple[str, ...]


LIGHT = Ground("#FFFFFF", "#1B2430", "#8A94A0", PALETTE)
DARK = Ground("#12171F", "#EDF1F6", "#66717F", DARK_PALETTE)


def sign_of(place: int, ground: Ground) -> tuple[str, str]:
    """Return color and shape of the group in this place; the shapes are shifted where the colors repeat.

    >>> sign_of(0, LIGHT), sign_of(8, LIGHT), sign_of(99, LIGHT)
    (('#0072B2', 'o'), ('#0072B2', 'D'), ('#8A94A0', '.'))
    """
    if place >= MAX_GROUPS:
        return ground.line, "."
    symbol = SYMBOLS[(place + place // len(ground.colors)) % len(SYMBOLS)]
    return ground.colors[place % len(ground.colors)], SHAPES[symbol]


def draw_legend(
    figure: Figure,
    names: Sequence[str],
    ground: Ground,
    *,
    left: float,
    top: float,
    width: float,
    size: float,
) -> float:
    """Draw the groups in rows and return their height; all in points, as the font size.

    A single group without a name needs no legend.
    """
    from matplotlib.lines import Line2D

    if list(names) == [""]:
        return 0.0
    texts = [cut_text(name, NAME_LENGTH) or "no group" for name in names[:MAX_GROUPS]]
    if others := len(names) - len(texts):
        texts.append(f"{others:,} other group{'s' * (others > 1)}")
    signs = [sign_of(place, ground) for place in range(len(texts))]
    columns = _columns(texts, width, size)
    page_width, page_height = figure.get_size_inches() * 72
    legend = figure.legend(
        handles=[
            Line2D([], [], linestyle="", color=color, marker=shape, markersize=9) for color, shape in signs
        ],
        labels=[str(place) for place in range(len(texts))],  # a name that begins with _ could be left out
        loc="upper left", bbox_to_anchor=(left / page_width, top / page_height), ncols=columns,
        fontsize=size, frameon=False, borderpad=0, borderaxespad=0, handlelength=1, handletextpad=0.4,
        columnspacing=1.2, labelspacing=0.3, labelcolor=ground.text,
    )  # fmt: skip
    for entry, text in zip(legend.get_texts(), texts, strict=True):
        entry.set_parse_math(False)
        entry.set_text(text)
    return -(-len(texts) // columns) * size * 1.5


def _columns(texts: Sequence[str], width: float, size: float) -> int:
    """Return in how many columns a legend fits the width; matplotlib fills it column by column."""
    widths = np.array([text_width(text, size) + 3 * size for text in texts])  # with sign and spaces
    for columns in range(len(texts), 1, -1):
        if sum(column.max() for column in np.array_split(widths, columns)) <= width:
            return columns
    return 1
