"""The figure of the logit lens: what each layer would write after each token."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.cells import write_cells
from embedlab.figures.style import SCALE, amounts, escape, finish

__all__ = ["lens_figure"]

LONGEST = 7  # characters of a cell, for which five columns have room on a phone
ROW = 23  # pixels


def lens_figure(
    tokens: Sequence[str],
    words: NDArray[np.str_],
    probabilities: NDArray[np.float64],
    ranks: NDArray[np.int64],
) -> go.Figure:
    """Draw a cell for each layer and token with the most probable next token, the last layer on top.

    Args:
        tokens: (tokens,) of the text.
        words: (layers + 1, tokens) the most probable next tokens.
        probabilities: of these words, from 0 to 1.
        ranks: of the model's own answer, from 1.
    """
    layers, count = words.shape
    hover = [
        [
            f"{escape(str(word))}, {share:.1%}<br>rank of the final answer {rank:,}"
            for word, share, rank in zip(*row, strict=True)
        ]
        for row in zip(words, probabilities, ranks.tolist(), strict=True)
    ]
    cells = go.Heatmap(
        z=np.asarray(probabilities, dtype=np.float32),
        zmin=0,
        zmax=1,
        customdata=hover,
        xgap=2,
        ygap=1,
        colorscale=amounts(),
        colorbar=SCALE | {"tickformat": ".0%"},
        hovertemplate="layer %{y}: %{customdata}<extra></extra>",
    )
    figure = go.Figure(cells)
    write_cells(figure, [[escape(_short(str(word))) for word in row] for row in words], probabilities)
    return finish(
        figure,
        height=ROW * layers + 130,
        xaxis={
            "title": {"text": "after this token of the text", "standoff": 8},
            "tickvals": list(range(count)),
            "ticktext": [escape(_short(token)) for token in tokens],
            "tickangle": 0,
            "showgrid": False,
            "automargin": True,
        },
        yaxis={
            "title": "layer",
            "dtick": 5,
            "range": [-0.5, layers - 0.5],
            "showgrid": False,
            "zeroline": False,
        },
        margin={"l": 10, "r": 10, "t": 60, "b": 10},
    )


def _short(word: str) -> str:
    return word if len(word) <= LONGEST else word[: LONGEST - 1] + "…"
