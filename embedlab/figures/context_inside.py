"""What each word of a sentence does to the word that is looked at: at one layer, and at all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.layer_grid import ROW, add_layer_grid, mark_layer, numbered
from embedlab.figures.style import finish
from embedlab.figures.word_bars import LINE, add_word_bars

if TYPE_CHECKING:
    from embedlab.context import Influence

__all__ = ["influence_figure", "influence_layers_figure"]

LONGEST = 30  # characters of a word and the sense it changes to
LEAST_REACH = 0.01  # of the axis: below, a difference in the third place would fill the picture


def influence_figure(influence: Influence, layer: int, *, changes: Sequence[str] | None = None) -> go.Figure:
    """Draw how far the word's vector turns without each other word, in the order of the sentence.

    Args:
        influence: what `word_influence` returned.
        layer: at which layer.
        changes: for each word, the sense that is read without it where that is another one, else "";
            such bars have an outline and name the sense.
    """
    senses = list(changes or [""] * len(influence.words))
    values = influence.influences[layer]
    labels = [
        f"{number} {word}" + (f" → {sense}" if sense else "")
        for number, (word, sense) in enumerate(zip(influence.words, senses, strict=True), start=1)
    ]
    labels[influence.target] = f"▶ {labels[influence.target]}: the word itself"
    figure = go.Figure()
    outlined = [label for label, sense in zip(labels, senses, strict=True) if sense]
    add_word_bars(figure, labels, values, outlined=outlined, decimals=3, longest=LONGEST)
    left_out = "removed" if influence.how == "remove" else "masked"
    return finish(
        figure,
        height=LINE * len(labels) + 80,
        xaxis={
            "title": f"1 − cosine at layer {layer},<br>the word {left_out}",
            "range": [0, max(LEAST_REACH, float(np.nanmax(values)) * 1.02)],
            "zeroline": False,
        },
        yaxis={"range": [len(labels) - 0.4, -0.6], "showticklabels": False, "showgrid": False},
        bargap=0.15,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )


def influence_layers_figure(influence: Influence, layer: int) -> go.Figure:
    """Draw the same for all layers; `layer` is framed."""
    figure = go.Figure()
    values = influence.influences  # (layers + 1, words)
    add_layer_grid(
        figure,
        values,
        numbered(influence.words, influence.target),
        measure="1 − cosine",
        low=0.0,
        high=max(LEAST_REACH, float(np.nanmax(values))),
    )
    mark_layer(figure, layer, len(influence.words))
    return finish(
        figure,
        height=ROW * len(influence.words) + 100,
        xaxis={"title": "layer", "dtick": 1, "showgrid": False, "zeroline": False},
        margin={"l": 10, "r": 10, "t": 40 if len(values) > 8 else 10, "b": 10},
    )
