"""The neighbors of a word before and after context as dominoes, and how many all words keep.

A shared word has a dot, a line to itself on the other side and bold letters: it is seen without color.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import NEUTRAL, TICK_SIZE, finish, text_color, tint
from embedlab.figures.word_bars import PLAIN, shown_word

if TYPE_CHECKING:
    from embedlab.context import Domino, WordChange

__all__ = ["dominoes_figure", "overlap_figure"]

BEFORE_AND_AFTER = ("before any context", "after the last layer")
TEXT_SIZE = 17
LINE = 24  # pixels of a word
TITLE = 34  # pixels above a tile, for what it belongs to
GAP = 14  # pixels below a tile
HEAD = 30  # pixels above the first tile, for the names of the halves
LONGEST = 15  # characters of a word: two halves fit a narrow screen
LONGEST_TITLE = 40
LONGEST_HOVER = 120
LEFT, RIGHT = 0.04, 1.2  # where the words of each half begin; a tile goes from 0 to 2
ENDS = (0.88, 1.12)  # of the line of a shared word


def dominoes_figure(
    dominoes: Sequence[Domino | WordChange],
    titles: Sequence[str],
    *,
    hover: Sequence[tuple[Sequence[str], Sequence[str]]] | None = None,
) -> go.Figure:
    """Draw a tile for each domino, one below the other: its neighbors before on the left, after on the right.

    Args:
        dominoes: what `dominoes` or `changed_words` returned, or some of it.
        titles: what stands above each tile.
        hover: for each tile, what is said of each word on the left and on the right; nothing if None.
    """
    figure = go.Figure()
    plain, shared = _Column(), _Column()
    lines: list[tuple[float, float]] = []  # y on the left, on the right
    top = float(HEAD)
    for number, domino in enumerate(dominoes):
        notes = hover[number] if hover else ((), ())
        body = top + TITLE
        both = set(domino.first) & set(domino.last)
        for x, words, said in zip((LEFT, RIGHT), (domino.first, domino.last), notes, strict=True):
            for rank, word in enumerate(words):
                column = shared if word in both else plain
                column.add(x, _height(body, rank), word, said[rank] if said else word)
        for word in filter(both.__contains__, domino.first):
            left, right = domino.first.index(word), domino.last.index(word)
            lines.append((_height(body, left), _height(body, right)))
        bottom = body + LINE * max(len(domino.first), len(domino.last))
        _add_tile(figure, body, bottom, shown_word(titles[number], LONGEST_TITLE))
        top = bottom + GAP
    for column, color, weight in ((plain, text_color(), "normal"), (shared, text_color(), "bold")):
        _add_words(figure, column, color=color, weight=weight)
    _add_lines(figure, lines)
    for x, name in zip((LEFT, RIGHT), BEFORE_AND_AFTER, strict=True):
        _add_text(figure, x, HEAD / 2, shown_word(name, 30))
    return finish(
        figure,
        height=int(top) + 10,
        showlegend=False,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
        xaxis={"range": [-0.01, 2.01], "visible": False, "fixedrange": True},
        yaxis={"range": [top, 0], "visible": False, "fixedrange": True},
    )


def overlap_figure(overlap: NDArray[np.float64], *, k: int) -> go.Figure:
    """Draw how many words keep how many of their `k` neighbors; the count is written on each bar."""
    kept = np.rint(np.asarray(overlap) * k).astype(int)
    counts = np.bincount(kept, minlength=k + 1)
    figure = go.Figure(
        go.Bar(
            x=np.arange(k + 1),
            y=counts,
            text=[f"{count:,}" for count in counts.tolist()],
            textposition="outside",
            textfont={"size": TICK_SIZE, "color": text_color()},
            cliponaxis=False,
            marker={"color": PLAIN, "line_width": 0},
            hovertemplate=f"%{{y}} words keep %{{x}} of {k} neighbors<extra></extra>",
        )
    )
    return finish(
        figure,
        height=340,
        showlegend=False,
        bargap=0.12,
        margin={"l": 10, "r": 10, "t": 30, "b": 10},
        xaxis={
            "title": f"of {k} neighbors before context,<br>still neighbors after the last layer",
            "dtick": 1 if k <= 12 else None,
            "showgrid": False,
        },
        yaxis={"title": "words"},
    )


@dataclass(frozen=True)
class _Column:
    """Words that are written alike, and where."""

    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    hover: list[str] = field(default_factory=list)

    def add(self, x: float, y: float, word: str, said: str) -> None:
        self.x.append(x)
        self.y.append(y)
        self.labels.append(shown_word(word, LONGEST))
        self.hover.append(shown_word(said, LONGEST_HOVER))


def _height(top: float, rank: int) -> float:
    """Return the middle of a line, in pixels from the top of the figure."""
    return top + LINE * (rank + 0.5)


def _add_tile(figure: go.Figure, top: float, bottom: float, title: str) -> None:
    """Draw the outline of a tile with its divider, and what it belongs to above it."""
    line = {"color": NEUTRAL, "width": 2}
    figure.add_shape(type="rect", x0=0, x1=2, y0=top, y1=bottom, line=line, fillcolor=tint(NEUTRAL, 0.08))
    figure.add_shape(type="line", x0=1, x1=1, y0=top, y1=bottom, line=line)
    _add_text(figure, 0, top - TITLE / 2, title, size=16)


def _add_text(figure: go.Figure, x: float, y: float, text: str, *, size: int = TICK_SIZE) -> None:
    figure.add_annotation(
        x=x, y=y, text=text, xanchor="left", yanchor="middle", showarrow=False, font_size=size
    )


def _add_words(figure: go.Figure, column: _Column, *, color: str | None, weight: str) -> None:
    figure.add_scatter(
        x=np.array(column.x, dtype=np.float32),
        y=np.array(column.y, dtype=np.float32),
        mode="text",
        text=column.labels,
        textposition="middle right",
        textfont={"size": TEXT_SIZE, "color": color, "weight": weight},
        customdata=column.hover,
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _add_lines(figure: go.Figure, lines: Sequence[tuple[float, float]]) -> None:
    """Join the two places of each shared word, with a dot at both ends."""
    heights = [height for pair in lines for height in (*pair, np.nan)]
    figure.add_scatter(
        x=np.array([*ENDS, np.nan] * len(lines), dtype=np.float32),
        y=np.array(heights, dtype=np.float32),
        mode="lines+markers",
        line={"color": text_color(), "width": 2},
        marker={"color": text_color(), "size": 8, "symbol": "circle"},
        hoverinfo="skip",
    )
