"""Heatmaps of the position lesson: a table of any scheme, with sign, scale and both axes named.

A table larger than a screen is drawn in blocks, see `embedlab.positional.blocks`. Curves of exact rows and
columns, wavelengths and slopes are in `positional_scales`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from embedlab.figures.hatch import hatch, hatch_mask
from embedlab.figures.style import (
    TICK_SIZE,
    amounts,
    axis_color,
    diverging,
    escape,
    finish,
    text_color,
)
from embedlab.numerals import number_text
from embedlab.positional.blocks import (
    MAX_SQUARE,
    Blocks,
    block_angles,
    block_means,
)

__all__ = ["angle_figure", "bias_figure", "position_figure", "rotated_figure"]

HEIGHT = 440
MARGIN = {"l": 10, "r": 10, "t": 12, "b": 10}
ENDS = 52  # pixels above a heatmap for what its first and last columns are
KEY = {  # the color scale: small, at the right
    "thickness": 12,
    "len": 170,
    "lenmode": "pixels",
    "y": 1,
    "yanchor": "top",
    "tickfont_size": TICK_SIZE,
    "ticks": "",
    "outlinewidth": 0,
}
FULL = 0.98  # of trained numbers are within the scale
TOKEN = 20  # pixels of a token
BEYOND = 0.08  # of the rows are drawn below the end of a table
HALF = [0, np.pi / 2, np.pi, 3 * np.pi / 2, 2 * np.pi]
HALF_NAMES = ["0", "π/2", "π", "3π/2", "2π"]
CYCLIC = [  # the first and the last are one color: an angle of 2π is one of 0
    [0, "#E9E3EA"], [0.25, "#5A9BC4"], [0.5, "#2E1E3B"], [0.75, "#C0634A"], [1, "#E9E3EA"],
]  # fmt: skip


def position_figure(
    table: NDArray[np.floating],
    *,
    columns: str = "dimension",
    start: int = 0,
    reach: float | None = None,
    together: int = 1,
    end: int | None = None,
    ends: tuple[str, str] = ("", ""),
    halves: tuple[str, str] | None = None,
) -> go.Figure:
    """Draw a (positions, columns) table in two colors, the more intense the further from 0.

    Args:
        table: the vectors of the positions from `start` on.
        columns: the title of the axis of the columns.
        start: position of the first row.
        reach: the largest number there can be. If None, 98% of the table are within the scale and the others
            have its full color: a few trained numbers are far larger than the rest.
        together: so many columns belong together and are not parted where columns are joined.
        end: the first position that does not exist, where a table has one; marked if the rows reach it.
        ends: what is written above the first and the last columns.
        halves: names of the first and the second half of the columns.
    """
    blocks = block_means(table, together=together)
    ticks, reach = _scale(table, reach)
    figure = go.Figure(
        _heat(
            blocks,
            "value",
            f"{_around(blocks.row_step)}position %{{y}}, {_around(blocks.column_step)}dimension %{{x}}",
            start=start,
            colorscale=diverging(),
            zmin=-reach,
            zmax=reach,
            colorbar=ticks,
        )
    )
    _add_ends(figure, ends)
    if halves is not None:
        _add_halves(figure, table.shape[1], halves)
    last = start + len(table)  # the first position below the picture
    if end is not None and last >= end:
        last += max(1, round(BEYOND * len(table)))
        hatch(
            figure,
            [-0.5, table.shape[1] - 0.5, table.shape[1] - 0.5, -0.5],
            [end - 0.5, end - 0.5, last - 0.5, last - 0.5],
            f"the table ends at position {end - 1}",
        )
    return _finished(
        figure, columns, "position", (table.shape[1], last), first=start, above=ENDS if any(ends) else 0
    )


def angle_figure(
    angles: NDArray[np.floating], *, start: int = 0, ends: tuple[str, str] = ("", "")
) -> go.Figure:
    """Draw (positions, pairs) angles within one turn, in colors that come back to where they began.

    Pairs that turn on so far within a cell that it has no direction are hatched.
    """
    blocks = block_angles(angles)
    figure = go.Figure(
        _heat(
            blocks,
            "angle",
            f"{_around(blocks.row_step)}position %{{y}}, {_around(blocks.column_step)}pair %{{x}}",
            start=start,
            colorscale=CYCLIC,
            zmin=0,
            zmax=2 * np.pi,
            colorbar={"tickvals": HALF, "ticktext": HALF_NAMES},
        )
    )
    _add_ends(figure, ends)
    lost = np.flatnonzero(np.isnan(blocks.values[:-1]).all(axis=0)) if len(blocks.values) > 1 else np.zeros(0)
    if lost.size:
        right = blocks.columns[int(lost[-1])] + blocks.column_step / 2
        bottom = start + len(angles) - 0.5
        hatch(
            figure,
            [-0.5, right, right, -0.5],
            [start - 0.5, start - 0.5, bottom, bottom],
            "too fast to draw",
            corner="left",
        )
    return _finished(
        figure, "pair of dimensions (0 turns fastest)", "position", (angles.shape[1], start + len(angles)),
        first=start, above=ENDS if any(ends) else 0,
    )  # fmt: skip


def bias_figure(bias: NDArray[np.float64], head: int) -> go.Figure:
    """Draw the (query, key) bias of one head, further from the ground what takes away more.

    Masked keys (-inf) are hatched.
    """
    blocks = block_means(bias, MAX_SQUARE)
    finite = bias[np.isfinite(bias)]
    low, high = float(finite.min()), float(finite.max())
    figure = go.Figure(
        _heat(
            blocks,
            "added to<br>the score",
            f"head {head}, {_around(blocks.row_step)}query %{{y}}, {_around(blocks.column_step)}key %{{x}}",
            colorscale=amounts(),
            reversescale=True,
            zmin=low if low < high else high - 1,
            zmax=high,
            colorbar={
                "tickvals": [low, high],
                "ticktext": [number_text(low), number_text(high) if high else "0"],
            },
        )
    )
    if np.isneginf(bias).any():
        hatch_mask(figure, len(bias))
    return _square(figure, len(bias))


def rotated_figure(
    before: NDArray[np.floating],
    after: NDArray[np.floating],
    tokens: Sequence[str],
    *,
    start: int = 0,
) -> go.Figure:
    """Draw the vectors of some tokens before and after they are turned by their positions, (tokens, dim)."""
    figure = make_subplots(
        rows=2,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.13,
        subplot_titles=("before: the rows of the table", "after: turned by their positions"),
    )
    ticks, reach = _scale(np.concatenate([before, after]), None)
    labels = [f"{start + place} {escape(token)}" for place, token in enumerate(tokens)]
    for row, values in ((1, before), (2, after)):
        blocks = block_means(values)
        trace = _heat(
            blocks,
            "value",
            "%{y}, dimension %{x}",
            colorscale=diverging(),
            zmin=-reach,
            zmax=reach,
            colorbar=ticks,
        )
        trace.update(showscale=row == 1)
        figure.add_trace(trace, row=row, col=1)
    figure.update_yaxes(
        tickvals=np.arange(len(labels)), ticktext=labels, range=[len(labels) - 0.5, -0.5],
        showgrid=False, zeroline=False,
    )  # fmt: skip
    figure.update_xaxes(showgrid=False, zeroline=False, range=[-0.5, before.shape[1] - 0.5])
    figure.update_xaxes(title="dimension", row=2, col=1)
    height = max(HEIGHT, 2 * TOKEN * len(labels) + 160)
    return finish(figure, height=height, margin={"l": 10, "r": 10, "t": 40, "b": 10})


def _scale(values: NDArray[np.floating], reach: float | None) -> tuple[dict[str, Any], float]:
    """Return what is written at the color scale, and where it ends on both sides."""
    beyond = ""
    if reach is None:
        reach = float(np.quantile(np.abs(values), FULL)) or 1.0
        beyond = " or more"  # a few have its full color
    ends = [f"{sign}{reach:.2g}{beyond}" for sign in ("−", "")]
    return {"tickvals": [-reach, 0, reach], "ticktext": [ends[0], "0", ends[1]]}, reach


def _add_ends(figure: go.Figure, ends: tuple[str, str]) -> None:
    """Write above the heatmap what its left and its right columns are; "" for nothing."""
    for x, side, text in ((0, "left", ends[0]), (1, "right", ends[1])):
        if not text:
            continue
        figure.add_annotation(
            x=x, xref="paper", xanchor=side, align=side, y=1, yref="paper", yshift=2, yanchor="bottom",
            showarrow=False, text=text, font={"size": TICK_SIZE, "color": text_color()},
        )  # fmt: skip


def _add_halves(figure: go.Figure, columns: int, names: tuple[str, str]) -> None:
    """Divide the columns in the middle, and name both halves below."""
    figure.add_vline(x=columns / 2 - 0.5, line={"color": axis_color(), "width": 2})
    figure.update_xaxes(
        tickvals=[columns / 4 - 0.5, 3 * columns / 4 - 0.5],
        ticktext=[f"{name}<br>fast → slow" for name in names],
        tickfont_color=text_color(),
    )


def _heat(
    blocks: Blocks,
    measure: str,
    place: str,
    *,
    start: int = 0,
    colorbar: dict[str, Any] | None = None,
    digits: int = 4,
    **options: Any,
) -> go.Heatmap:
    values = blocks.values.astype(np.float32)
    values[~np.isfinite(values)] = np.nan
    return go.Heatmap(
        z=values,
        x=blocks.columns,
        y=blocks.rows + start,
        colorbar=KEY | {"title": {"text": measure, "side": "top", "font_size": TICK_SIZE}} | (colorbar or {}),
        hovertemplate=f"{place}: %{{z:.{digits}f}}<extra></extra>",
        hoverongaps=False,
        **options,
    )


def _around(step: int) -> str:
    return "" if step == 1 else f"{step} around "


def _square(figure: go.Figure, length: int) -> go.Figure:
    return _finished(
        figure,
        "position of the word looked at (key)",
        "position of the word that looks (query)",
        (length, length),
    )


def _finished(
    figure: go.Figure, x: str, y: str, size: tuple[int, int], *, first: int = 0, above: int = 0
) -> go.Figure:
    """Name the axes, which reach from the first cell to the last; the first row is at the top."""
    return finish(
        figure,
        height=HEIGHT + above,
        margin=MARGIN | {"t": MARGIN["t"] + above},
        xaxis={"title": x, "range": [-0.5, size[0] - 0.5], "showgrid": False, "zeroline": False},
        yaxis={"title": y, "range": [size[1] - 0.5, first - 0.5], "showgrid": False, "zeroline": False},
    )
