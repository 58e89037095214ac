"""What each word of a sentence does to the word that is looked at: at one layer, and at all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.bars import ranked_figure
from embedlab.figures.layer_grid import ROW, add_layer_grid, mark_layer, numbered
from embedlab.figures.style import finish

if TYPE_CHECKING:
    from embedlab.context import Influence

__all__ = ["influence_figure", "influence_layers_figure"]

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
    left_out = "removed" if influence.how == "remove" else "masked"
    return ranked_figure(
        labels,
        values,
        axis=f"1 − cosine at layer {layer},<br>the word {left_out}",
        decimals=3,
        outlined=[label for label, sense in zip(labels, senses, strict=True) if sense],
        least=LEAST_REACH,
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
