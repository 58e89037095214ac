"""Figures of the training lesson: one update in both tables, and the letters of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.placed_words import add_placed_words
from embedlab.figures.space_frame import frame_of
from embedlab.figures.style import (
    NEUTRAL,
    escape,
    finish,
    kind_color,
    kind_symbol,
    text_color,
    tint,
    word_color,
)

if TYPE_CHECKING:
    from embedlab.training import LetterRun, PairUpdate

__all__ = ["letters_figure", "pair_figures"]

HEIGHT = 380
SIDE = 340  # pixels that a panel has at least
CENTER, CONTEXT, NEGATIVE = 0, 2, 1  # kinds of rows
VOWEL = 1  # orange, as in the picture
WORDS, LETTERS = (52.0, 28.0), (22.0, 22.0)  # pixels free at the sides, and above and below

Table = NDArray[np.floating]


def pair_figures(update: PairUpdate) -> tuple[go.Figure, go.Figure]:
    """Draw the input table and the output table before an update, with an arrow for each row that moves."""
    after, negatives = update.step.after, update.negatives.tolist()
    tips = dict(zip([update.context, *negatives], [after.context, *after.negatives], strict=True))
    return (
        _rows_figure(update.words, update.inputs, {update.center: CENTER}, {update.center: after.center}),
        _rows_figure(
            update.words,
            update.outputs,
            {update.context: CONTEXT} | dict.fromkeys(negatives, NEGATIVE),
            tips,
            update.step.before.center,
        ),
    )


def letters_figure(run: LetterRun) -> go.Figure:
    """Draw the letters of a run with two columns where their rows are at the end."""
    return _rows_figure(run.text.labels, run.tables[-1], dict.fromkeys(run.text.vowels, VOWEL), {})


def _rows_figure(
    words: Sequence[str],
    table: Table,
    kinds: Mapping[int, int],
    tips: Mapping[int, Table],
    direction: Table | None = None,
) -> go.Figure:
    """Draw the rows of a table with two columns, (n, 2), both axes alike.

    Args:
        words: (n,) of the rows.
        table: the rows.
        kinds: row -> its kind; the others are gray.
        tips: row -> where an arrow leads from it.
        direction: (2,) of a dotted line through the origin.
    """
    figure = go.Figure()
    ends = np.vstack([table, *tips.values(), np.zeros(2)])
    frame = frame_of(ends, width=SIDE, height=SIDE, margin=WORDS if tips else LETTERS)
    if direction is not None and (length := float(np.linalg.norm(direction))) > 0:
        far = direction * (2 * SIDE / frame.scale / length)
        figure.add_scatter(
            x=[-far[0], far[0]], y=[-far[1], far[1]], mode="lines", hoverinfo="skip",
            line={"color": kind_color(CENTER), "width": 2, "dash": "dot"},
        )  # fmt: skip
    still = [row for row in range(len(words)) if row not in kinds]
    order, shafts = [*kinds, *still], [np.linspace(table[row], tip, 6) for row, tip in tips.items()]
    add_placed_words(
        figure, table[order], [words[row] for row in order],
        colors=[word_color(kinds[row]) if row in kinds else text_color() for row in order],
        pixels=frame.pixels(table[order]), area=frame.area, markers=frame.pixels(np.vstack([table, *shafts])),
    )  # fmt: skip
    note, ring = ": does not move" if tips else "", {"color": NEUTRAL, "width": 2}
    figure.add_scatter(
        x=table[still, 0], y=table[still, 1], mode="markers", text=[escape(words[row]) for row in still],
        marker={"size": 9 if tips else 5, "color": "rgba(0,0,0,0)", "line": ring},
        hovertemplate=f"%{{text}}{note}<extra></extra>",
    )  # fmt: skip
    for row, kind in kinds.items():
        figure.add_scatter(
            x=[table[row, 0]], y=[table[row, 1]], mode="markers", text=[escape(words[row])],
            marker={"size": 13, "color": kind_color(kind), "symbol": kind_symbol(kind if tips else 0)},
            hovertemplate="%{text}: (%{x:.2f}, %{y:.2f})<extra></extra>",
        )  # fmt: skip
    for row, tip in tips.items():
        figure.add_annotation(
            x=tip[0], y=tip[1], ax=table[row, 0], ay=table[row, 1], axref="x", ayref="y", text="",
            showarrow=True, arrowhead=2, arrowsize=1, arrowwidth=3, arrowcolor=kind_color(kinds[row]),
        )  # fmt: skip
    line = tint(NEUTRAL, 0.5)
    axis = {"showticklabels": False, "showgrid": False, "zeroline": True, "zerolinecolor": line}
    axis |= {"showline": True, "linecolor": line, "mirror": True}
    x, y = frame.corners().T.tolist()
    return finish(
        figure,
        height=HEIGHT,
        xaxis=axis | {"range": x},
        yaxis=axis | {"range": y, "scaleanchor": "x", "scaleratio": 1},
        showlegend=False,
        margin={"l": 5, "r": 5, "t": 5, "b": 5},
    )
