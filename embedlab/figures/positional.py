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
from embedlab.figures.style import SCALE, amounts, diverging, escape, finish, text_color
from embedlab.numerals import MINUS
from embedlab.positional.blocks import (
    MAX_SQUARE,
    Blocks,
    block_angles,
    block_centers,
    block_means,
)

__all__ = ["angle_figure", "bias_figure", "bucket_figure", "position_figure", "rotated_figure"]

HEIGHT = 350
MARGIN = {"l": 10, "r": 10, "t": 0, "b": 68}  # the color scale makes its own room above
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
    columns: str = "dimension i",
    start: int = 0,
    reach: float | None = None,
    together: int = 1,
    end: int | None = None,
) -> go.Figure:
    """Draw a (positions, columns) table in two colors, the more intense the further from 0.

    Args:
        table: the vectors of the positions from `start` on.
        columns: the title of the axis of the columns.
        start: position of the first row.
        reach: the largest number there can be. If None, 98 % of the table are within the scale and the others
            have its full color: a few trained numbers are far larger than the rest.
        together: so many columns belong together and are not parted where columns are joined.
        end: the first position that does not exist, where a table has one; marked if the rows reach it.
    """
    blocks = block_means(table, together=together)
    measure, reach = _scale(table, reach)
    figure = go.Figure(
        _heat(
            blocks,
            measure + _measured(blocks),
            f"{_around(blocks.row_step)}position %{{y}}, {_around(blocks.column_step)}dimension %{{x}}",
            start=start,
            colorscale=diverging(),
            zmin=-reach,
            zmax=reach,
        )
    )
    last = start + len(table)  # the first position below the picture
    if end is not None and last >= end:
        last += max(1, round(BEYOND * len(table)))
        hatch(
            figure,
            [-0.5, table.shape[1] - 0.5, table.shape[1] - 0.5, -0.5],
            [end - 0.5, end - 0.5, last - 0.5, last - 0.5],
            f"the table ends at position {end - 1}",
        )
    return _finished(figure, columns, "position p", (table.shape[1], last), first=start)


def angle_figure(angles: NDArray[np.floating], *, start: int = 0) -> go.Figure:
    """Draw (positions, pairs) angles within one turn, in colors that come back to where they began.

    Pairs that turn on so far within a cell that it has no direction are hatched.
    """
    blocks = block_angles(angles)
    figure = go.Figure(
        _heat(
            blocks,
            "angle modulo 2π, radians" + _measured(blocks, "direction"),
            f"{_around(blocks.row_step)}position %{{y}}, {_around(blocks.column_step)}pair %{{x}}",
            start=start,
            colorscale=CYCLIC,
            zmin=0,
            zmax=2 * np.pi,
            colorbar={"tickvals": HALF, "ticktext": HALF_NAMES},
        )
    )
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
        figure, "pair i (0 turns fastest)", "position p", (angles.shape[1], start + len(angles)),
        first=start,
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
            f"head {head} adds to the score, {_plain(low)} to {_plain(high)}"
            f"<br>(darker takes away more){_measured(blocks)}",
            f"{_around(blocks.row_step)}query %{{y}}, {_around(blocks.column_step)}key %{{x}}",
            colorscale=amounts(),
            reversescale=True,
            zmin=low if low < high else high - 1,
            zmax=high,
        )
    )
    if np.isneginf(bias).any():
        hatch_mask(figure, len(bias))
    return _square(figure, len(bias))


def bucket_figure(buckets: NDArray[Any], count: int, *, causal: bool) -> go.Figure:
    """Draw the bucket of each (query, key) pair, one of `count`; with `causal`, keys after it are hatched."""
    blocks = block_centers(buckets)
    half = count // 2
    sides = "" if causal else f"<br>(to {half - 1}: key before, from {half + 1} on: after)"
    figure = go.Figure(
        _heat(
            blocks,
            f"number of the bucket{sides}",
            "query %{y}, key %{x}",
            colorscale=amounts(),
            zmin=0,
            zmax=count - 1,
            digits=0,
        )
    )
    if causal:
        hatch_mask(figure, len(buckets))
    return _square(figure, len(buckets))


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
    measure, reach = _scale(np.concatenate([before, after]), None)
    labels = [f"{start + place} {escape(token)}" for place, token in enumerate(tokens)]
    for row, values in ((1, before), (2, after)):
        blocks = block_means(values)
        trace = _heat(
            blocks,
            measure + _measured(blocks),
            "%{y}, dimension %{x}",
            colorscale=diverging(),
            zmin=-reach,
            zmax=reach,
        )
        trace.update(showscale=row == 1)
        figure.add_trace(trace, row=row, col=1)
    figure.update_yaxes(
        tickvals=np.arange(len(labels)), ticktext=labels, range=[len(labels) - 0.5, -0.5],
        showgrid=False, zeroline=False,
    )  # fmt: skip
    figure.update_xaxes(showgrid=False, zeroline=False, range=[-0.5, before.shape[1] - 0.5])
    figure.update_xaxes(title="dimension i", row=2, col=1)
    figure.update_traces(colorbar={"y": 1.12})
    height = 2 * TOKEN * len(labels) + 210
    return finish(figure, height=height, margin={"l": 10, "r": 10, "t": 50, "b": 10})


def _scale(values: NDArray[np.floating], reach: float | None) -> tuple[str, float]:
    """Return the title of the color scale, and where it ends on both sides."""
    if reach is not None:
        return f"value, −{reach:g} to {reach:g}", reach
    sizes = np.abs(values)
    reach = float(np.quantile(sizes, FULL)) or 1.0
    return f"value; full color from ±{reach:.2g}<br>(largest {sizes.max():.2g})", reach


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
        colorbar=SCALE | {"ypad": 4, "title": {"text": measure, "side": "top"}} | (colorbar or {}),
        hovertemplate=f"{place}: %{{z:.{digits}f}}<extra></extra>",
        hoverongaps=False,
        **options,
    )


def _measured(blocks: Blocks, what: str = "mean") -> str:
    """Return what a cell is where it is more than one of the table."""
    return "" if blocks.whole else f"<br>({what} of {blocks.row_step} × {blocks.column_step})"


def _around(step: int) -> str:
    return "" if step == 1 else f"{step} around "


def _plain(number: float) -> str:
    return f"{number:,.4g}".replace("-", MINUS)


def _square(figure: go.Figure, length: int) -> go.Figure:
    return _finished(figure, "key position j", "query position i", (length, length))


def _finished(figure: go.Figure, x: str, y: str, size: tuple[int, int], *, first: int = 0) -> go.Figure:
    """Name the axes, which reach from the first cell to the last; the first row is at the top."""
    annotations = [note.to_plotly_json() for note in figure.layout.annotations]
    figure = finish(
        figure,
        height=HEIGHT,
        margin=MARGIN,
        xaxis={"title": x, "range": [-0.5, size[0] - 0.5], "showgrid": False, "zeroline": False},
        yaxis={"title": y, "range": [size[1] - 0.5, first - 0.5], "showgrid": False, "zeroline": False},
    )
    figure.update_xaxes(
        automargin=False, title_standoff=40
    )  # plotly puts a title between two ticks where it fits
    figure.update_layout(annotations=annotations)  # they keep their own color: they have their own ground
    figure.update_xaxes(title_font_color=text_color())
    figure.update_yaxes(title_font_color=text_color())
    return figure
