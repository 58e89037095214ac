"""The figure of the logit lens: what each layer would write after each token."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.style import SCALE, amounts, escape, finish

__all__ = ["lens_figure"]

LONGEST = 8  # characters of a cell
ROW = 22  # pixels


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
    texts = [[escape(_short(str(word))) for word in row] for row in words]
    hover = [
        [
            f"{escape(str(word))}, {share:.1%}<br>rank of the final answer {rank:,}"
            for word, share, rank in cells
        ]
        for cells in (
            zip(*rows, strict=True) for rows in zip(words, probabilities, ranks.tolist(), strict=True)
        )
    ]
    trace = go.Heatmap(
        z=np.asarray(probabilities, dtype=np.float32), x=np.arange(count), y=np.arange(layers),
        zmin=0, zmax=1,
        text=texts, customdata=hover, texttemplate="%{text}", textfont={"size": 11}, xgap=2, ygap=1,
        colorscale=amounts(), colorbar=SCALE | {"tickformat": ".0%"},
        hovertemplate="layer %{y}: %{customdata}<extra></extra>",
    )  # fmt: skip
    labels = [escape(_short(token)) for token in tokens]
    return finish(
        go.Figure(trace),
        height=ROW * layers + 130,
        xaxis={
            "title": {"text": "after this token of the text", "standoff": 8},
            "tickvals": list(range(count)),
            "ticktext": labels,
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
