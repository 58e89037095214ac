"""Figures of the training lesson: one update in both tables, and the letters of two runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.label_placement import Area, place_labels
from embedlab.figures.style import (
    LABEL_SIZE,
    NEUTRAL,
    escape,
    finish,
    kind_color,
    kind_symbol,
    text_color,
    tint,
    word_color,
)
from embedlab.training import is_vowel

if TYPE_CHECKING:
    from embedlab.training.pairs import PairUpdate

__all__ = ["letters_figure", "pair_figures"]

HEIGHT = 380
WIDTH = 340  # pixels that a panel has at least
CENTER, CONTEXT, NEGATIVE = 0, 2, 1  # kinds of rows
VOWEL = 1  # orange, as in the picture
EDGE = 0.18  # of the range, free at each side for words


def pair_figures(update: PairUpdate) -> tuple[go.Figure, go.Figure]:
    """Draw the input table and the output table before an update, with an arrow for each row that moves."""
    step = update.step
    inputs = _rows_figure(
        update.words,
        update.inputs,
        [(update.center, step.after.center, CENTER)],
    )
    outputs = _rows_figure(
        update.words,
        update.outputs,
        [
            (update.context, step.after.context, CONTEXT),
            *((row, tip, NEGATIVE) for row, tip in zip(update.negatives, step.after.negatives, strict=True)),
        ],
        direction=step.before.center,
    )
    return inputs, outputs


def _rows_figure(
    words: Sequence[str],
    table: NDArray[np.float64],
    moved: Sequence[tuple[int, NDArray[np.float64], int]],
    *,
    direction: NDArray[np.float64] | None = None,
) -> go.Figure:
    """Draw the rows of a table with two columns; `moved` holds rows, where they go, and their kinds."""
    figure = go.Figure()
    everything = np.vstack([table, *(tip for _, tip, _ in moved), np.zeros(2)])
    low, high = everything.min(axis=0), everything.max(axis=0)
    middle, half = (low + high) / 2, float((high - low).max()) * (0.5 + EDGE)
    if direction is not None and np.linalg.norm(direction) > 0:
        far = 4 * half * direction / np.linalg.norm(direction)
        figure.add_scatter(
            x=[-far[0], far[0]], y=[-far[1], far[1]], mode="lines", hoverinfo="skip",
            line={"color": kind_color(CENTER), "width": 2, "dash": "dot"},
        )  # fmt: skip
    kinds = {row: kind for row, _, kind in moved}
    still = [row for row in range(len(words)) if row not in kinds]
    shafts = [np.linspace(table[row], tip, 6) for row, tip, _ in moved]  # no word covers an arrow
    _add_words(figure, words, table, (middle, half), covered=shafts, kinds=kinds)
    figure.add_scatter(
        x=table[still, 0], y=table[still, 1], mode="markers", text=[escape(words[row]) for row in still],
        marker={"size": 9, "color": "rgba(0,0,0,0)", "line": {"color": NEUTRAL, "width": 2}},
        hovertemplate="%{text}: does not move<extra></extra>",
    )  # fmt: skip
    for row, tip, kind in moved:
        figure.add_scatter(
            x=[table[row, 0]], y=[table[row, 1]], mode="markers", text=[escape(words[row])],
            marker={"size": 13, "color": kind_color(kind), "symbol": kind_symbol(kind)},
            hovertemplate="%{text}: (%{x:.2f}, %{y:.2f})<extra></extra>",
        )  # fmt: skip
        figure.add_annotation(
            x=tip[0], y=tip[1], ax=table[row, 0], ay=table[row, 1], axref="x", ayref="y", text="",
            showarrow=True, arrowhead=2, arrowsize=1, arrowwidth=3, arrowcolor=kind_color(kind),
        )  # fmt: skip
    return _square(figure, middle, half)


def _add_words(
    figure: go.Figure,
    words: Sequence[str],
    table: NDArray[np.floating],
    ends: tuple[NDArray[np.floating], float],
    *,
    covered: Sequence[NDArray[np.floating]] = (),
    kinds: Mapping[int, int],
) -> None:
    """Write the words beside their points, those with a kind first, as many as fit.

    `ends` holds the middle of the panel and half its width, in the units of the table; no word stands on the
    points `covered` where there is room elsewhere.
    """
    middle, half = ends

    def pixels(points: NDArray[np.floating]) -> NDArray[np.float64]:
        return np.asarray((points - middle + half) * (1, -1) / (2 * half) * WIDTH + (0, WIDTH))

    placed = place_labels(
        pixels(table), words, area=Area(WIDTH, WIDTH), size=LABEL_SIZE, offset=11, marker=7,
        markers=pixels(np.vstack([table, *covered])), most_covered=len(words),
        order=sorted(range(len(words)), key=lambda row: row not in kinds),
    )  # fmt: skip
    rows = [label.index for label in placed]
    figure.add_scatter(
        x=table[rows, 0], y=table[rows, 1], mode="text",
        text=[f"\u2002{escape(words[row])}\u2002" for row in rows],
        textposition=[label.side for label in placed], hoverinfo="skip",
        textfont={
            "size": LABEL_SIZE,
            "color": [word_color(kinds[row]) if row in kinds else text_color() for row in rows],
        },
    )  # fmt: skip


def letters_figure(characters: Sequence[str], table: NDArray[np.floating]) -> go.Figure:
    """Draw the letters of a table with two columns where their rows are."""
    low, high = table.min(axis=0), table.max(axis=0)
    middle, half = (low + high) / 2, float((high - low).max()) * 0.56
    figure = go.Figure()
    vowels = np.array([is_vowel(character) for character in characters])
    for rows, marker in (
        (~vowels, {"size": 7, "color": NEUTRAL}),
        (vowels, {"size": 13, "color": kind_color(VOWEL)}),
    ):
        figure.add_scatter(
            x=table[rows, 0], y=table[rows, 1], mode="markers", hoverinfo="skip", marker=marker
        )
    names = ["␣" if character == " " else character for character in characters]
    kinds = dict.fromkeys(np.flatnonzero(vowels).tolist(), VOWEL)
    _add_words(figure, names, table, (middle, half), kinds=kinds)
    return _square(figure, middle, half)


def _square(figure: go.Figure, middle: NDArray[np.floating], half: float) -> go.Figure:
    """Finish a figure whose two axes have the same unit."""
    axis: dict[str, Any] = {
        "showticklabels": False, "showgrid": False, "zeroline": True, "zerolinecolor": tint(NEUTRAL, 0.5),
        "showline": True, "linecolor": tint(NEUTRAL, 0.5), "mirror": True,
    }  # fmt: skip
    return finish(
        figure,
        height=HEIGHT,
        xaxis=axis | {"range": [float(middle[0] - half), float(middle[0] + half)]},
        yaxis=axis
        | {"range": [float(middle[1] - half), float(middle[1] + half)], "scaleanchor": "x", "scaleratio": 1},
        showlegend=False,
        margin={"l": 5, "r": 5, "t": 5, "b": 5},
    )
