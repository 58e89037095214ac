"""Figures of the token lesson: how many tokens each tokenizer needs for the same text."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from embedlab.figures.style import escape, finish
from embedlab.tokens import Encoding

__all__ = ["count_figure"]


def count_figure(encodings: Mapping[str, Encoding]) -> go.Figure:
    """Draw the number of tokens of one text under each tokenizer, fewest first."""
    ranked = sorted(encodings.items(), key=lambda item: len(item[1]))
    figure = go.Figure(
        go.Bar(
            x=[len(encoding) for _, encoding in ranked],
            y=[escape(name) for name, _ in ranked],
            orientation="h",
            texttemplate="%{x:,}",
            textfont_size=16,
            hovertemplate="%{y}: %{x:,} tokens<extra></extra>",
        )
    )
    return finish(figure, height=320, xaxis_title="tokens", yaxis={"autorange": "reversed"})
