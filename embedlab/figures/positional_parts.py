"""The parts of a token's input in figures: how long each is, the same word further on, and role tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import (
    COSINE,
    LABEL_SIZE,
    NEUTRAL,
    TICK_SIZE,
    finish,
    kind_color,
    kind_symbol,
    selected_color,
    text_color,
    word_color,
)
from embedlab.figures.word_bars import shown_word
from embedlab.numerals import number_text

__all__ = ["MOST_ROWS", "chain_figure", "distance_figure", "roles_figure", "spread_figure"]

LONGEST = 12  # characters of a token
MOST_ROWS = 40  # tokens of a conversation, below each other
ROW = 22  # pixels of such a token
HATCH = {"fillmode": "overlay", "fgcolor": "rgba(255, 255, 255, 0.75)", "size": 7, "solidity": 0.3}
DASHES = ("solid", "dash", "dot")
PARTS = ("token", "position", "segment")
FIRST = 2  # kind of the first part: blue and orange mean signs on its page
SUM = "their sum"
STEEP = 0.35  # of a line, from which on its name stands beside it
HEIGHT = 440
NAME_ROOM = 2.4  # times the room at the left: names stand at the right


def chain_figure(vectors: NDArray[np.floating]) -> go.Figure:
    """Draw the parts of a token's input head to tail, and their sum, in the plane of the first two.

    Their lengths and the angle between them are true; the third is drawn by its shadow in that plane.

    Args:
        vectors: (3, dim): token, position, segment.
    """
    along = vectors[0] / (np.linalg.norm(vectors[0]) or 1.0)
    across = vectors[1] - (vectors[1] @ along) * along
    across = across / (np.linalg.norm(across) or 1.0)
    corners = np.vstack([[0, 0], np.cumsum(np.stack([vectors @ along, vectors @ across], axis=1), axis=0)])
    figure = go.Figure()
    for kind, name in enumerate(PARTS):
        _add_arrow(figure, corners[kind], corners[kind + 1], name, color=kind_color(FIRST + kind))
    _add_arrow(figure, corners[0], corners[3], SUM, color=text_color(), dash="dot")
    low, high = corners.min(axis=0), corners.max(axis=0)
    room = 0.18 * max(high - low)
    figure = finish(
        figure,
        height=HEIGHT,
        showlegend=False,
        margin={"l": 0, "r": 0, "t": 10, "b": 10},
        xaxis={"visible": False, "range": [low[0] - room, high[0] + NAME_ROOM * room]},
        yaxis={"visible": False, "range": [low[1] - room, high[1] + room], "scaleanchor": "x"},
    )
    for kind, note in enumerate(figure.layout.annotations):
        note.font.color = word_color(FIRST + kind) if kind < len(PARTS) else text_color()
    return figure


def _add_arrow(
    figure: go.Figure,
    start: NDArray[np.floating],
    end: NDArray[np.floating],
    name: str,
    *,
    color: str,
    dash: str = "solid",
) -> None:
    middle, step = (start + end) / 2, end - start
    figure.add_scatter(
        x=[start[0], middle[0], end[0]],
        y=[start[1], middle[1], end[1]],
        name=name,
        mode="lines+markers",
        line={"color": color, "width": 4, "dash": dash},
        marker={"symbol": "arrow", "angleref": "previous", "size": [0, 0, 20], "color": color},
        hovertemplate=f"{name}<extra></extra>",
    )
    # words stand outside the chain: the parts turn one way, their sum lies on the other side
    right, up = np.array([step[1], -step[0]]) / (np.linalg.norm(step) or 1.0) * (-1 if name == SUM else 1)
    side = "center" if abs(right) < STEEP else "left" if right > 0 else "right"
    figure.add_annotation(
        x=middle[0], y=middle[1], text=name, showarrow=False, font_size=LABEL_SIZE,
        xanchor=side, xshift=16 * right, yshift=18 * up,
    )  # fmt: skip


def spread_figure(norms: NDArray[np.floating], picked: int, means: Sequence[float]) -> go.Figure:
    """Draw how long the parts of every token are, a row for each part; those of one token are outlined.

    Args:
        norms: (3, tokens): token, position, segment.
        picked: index of the token.
        means: (3,) written at the rows.
    """
    figure = go.Figure()
    for row, (name, lengths) in enumerate(zip(PARTS, norms, strict=True)):
        figure.add_scatter(
            x=lengths.astype(np.float32),
            y=np.full(len(lengths), row),
            name=name,
            mode="markers",
            marker={"color": kind_color(FIRST + row), "symbol": kind_symbol(row), "size": 13, "opacity": 0.6},
            hovertemplate=f"{name}: %{{x:.2f}}<extra></extra>",
        )
        figure.add_annotation(
            x=1, xref="paper", xanchor="right", y=row - 0.32, showarrow=False, font_size=LABEL_SIZE,
            text=f"{number_text(means[row])} on average",
        )  # fmt: skip
    figure.add_scatter(
        x=norms[:, picked].astype(np.float32),
        y=np.arange(len(norms)),
        name="this token",
        mode="markers",
        marker={"symbol": "circle-open", "size": 22, "color": selected_color(), "line_width": 3},
        hovertemplate="this token: %{x:.2f}<extra></extra>",
    )
    return finish(
        figure,
        height=HEIGHT,
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        xaxis={"title": "length of the vector", "range": [0, 1.12 * float(norms.max())]},
        yaxis={
            "tickvals": np.arange(len(PARTS)),
            "ticktext": PARTS,
            "tickfont": {"size": LABEL_SIZE, "color": text_color()},
            "range": [len(PARTS) - 0.5, -0.6],
            "showgrid": False,
            "zeroline": False,
        },
    )


def distance_figure(
    curves: Mapping[str, NDArray[np.floating]],
    *,
    start: int,
    marked: Sequence[int],
    yardstick: float | None,
) -> go.Figure:
    """Draw how alike a token's input is to itself further on.

    Args:
        curves: each (distances,), 1 at distance 0.
        start: the place of the first one.
        marked: distances at which the text has the token again.
        yardstick: cosine of two different tokens, drawn as a line.
    """
    figure = go.Figure()
    for kind, ((name, cosines), dash) in enumerate(zip(curves.items(), DASHES, strict=False)):
        figure.add_scatter(
            x=np.arange(len(cosines)),
            y=cosines.astype(np.float32),
            name=name,
            mode="lines",
            line={"width": 3, "color": kind_color(FIRST + kind), "dash": dash},
            hovertemplate=f"{name}, %{{x}} further on: %{{y:.3f}}<extra></extra>",
        )
    first = next(iter(curves.values()))
    if len(marked):
        figure.add_scatter(
            x=list(marked),
            y=first[list(marked)].astype(np.float32),
            name="in this text",
            mode="markers",
            marker={"symbol": "diamond", "size": 14, "color": text_color()},
            hovertemplate=f"place {start} and %{{x}} further on: %{{y:.3f}}<extra></extra>",
        )
    if yardstick is not None and not np.isnan(yardstick):
        figure.add_scatter(
            x=[0, len(first) - 1],
            y=[yardstick, yardstick],
            name="two different tokens",
            mode="lines",
            line={"width": 2, "color": NEUTRAL, "dash": "dot"},
            hovertemplate="two different tokens of the text: %{y:.3f}<extra></extra>",
        )
    return finish(
        figure,
        height=430,
        xaxis={"title": "positions further on", "zeroline": False, "rangemode": "tozero"},
        yaxis={"title": f"{COSINE} with itself", "zeroline": False},
    )


def roles_figure(
    norms: NDArray[np.floating], tokens: Sequence[str], special: Sequence[bool], *, usual: float
) -> go.Figure:
    """Draw the lengths of a conversation's rows, one token below the other; at most the first 40.

    Args:
        norms: (tokens,).
        tokens: as they are shown.
        special: which are role tokens; they are hatched.
        usual: the length of the usual row, a line.
    """
    places = np.arange(len(tokens))[:MOST_ROWS]
    figure = go.Figure()
    for name, wanted, pattern in (
        ("role token", True, "/"),
        ("any other token", False, ""),
    ):
        chosen = places[np.asarray(special[:MOST_ROWS], dtype=bool) == wanted]
        figure.add_bar(
            y=chosen,
            x=norms[chosen].astype(np.float32),
            name=name,
            orientation="h",
            width=0.7,
            marker={"color": NEUTRAL, "pattern": HATCH | {"shape": pattern}},
            hovertemplate=f"%{{y}}: {name}, %{{x:.3f}}<extra></extra>",
        )
    figure.add_scatter(
        y=[-0.5, len(places) - 0.5],
        x=[usual, usual],
        name="median of all rows",
        mode="lines",
        line={"width": 3, "color": text_color(), "dash": "dash"},
        hovertemplate="median of all rows: %{x:.3f}<extra></extra>",
    )
    return finish(
        figure,
        height=ROW * len(places) + 150,
        barmode="overlay",
        yaxis=_named(tokens[:MOST_ROWS]) | {"range": [len(places) - 0.5, -0.5]},
        xaxis={"title": "length of the row", "rangemode": "tozero"},
    )


def _named(tokens: Sequence[str]) -> dict[str, Any]:
    return {
        "tickvals": np.arange(len(tokens)),
        "ticktext": [shown_word(token, LONGEST) for token in tokens],
        "autotickangles": [0, -90],
        "tickfont": {"size": TICK_SIZE, "color": text_color()},
        "showgrid": False,
        "zeroline": False,
    }
