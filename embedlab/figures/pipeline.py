"""The figure of the first page: the numbers of each token at three stages, one under the other."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from embedlab.context.pipeline import Pipeline
from embedlab.figures.style import DIVERGING, TICK_SIZE, escape, finish

__all__ = ["pipeline_figure"]

SHOWN = 16  # of the numbers of each vector: enough to compare, few enough to see


def pipeline_figure(pipeline: Pipeline) -> go.Figure:
    """Draw the first 16 numbers of each token's vector: as looked up, its position's, and in context.

    Each stage has its own color scale, because their sizes differ.
    """
    stages = (
        ("4  token vectors: looked up by id", pipeline.token_vectors),
        ("5  position vectors: by place", pipeline.position_vectors),
        ("6  contextual vectors: after the last layer", pipeline.contextual_vectors),
    )
    figure = make_subplots(
        rows=3, cols=1, shared_xaxes=True, vertical_spacing=0.1, subplot_titles=[name for name, _ in stages]
    )
    places = np.arange(len(pipeline.encoding.tokens))
    for row, (name, vectors) in enumerate(stages, start=1):
        shown = vectors[:, :SHOWN].T.astype(np.float32)  # (16, tokens)
        reach = float(np.abs(shown).max()) or 1.0
        figure.add_heatmap(
            z=shown, x=places, zmin=-reach, zmax=reach, colorscale=DIVERGING, showscale=False, row=row, col=1,
            xgap=2, hovertemplate=f"{name}<br>%{{x}}, number %{{y}}: %{{z:.3f}}<extra></extra>",
        )  # fmt: skip
    figure.update_yaxes(showticklabels=False, autorange="reversed")
    labels = [
        f"{escape(token)}<br>{token_id}"
        for token, token_id in zip(pipeline.encoding.tokens, pipeline.encoding.ids, strict=True)
    ]
    figure.update_xaxes(tickvals=places, ticktext=labels, tickfont_size=TICK_SIZE)
    figure.update_annotations(x=0, xanchor="left", font_size=15)
    return finish(figure, height=430)
