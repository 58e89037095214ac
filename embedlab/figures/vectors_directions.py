"""Words along a direction, and what else changes when it is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.bars import ranked_figure
from embedlab.figures.style import COSINE, MINUS_COLOR, NEUTRAL, PLUS_COLOR, finish, text_color, tint
from embedlab.figures.word_bars import LINE, OPACITY, add_word_bars, shown_word
from embedlab.numerals import number_text
from embedlab.vectors import NamedAxis

if TYPE_CHECKING:
    from embedlab.vectors import Removal, WordsAlong

__all__ = ["along_figure", "kept_figure", "relations_figure"]

LONGEST = 16  # characters of a name at an axis
TITLE_SIZE = 16
EDGE = 1.12  # right of a bar that stands for all
RELATION = 44  # pixels of a relation with its name in two lines


def along_figure(along: WordsAlong, axis: NamedAxis) -> go.Figure:
    """Draw the words farthest along a direction: to the left on its negative side, to the right on the other.

    The axis is symmetric about 0, so that the two sides can be compared.
    """
    figure = go.Figure()
    for ranking, color, left in ((along.low, MINUS_COLOR, True), (along.high, PLUS_COLOR, False)):
        colors = [tint(color, OPACITY)] * len(ranking.words)
        add_word_bars(figure, ranking.words, ranking.scores, colors=colors, leftwards=left)
    scores = np.concatenate([along.low.scores, along.high.scores])
    reach = float(np.abs(scores).max(initial=0.0)) * 1.04 or 1.0
    rows = max(len(along.low.words), len(along.high.words))
    negative, positive = shown_word(axis.negative, LONGEST), shown_word(axis.positive, LONGEST)
    for text, x, anchor in ((f"← {negative}", 0, "left"), (f"{positive} →", 1, "right")):
        figure.add_annotation(
            text=text, x=x, xref="x domain", xanchor=anchor, y=1, yref="y domain", yanchor="bottom",
            showarrow=False, font_size=TITLE_SIZE,
        )  # fmt: skip
    return finish(
        figure,
        height=LINE * rows + 110,
        barmode="overlay",
        bargap=0.15,
        xaxis={"title": f"{COSINE} with the direction", "range": [-reach, reach], "nticks": 7},
        yaxis={
            "range": [rows - 0.4, -0.6],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
    )


def kept_figure(removal: Removal) -> go.Figure:
    """Draw the share of each word's neighbors that stay when a direction is removed, the fewest on top."""
    order = np.argsort(removal.preservation, kind="stable")
    words = [removal.words[row] for row in order]
    return ranked_figure(
        words, removal.preservation[order], axis="neighbors that stay", percent=True, least=1.0
    )


def relations_figure(removal: Removal) -> go.Figure:
    """Join the value of each relation before a direction is removed and after, the largest change on top."""
    others = sorted(removal.others.items(), key=lambda item: -abs(item[1][1] - item[1][0]))
    names = [shown_word(name, 2 * LONGEST) for name, _ in others]
    lines = [name.replace(" → ", " →<br>") if len(name) > LONGEST else name for name in names]
    before, after = np.array([values for _, values in others], dtype=np.float64).reshape(-1, 2).T
    rows = np.arange(len(others))
    figure = go.Figure()
    figure.add_scatter(
        x=np.stack([before, after, np.full(len(rows), np.nan)], axis=1).ravel(),
        y=np.repeat(rows, 3),
        mode="lines",
        line={"color": tint(NEUTRAL, 0.8), "width": 4},
        hoverinfo="skip",
        showlegend=False,
    )
    for name, values, symbol in (("before", before, "circle-open"), ("after", after, "circle")):
        figure.add_scatter(
            x=values,
            y=rows,
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": 14, "line_width": 3, "color": text_color()},
            customdata=[
                f"{label}, {name}: {number_text(float(value))}"
                for label, value in zip(names, values, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    return finish(
        figure,
        height=RELATION * len(rows) + 130,
        xaxis={
            "title": "mean cosine of the steps<br>(1 = same direction)",
            "nticks": 6,
            "rangemode": "tozero",
            "zeroline": False,
            "side": "top",
        },
        yaxis={
            "tickvals": rows,
            "ticktext": lines,
            "tickfont_color": text_color(),
            "range": [len(rows) - 0.4, -0.6],
            "showgrid": False,
            "zeroline": False,
        },
        legend_y=1 + 86 / (RELATION * len(rows)),  # above the title of the axis
        margin={"l": 10, "r": 10, "t": 120, "b": 10},
    )
