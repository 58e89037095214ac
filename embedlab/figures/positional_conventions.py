"""Conventions side by side: tables of sinusoids, scores of a head, a decoder read wrongly, forms of ALiBi."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from embedlab.figures.style import NEUTRAL, SCALE, TICK_SIZE, diverging, finish, text_color
from embedlab.figures.word_bars import shown_word
from embedlab.numerals import percent_text
from embedlab.softmax import softmax

if TYPE_CHECKING:
    from embedlab.positional import AlibiForms, Misread, SinusoidConventions

__all__ = ["alibi_forms_figure", "misread_figure", "scores_figure", "sinusoids_figure"]

LONGEST = 10  # characters of a token
MOST_NAMED = 24  # tokens, beyond which they have numbers only
PANEL = 190  # pixels of a table of sinusoids


def _color(is_right: bool) -> str:
    """Return the ink for the right convention, gray for the wrong one; colors of kinds are for schemes."""
    return text_color() if is_right else NEUTRAL


def sinusoids_figure(conventions: SinusoidConventions) -> go.Figure:
    """Draw the three tables, and below the cosines between the rows of one position in two conventions."""
    tables = (conventions.interleaved, conventions.concatenated, conventions.timescales)
    figure = make_subplots(
        rows=4,
        cols=1,
        vertical_spacing=0.085,
        subplot_titles=[
            "interleaved: sin, cos, sin, cos, …",
            "concatenated: all sines, all cosines",
            "tensor2tensor: other wavelengths, too",
            "cosine of a position with itself",
        ],
    )
    for row, table in enumerate(tables, start=1):
        figure.add_trace(
            go.Heatmap(
                z=table.astype(np.float32), zmin=-1, zmax=1, colorscale=diverging(), showscale=False,
                hovertemplate="position %{y}, dimension %{x}: %{z:.4f}<extra></extra>",
            ),
            row=row,
            col=1,
        )  # fmt: skip
        figure.update_yaxes(title="position", autorange="reversed", row=row, col=1)
    lines = (
        ("interleaved / concatenated", conventions.cosines, "dash", False),
        ("concatenated / tensor2tensor", conventions.timescale_cosines, "solid", True),
    )
    for name, cosines, dash, is_right in lines:
        figure.add_scatter(
            y=cosines, name=name, mode="lines", line={"width": 3, "dash": dash, "color": _color(is_right)},
            hovertemplate=f"{name}, position %{{x}}: %{{y:.3f}}<extra></extra>", row=4, col=1,
        )  # fmt: skip
    low = min(0.0, float(conventions.cosines.min()), float(conventions.timescale_cosines.min()))
    for row in (1, 2):
        figure.update_xaxes(showticklabels=False, row=row, col=1)
    figure.update_xaxes(title={"text": "dimension", "standoff": 4}, row=3, col=1)
    figure.update_xaxes(title="position", row=4, col=1)
    figure.update_yaxes(title="cosine", range=[low - 0.05, 1.08], row=4, col=1)
    figure.layout.yaxis4.domain = [0, 0.15]  # room for the title below the tables
    figure.layout.annotations[3].update(y=0.15)
    figure.update_annotations(font_size=TICK_SIZE, x=0, xanchor="left")
    below = {"orientation": "h", "y": -0.09, "yanchor": "top", "x": 0}
    return finish(figure, height=4 * PANEL + 160, legend=below)


def scores_figure(scores: NDArray[np.float64], tokens: Sequence[str], reach: float) -> go.Figure:
    """Draw the scores of a head, (query, key).

    Args:
        scores: of every query with every key.
        tokens: their names.
        reach: end of the color scale, so that several figures compare.
    """
    places = np.arange(len(tokens))
    few = len(tokens) <= MOST_NAMED
    names = [shown_word(token, LONGEST) if few else str(place) for place, token in enumerate(tokens)]
    figure = go.Figure(
        go.Heatmap(
            z=np.where(np.isfinite(scores), scores, np.nan).astype(np.float32),
            x=places,
            y=places,
            zmin=-reach,
            zmax=reach,
            colorscale=diverging(),
            xgap=1,
            ygap=1,
            hovertemplate="query %{y}, key %{x}: %{z:.4f}<extra></extra>",
            hoverongaps=False,
            colorbar=SCALE,
        )
    )
    ticks = places if few else places[:: -(-len(places) // 12)]
    axis = {
        "tickvals": ticks,
        "ticktext": [names[place] for place in ticks],
        "tickfont_color": text_color(),
        "showgrid": False,
        "zeroline": False,
    }
    return finish(
        figure,
        height=360,
        xaxis=axis | {"title": "key", "tickangle": -90},
        yaxis=axis | {"title": "query", "range": [len(tokens) - 0.5, -0.5]},
    )


def misread_figure(misread: Misread) -> go.Figure:
    """Draw how surprising each token is in both conventions, and what each expects next."""
    figure = make_subplots(
        rows=3,
        cols=1,
        row_heights=[0.5, 0.25, 0.25],
        vertical_spacing=0.13,
        subplot_titles=[
            "surprise at each token (−ln p)",
            "next token, right convention",
            "next token, wrong convention",
        ],
    )
    numbers = np.arange(2, len(misread.tokens) + 1)
    sides = (("right", misread.right, True, "circle"), ("wrong", misread.wrong, False, "x"))
    words = [_quoted(token) for token in misread.tokens]
    for row, (name, reading, is_right, symbol) in enumerate(sides, start=2):
        color = _color(is_right)
        figure.add_scatter(
            x=numbers, y=reading.losses, name=f"{name} convention", mode="lines+markers",
            line={"width": 2, "color": color, "dash": "solid" if is_right else "dash"},
            marker={"size": 9, "symbol": symbol}, text=words[1:],
            hovertemplate=f"%{{text}}, {name}: %{{y:.2f}}<extra></extra>", row=1, col=1,
        )  # fmt: skip
        labels = [
            f"{number}. {_quoted(token)}" for number, token in enumerate(reading.next_tokens.labels, start=1)
        ]
        figure.add_bar(
            x=reading.next_tokens.scores, y=labels, orientation="h", marker_color=color, showlegend=False,
            text=[percent_text(share, 1) for share in reading.next_tokens.scores], textposition="outside",
            textfont={"size": TICK_SIZE, "color": text_color()}, cliponaxis=False,
            hovertemplate="%{y}: %{x:.3f}<extra></extra>", row=row, col=1,
        )  # fmt: skip
        figure.update_xaxes(range=[0, 1.15], tickformat=".0%", row=row, col=1)
        figure.update_yaxes(autorange="reversed", type="category", ticklabelstandoff=4, row=row, col=1)
    if len(words) <= MOST_NAMED:
        figure.update_xaxes(tickvals=numbers, ticktext=words[1:], tickangle=-90, row=1, col=1)
    else:
        figure.update_xaxes(title="token", row=1, col=1)
    figure.update_yaxes(title="surprise (nats)", rangemode="tozero", row=1, col=1)
    figure.update_annotations(font_size=TICK_SIZE, x=0, xanchor="left")
    return finish(figure, height=820, margin_t=80, legend_y=1.05)


def alibi_forms_figure(
    forms: AlibiForms, scores: NDArray[np.float64], slopes: NDArray[np.float64], others: NDArray[np.float64]
) -> go.Figure:
    """Draw both forms of the bias for the last query, its attention under both, and the slopes by head.

    Args:
        forms: of one head.
        scores: (query, key) to which the bias is added.
        slopes: (heads,) of the authors.
        others: (heads,) geometric ones.
    """
    figure = make_subplots(
        rows=3,
        cols=1,
        vertical_spacing=0.17,
        subplot_titles=[
            "what is added for the last query",
            "its attention after the softmax",
            f"slopes of {len(slopes)} heads",
        ],
    )
    keys = np.arange(len(scores))
    pairs = (
        ("slope · (j − i)", forms.relative, True, "circle-open", 15),
        ("slope · j", forms.absolute, False, "x", 9),
    )
    for name, bias, is_right, symbol, size in pairs:
        color = _color(is_right)
        common: dict[str, Any] = {
            "x": keys,
            "name": name,
            "marker": {
                "symbol": symbol,
                "size": size,
                "color": color,
                "line_width": 3 if "open" in symbol else 0,
            },
            "hovertemplate": f"{name}, key %{{x}}: %{{y:.4f}}<extra></extra>",
            "col": 1,
        }
        line = {"width": 2, "color": color}
        figure.add_scatter(y=bias[-1], mode="lines+markers", line=line, row=1, **common)
        shares = softmax((scores + bias)[-1:])[0]
        figure.add_scatter(y=shares, mode="markers", showlegend=False, row=2, **common)
    heads = np.arange(1, len(slopes) + 1)
    for name, values, symbol, color in (
        ("the authors' slopes", slopes, "square", text_color()),
        ("2^(−8h/n)", others, "cross-thin-open", NEUTRAL),
    ):
        figure.add_scatter(
            x=heads,
            y=values,
            name=name,
            mode="markers",
            marker={"symbol": symbol, "size": 11, "color": color, "line": {"width": 3, "color": color}},
            hovertemplate=f"{name}, head %{{x}}: %{{y:.5f}}<extra></extra>",
            row=3,
            col=1,
        )
    figure.update_xaxes(title={"text": "key position j", "standoff": 4}, row=2, col=1)
    figure.update_xaxes(title="head", row=3, col=1)
    figure.update_yaxes(title="added to the score", row=1, col=1)
    figure.update_yaxes(title="attention", tickformat=".0%", rangemode="tozero", row=2, col=1)
    figure.update_yaxes(title="slope", type="log", dtick=1, row=3, col=1)
    figure.update_annotations(font_size=TICK_SIZE, x=0, xanchor="left")
    below = {"orientation": "h", "y": -0.12, "yanchor": "top", "x": 0}
    return finish(figure, height=800, legend=below)


def _quoted(token: str) -> str:
    """Return a token so that a leading space and a line break are seen."""
    return shown_word(token, LONGEST).replace(" ", "␣")
