"""The static panel of the context lesson: the neighbors of the one vector that a word has in a table."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from embedlab.figures.bars import ranked_figure
from embedlab.figures.style import COSINE, kind_tint
from embedlab.figures.word_bars import OPACITY, PLAIN
from embedlab.ranking import Ranking

__all__ = ["static_neighbors_figure"]


def static_neighbors_figure(neighbors: Ranking, *, senses: Sequence[str] = ()) -> go.Figure:
    """Draw words by their cosine with the word's one vector, best first; names of senses in their colors."""
    colors = {sense: kind_tint(index, OPACITY) for index, sense in enumerate(senses)}
    return ranked_figure(
        neighbors.words,
        neighbors.scores,
        axis=f"{COSINE} with the word’s one vector",
        colors=[colors.get(word, PLAIN) for word in neighbors.words],
        least=1.0,
    )
