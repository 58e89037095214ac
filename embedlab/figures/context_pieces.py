"""The pieces of a word as boxes, and what each pooling makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.style import COSINE, NEUTRAL, finish, text_color, tint
from embedlab.figures.word_bars import shown_word

if TYPE_CHECKING:
    from embedlab.context import PoolingEffect

__all__ = ["pieces_figure", "poolings_figure"]

BOX = 44  # pixels of a box
TITLE = 30  # pixels above it, for the sentences
GAP = 14
LONGEST = 12  # characters of a piece
MOST_BOXES = 8  # pieces of a word drawn
LINE = 62  # pixels of a pooling
SERIES = (("different senses", "circle-open"), ("same sense", "circle"))


def pieces_figure(splits: Sequence[tuple[str, Sequence[str]]]) -> go.Figure:
    """Draw each way in which a word is split as a row of boxes.

    Args:
        splits: what stands above each row, and its pieces.
    """
    figure = go.Figure()
    rows = [(title, _boxes(pieces)) for title, pieces in splits]
    widest = max((len(boxes) for _, boxes in rows), default=1)
    top = 0.0
    for title, boxes in rows:
        body = top + TITLE
        figure.add_annotation(
            x=0,
            y=top + TITLE / 2,
            text=shown_word(title, 44),
            xanchor="left",
            yanchor="middle",
            showarrow=False,
            font_size=16,
        )
        for place in range(len(boxes)):
            figure.add_shape(
                type="rect", x0=place + 0.02, x1=place + 0.98, y0=body, y1=body + BOX,
                line={"color": NEUTRAL, "width": 2}, fillcolor=tint(NEUTRAL, 0.12),
            )  # fmt: skip
        figure.add_scatter(
            x=np.arange(len(boxes)) + 0.5,
            y=np.full(len(boxes), body + BOX / 2),
            mode="text",
            text=boxes,
            textfont={"size": 20 if widest <= 4 else 16, "color": text_color()},
            hovertemplate="%{text}<extra></extra>",
        )
        top = body + BOX + GAP
    return finish(
        figure,
        height=int(top) + 4,
        showlegend=False,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
        xaxis={"range": [0, max(widest, 3)], "visible": False, "fixedrange": True},
        yaxis={"range": [top, 0], "visible": False, "fixedrange": True},
    )


def poolings_figure(effect: PoolingEffect, *, sentences: int) -> go.Figure:
    """Draw the mean cosines of a word under each pooling, and how often its sense is found.

    With senses, the space between the two marks is what the pooling leaves of their difference.

    Args:
        effect: what `pooling_effect` returned.
        sentences: how many there are.
    """
    figure = go.Figure()
    rows = np.arange(len(effect.poolings))
    known = not np.isnan(effect.within).all() and not np.isnan(effect.between).all()
    if known:
        for row, low, high in zip(rows.tolist(), effect.between, effect.within, strict=True):
            figure.add_shape(
                type="line", x0=low, x1=high, y0=row, y1=row, line={"color": NEUTRAL, "width": 4}
            )
        values = zip(SERIES, (effect.between, effect.within), strict=True)
    else:
        values = zip([("all pairs", "square")], (effect.all_pairs,), strict=True)
    for (name, symbol), cosines in values:
        figure.add_scatter(
            x=cosines,
            y=rows,
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": 16, "color": text_color(), "line_width": 3},
            hovertemplate=f"{name}: cosine %{{x:.3f}}<extra></extra>",
        )
    for row, (pooling, accuracy) in enumerate(zip(effect.poolings, effect.accuracy.tolist(), strict=True)):
        separated = (
            "" if np.isnan(accuracy) else f": the sense of {round(accuracy * sentences)} of {sentences} found"
        )
        figure.add_annotation(
            x=0, xref="x domain", xanchor="left", y=row - 0.36, yanchor="middle",
            text=pooling + separated, showarrow=False, font_size=16,
        )  # fmt: skip
    all_cosines = np.concatenate([np.atleast_1d(trace.x) for trace in figure.data])
    lowest = float(np.floor(np.nanmin(all_cosines) * 10) / 10)  # the ticks say where the axis begins
    return finish(
        figure,
        height=LINE * len(rows) + 110,
        xaxis={
            "title": f"mean {COSINE}, layer {effect.layer}",
            "range": [lowest - 0.04 * (1 - lowest), 1 + 0.04 * (1 - lowest)],
        },
        yaxis={
            "range": [len(rows) - 0.5, -0.7],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
    )


def _boxes(pieces: Sequence[str]) -> list[str]:
    """Return what is written in the boxes of a row; the last one says how many are not drawn."""
    boxes = [shown_word(piece, LONGEST) for piece in pieces[:MOST_BOXES]]
    if len(pieces) > MOST_BOXES:
        boxes[-1] = f"+ {len(pieces) - MOST_BOXES + 1}"
    return boxes
