"""The static panel of the context lesson: the neighbors of the one vector that a word has in a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.style import COSINE, finish, kind_tint
from embedlab.figures.word_bars import LINE, OPACITY, PLAIN, add_word_bars
from embedlab.ranking import Ranking

__all__ = ["static_neighbors_figure"]


def static_neighbors_figure(neighbors: Ranking, *, senses: Sequence[str] = ()) -> go.Figure:
    """Draw words by their cosine with the word's one vector, best first; names of senses in their colors."""
    figure = go.Figure()
    colors = {sense: kind_tint(index, OPACITY) for index, sense in enumerate(senses)}
    add_word_bars(
        figure,
        neighbors.words,
        neighbors.scores,
        colors=[colors.get(word, PLAIN) for word in neighbors.words],
    )
    lowest = min(0.0, float(np.min(neighbors.scores)))
    return finish(
        figure,
        height=LINE * len(neighbors.words) + 70,
        xaxis={"title": f"{COSINE} with the word’s one vector", "range": [lowest, 1]},
        yaxis={"visible": False, "autorange": "reversed"},
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
