"""Attention in figures: every token to every token, one word by head, and what attention explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray
from plotly.subplots import make_subplots

from embedlab.figures.layer_grid import frame
from embedlab.figures.style import NEUTRAL, SCALE, TICK_SIZE, amounts, finish, selection_line, text_color
from embedlab.figures.word_bars import shown_word
from embedlab.numerals import number_text

if TYPE_CHECKING:
    from embedlab.context import WordAttention

__all__ = ["agreement_figure", "attention_figure", "heads_figure"]

LONGEST = 12  # characters of a token
LETTER = 8  # pixels of a letter
MOST_NAMED = 40  # tokens, beyond which only those of the word have a name
TALLEST = 900  # pixels of a matrix


def attention_figure(matrix: NDArray[np.floating], attention: WordAttention) -> go.Figure:
    """Draw how much each token attends to each, one a row; the rows and columns of the word are framed.

    Args:
        matrix: (tokens, tokens) of one head or the mean of several; each row sums to 1.
        attention: of the word, with the tokens.
    """
    count = len(attention.tokens)
    row = min(24, TALLEST / count)
    figure = _heatmap(matrix, attention, "from %{y} to %{x}: %{z:.3f}<extra></extra>")
    first, last = attention.places[0] - 0.5, attention.places[-1] + 0.5
    frame(figure, x0=-0.5, x1=count - 0.5, y0=first, y1=last)
    frame(figure, x0=first, x1=last, y0=-0.5, y1=count - 0.5)
    return finish(
        figure,
        height=int(row * count) + 190,
        xaxis=_axis(attention, "▲") | _below("to this token", attention),
        yaxis=_axis(attention, "▶") | {"title": "from this token", "range": [count - 0.5, -0.5]},
        margin={"l": 10, "r": 10, "t": 60, "b": 10},
    )


def heads_figure(attention: WordAttention, layer: int) -> go.Figure:
    """Draw what the word looks at on the step into `layer` (from 1), one head a row."""
    heads = attention.outgoing[layer - 1]  # (heads, tokens)
    names = [f"head {number}" for number in range(1, len(heads) + 1)]
    figure = _heatmap(heads, attention, "%{y}, to %{x}: %{z:.3f}<extra></extra>")
    first, last = attention.places[0] - 0.5, attention.places[-1] + 0.5
    frame(figure, x0=first, x1=last, y0=-0.5, y1=len(heads) - 0.5)
    return finish(
        figure,
        height=24 * len(heads) + 190,
        xaxis=_axis(attention, "▲") | _below("the word looks at this token", attention),
        yaxis={
            "tickvals": np.arange(len(heads)),
            "ticktext": names,
            "showgrid": False,
            "zeroline": False,
            "range": [len(heads) - 0.5, -0.5],
        },
        margin={"l": 10, "r": 10, "t": 60, "b": 10},
    )


def agreement_figure(agreement: ArrayLike, special: ArrayLike, layer: int) -> go.Figure:
    """Draw by layer whether attention has the order of the influence, and how much goes to special tokens.

    Args:
        agreement: (layers,) Spearman's correlations; nan is left out.
        special: (layers,) shares.
        layer: from 1, outlined.
    """
    figure = make_subplots(
        rows=2,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.16,
        subplot_titles=["attention and influence: Spearman", "attention to special tokens: share"],
    )
    panels = (("circle", "correlation", agreement), ("square", "share", special))
    for row, (symbol, name, given) in enumerate(panels, start=1):
        values = np.asarray(given, dtype=np.float64)
        outlines = [4 if step == layer else 0 for step in range(1, len(values) + 1)]
        figure.add_scatter(
            x=np.arange(1, len(values) + 1),
            y=values,
            mode="lines+markers+text",
            text=["" if np.isnan(value) else number_text(value) for value in values.tolist()],
            textposition="top center",
            textfont={"size": TICK_SIZE, "color": text_color()},
            cliponaxis=False,
            line={"width": 3, "color": text_color()},
            marker={"size": 12, "symbol": symbol, "line": selection_line() | {"width": outlines}},
            hovertemplate=f"step into layer %{{x}}, {name}: %{{y:.3f}}<extra></extra>",
            showlegend=False,
            row=row,
            col=1,
        )
    figure.add_hline(y=0, line={"color": NEUTRAL, "width": 1}, row=1, col=1)
    figure.update_yaxes(range=[-1.1, 1.35], tickvals=[-1, 0, 1], row=1, col=1)
    figure.update_yaxes(range=[0, 1.2], tickvals=[0, 0.5, 1], row=2, col=1)
    figure.update_xaxes(dtick=1, showticklabels=True)
    figure.update_xaxes(title="step into layer", row=2, col=1)
    figure.update_annotations(x=0, xanchor="left", font_size=TICK_SIZE)
    return finish(figure, height=430)


def _heatmap(matrix: NDArray[np.floating], attention: WordAttention, template: str) -> go.Figure:
    """Draw shares; the scale ends at the largest one of a token that is not special, or all would be pale."""
    shares = np.asarray(matrix, dtype=np.float32)
    plain = shares[:, ~np.array(attention.special)]
    most = float(plain.max()) if plain.size else float(shares.max())
    return go.Figure(
        go.Heatmap(
            z=shares,
            x=np.arange(shares.shape[1]),
            y=np.arange(shares.shape[0]),
            zmin=0,
            zmax=most or 1.0,
            colorscale=amounts(),
            hovertemplate=template,
            colorbar=SCALE,
        )
    )


def _names(attention: WordAttention, sign: str) -> list[str]:
    """Return the tokens as labels, those of the word with a sign before them."""
    return [
        f"{sign} {shown_word(token, LONGEST)}" if place in attention.places else shown_word(token, LONGEST)
        for place, token in enumerate(attention.tokens)
    ]


def _below(title: str, attention: WordAttention) -> dict[str, Any]:
    """Return upright names of the tokens with the title of their axis below the longest of them."""
    longest = max(len(name) for name in _names(attention, "▲"))
    return {"title": {"text": title, "standoff": LETTER * longest}, "tickangle": -90}


def _axis(attention: WordAttention, sign: str) -> dict[str, Any]:
    names = _names(attention, sign)
    few = len(names) <= MOST_NAMED
    places = list(range(len(names))) if few else list(attention.places)
    return {
        "tickvals": places,
        "ticktext": [names[place] for place in places],
        "tickfont_color": text_color(),
        "showgrid": False,
        "zeroline": False,
        "automargin": True,
    }
