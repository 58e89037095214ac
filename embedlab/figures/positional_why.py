"""The shuffle test in figures: who looks at whom in one order, and how far each token's output moved.

The two orders are two figures, so that they stand side by side on a wide screen and below each other on a
narrow one; both have the same scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from embedlab.figures.cells import write_cells
from embedlab.figures.style import LABEL_SIZE, NEUTRAL, amounts, finish, text_color
from embedlab.figures.word_bars import shown_word
from embedlab.numerals import number_text, percent_text

__all__ = ["MOST_ROWS", "changes_figure", "moved_figure", "weights_figure"]

LONGEST = 12  # characters of a token
MOST_NAMED = 40  # tokens of a matrix, beyond which the rows are numbers
MOST_ACROSS = 18  # tokens, beyond which the columns are numbers
MOST_ROWS = 40  # tokens of the strip
MOST_WRITTEN = 7  # tokens, up to which each cell of a matrix carries its number
ROW = 30  # pixels of a token
ROWS = (34, 17, 340, 480)  # pixels: a token of few, of many, of a matrix from where on, of a very large one
ROUNDING = 1e-5  # of a vector's length: below, a number is written as 0
FEW = 8  # words, up to which they are written large
BAR = 6  # of the ramp from the ground to the ink
REACH = 0.5  # the color scale reaches at least so far


def weights_figure(
    weights: NDArray[np.floating], tokens: Sequence[str], *, high: float, masked: bool = False
) -> go.Figure:
    """Draw how much each token looks at each, (query, key), one a row.

    Args:
        weights: each row sums to 1.
        tokens: in this order.
        high: the end of the scale, the same for both orders.
        masked: keys after the query are hidden by a causal mask and stay empty.
    """
    count = len(tokens)
    written = count <= MOST_WRITTEN
    shares = np.array(weights, dtype=np.float32)
    if masked:
        shares[np.triu_indices(count, k=1)] = np.nan
    cells = [["" if np.isnan(share) else _written(share) for share in row] for row in shares.tolist()]
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            zmin=0,
            zmax=high,
            colorscale=amounts(),
            xgap=2 if written else 0,
            ygap=2 if written else 0,
            hovertemplate="from %{y} to %{x}: %{z:.4f}<extra></extra>",
            hoverongaps=False,
            showscale=False,
        )
    )
    if written:
        write_cells(figure, cells, np.nan_to_num(shares / (high or 1)))
    few, many, most, large = ROWS
    height = large if count > MOST_NAMED else min(few * count, max(most, many * count))
    return finish(
        figure,
        height=height + 130,
        xaxis=_named(tokens, MOST_ACROSS) | {"title": "to this token", "autotickangles": [0, -90]},
        yaxis=_named(tokens, MOST_NAMED) | {"title": "from this token", "range": [count - 0.5, -0.5]},
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )


def changes_figure(
    moved: NDArray[np.floating],
    words: Sequence[str],
    places: NDArray[np.int64],
    positions: str = "positions",
) -> go.Figure:
    """Draw how far each word's vector moves between two orders: without positions, and with them.

    Args:
        moved: (words, 2) shares of the vector's length; at most the first 40 words are drawn.
        words: in the first order.
        places: (words, 2) where each word stands in the two orders, from 1.
        positions: what the second panel has, as its title says it.
    """
    rows = np.arange(min(len(words), MOST_ROWS))
    high = max(float(moved[rows].max()), ROUNDING)
    figure = make_subplots(
        rows=1,
        cols=2,
        shared_yaxes=True,
        horizontal_spacing=0.06,
        subplot_titles=("Without<br>positions", f"With {positions}".replace(" learned ", "<br>learned ")),
    )
    large = len(rows) <= FEW
    for column in (0, 1):
        shares = moved[rows, column]
        texts = [_percent(share, "no change" if large else "0") for share in shares.tolist()]
        bars = go.Bar(
            y=rows,
            x=np.where(shares < ROUNDING, 0, shares).astype(np.float32),
            orientation="h",
            width=0.6,
            marker={"color": amounts()[BAR][1], "line_width": 0},
            text=texts,
            textposition="outside",
            textfont={"size": 26 if large else LABEL_SIZE, "color": text_color()},
            cliponaxis=False,
            showlegend=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
        figure.add_trace(bars, row=1, col=column + 1)
    figure.update_annotations(font_size=LABEL_SIZE)
    figure.update_xaxes(
        range=[0, 1.45 * high], showticklabels=False, showgrid=False,  # each bar carries its number
        zeroline=True, zerolinecolor=NEUTRAL, zerolinewidth=2,
        title="change of its vector,<br>in % of its length", title_standoff=12,
    )  # fmt: skip
    names = [
        f"{shown_word(words[row], LONGEST)}<br>{places[row, 0]} → {places[row, 1]}"
        if large
        else shown_word(words[row], LONGEST)
        for row in rows.tolist()
    ]
    figure.update_yaxes(
        tickvals=rows, ticktext=names, range=[len(rows) - 0.5, -0.5], showgrid=False, zeroline=False,
        tickfont_color=text_color(),
    )  # fmt: skip
    figure = finish(
        figure, height=max(440, ROW * len(rows) + 120), margin={"l": 10, "r": 10, "t": 58, "b": 10}
    )
    figure.update_yaxes(tickfont_size=LABEL_SIZE + 2 if large else LABEL_SIZE - 2)
    return figure


def moved_figure(moved: Mapping[str, NDArray[np.floating]], tokens: Sequence[str]) -> go.Figure:
    """Draw how far each token's vector moved, one token a row and one case a column; at most the first 40.

    Args:
        moved: for each case, (tokens,) shares of the vector's length; a line break stands in a name as "|".
        tokens: in the first order.
    """
    rows = tokens[:MOST_ROWS]
    values = np.stack([np.asarray(case, dtype=np.float64)[:MOST_ROWS] for case in moved.values()], axis=1)
    cases = [name.replace("|", "<br>") for name in moved]
    texts = [[_written(value) for value in row] for row in values.tolist()]
    high = max(REACH, float(values.max()))
    figure = go.Figure(
        go.Heatmap(
            z=values.astype(np.float32),
            zmin=0,
            zmax=high,
            colorscale=amounts(),
            xgap=3,
            ygap=2,
            text=texts,
            hovertemplate="%{y}: %{text} of its length<extra>%{x}</extra>",
            showscale=False,
        )
    )
    write_cells(figure, texts, values / high)
    return finish(
        figure,
        height=ROW * len(rows) + 190,
        xaxis={
            "tickvals": np.arange(len(cases)),
            "ticktext": cases,
            "autotickangles": [0, -90],
            "side": "top",
            "showgrid": False,
            "zeroline": False,
            "tickfont_color": text_color(),
        },
        yaxis={
            "tickvals": np.arange(len(rows)),
            "ticktext": [f"{number} {shown_word(token, LONGEST)}" for number, token in enumerate(rows)],
            "range": [len(rows) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
            "tickfont_color": text_color(),
        },
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )


def _named(tokens: Sequence[str], most: int) -> dict[str, Any]:
    """Return an axis with the tokens; with their numbers, too, where the other axis has numbers alone."""
    axis: dict[str, Any] = {"showgrid": False, "zeroline": False, "tickfont_color": text_color()}
    if len(tokens) > most:
        return axis
    names = [shown_word(token, LONGEST) for token in tokens]
    if len(tokens) > MOST_ACROSS:
        names = [f"{number} {name}" for number, name in enumerate(names)]
    return axis | {"tickvals": np.arange(len(tokens)), "ticktext": names}


def _written(share: float) -> str:
    """Return a share of a cell; what is below rounding is 0.

    >>> _written(0.0), _written(2.6e-16), _written(0.414), _written(1.2), _written(0.003)
    ('0', '0', '0.41', '1.20', '0.003')
    """
    if share < ROUNDING:
        return "0"
    decimals = 2 if share >= 0.01 else 3 if share >= 0.001 else 5
    return number_text(share, decimals)


def _percent(share: float, nothing: str) -> str:
    return nothing if share < ROUNDING else percent_text(share, 0 if share >= 0.01 else 1)
