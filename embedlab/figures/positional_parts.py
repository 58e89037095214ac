"""The parts of a token's input in figures: how long each is, the same word further on, and role tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import COSINE, NEUTRAL, TICK_SIZE, finish, kind_color, text_color
from embedlab.figures.word_bars import shown_word

__all__ = ["MOST_DRAWN", "MOST_ROWS", "distance_figure", "lengths_figure", "roles_figure"]

LONGEST = 12  # characters of a token
MOST_DRAWN = 20  # tokens: the names of more do not fit side by side on a telephone
MOST_ROWS = 40  # tokens of a conversation, below each other
ROW = 22  # pixels of such a token
HATCH = {"fillmode": "overlay", "fgcolor": "rgba(255, 255, 255, 0.75)", "size": 7, "solidity": 0.3}
DASHES = ("solid", "dash", "dot")
PARTS = (("token", ""), ("position", "/"), ("segment", "x"))  # and the pattern of its bar


def lengths_figure(norms: NDArray[np.floating], tokens: Sequence[str]) -> go.Figure:
    """Draw the lengths of each token's parts side by side, and that of their sum above; at most the first 20.

    Args:
        norms: (4 or more, tokens): token, position, segment, their sum.
        tokens: their names.
    """
    shown = tokens[:MOST_DRAWN]
    places = np.arange(len(shown))
    figure = go.Figure()
    for (name, pattern), lengths, kind in zip(PARTS, norms, range(3), strict=False):
        figure.add_bar(
            x=places,
            y=lengths[:MOST_DRAWN].astype(np.float32),
            name=name,
            marker={"color": kind_color(kind), "pattern": HATCH | {"shape": pattern}},
            hovertemplate=f"%{{x}}: {name} %{{y:.3f}}<extra></extra>",
        )
    figure.add_scatter(
        x=places,
        y=norms[3, :MOST_DRAWN].astype(np.float32),
        name="their sum",
        mode="markers",
        marker={"symbol": "line-ew-open", "size": 13, "line": {"width": 4}, "color": text_color()},
        hovertemplate="%{x}: sum %{y:.3f}<extra></extra>",
    )
    return finish(
        figure,
        height=430,
        barmode="group",
        bargap=0.25,
        xaxis=_named(shown),
        yaxis={"title": "length of the vector", "rangemode": "tozero"},
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
            line={"width": 3, "color": kind_color(kind), "dash": dash},
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
