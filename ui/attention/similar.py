"""Do similar words attend to each other? What textbooks say, tested on every head."""

from __future__ import annotations

import numpy as np

from embedlab import attention
from embedlab.cosine import cosine_matrix
from embedlab.figures.style import COSINE, escape, kind_tint
from ui import findings
from ui.attention import summaries
from ui.attention.view import labels, layer, trace
from ui.cache import cached
from ui.findings import Content, Finding
from ui.shared_figure import SharedFigure

__all__ = ["PART"]


@cached(entries=32)
def _content(model: str, text: str, head: tuple[int, int]) -> Content:
    from embedlab.figures.attention import head_maps

    result = trace(model, text)
    values = attention.similarity_correlations(result)
    figure = SharedFigure(head_maps({"": values}, head, what="correlation", least=-1))
    return Content(
        [
            Finding(summaries.similar(values), {"": figure}),
            Finding(summaries.similar_head(values, head), {"": _pairs(model, text, head)}),
        ],
        {
            "layer": range(1, len(values) + 1),
            "mean correlation": values.mean(axis=1),
            "lowest head": values.min(axis=1),
            "highest head": values.max(axis=1),
        },
        "Rank correlation of attention and similarity",
    )


def _pairs(model: str, text: str, head: tuple[int, int]) -> SharedFigure:
    """Draw a point for each pair of tokens: the cosine of their states, and the score of the head."""
    from embedlab.figures.points import points_figure

    result = trace(model, text)
    pairs = attention.attended_pairs(result)
    names = [escape(label) for label in labels(result)]
    figure = points_figure(
        cosine_matrix(result.states[head[0] - 1].astype(np.float64))[pairs],
        layer(model, text, head[0])[0].scores[head[1] - 1][pairs],
        x_axis=f"{COSINE} of the two states",
        y_axis="score q·k/√d",
        hover="%{text}<br>cosine %{x:.2f}, score %{y:.2f}",
        names=[f"{names[query]} asks {names[key]}" for query, key in np.argwhere(pairs)],
        marker={"size": 10, "color": kind_tint(0, 0.6)},
        height=380,
    )
    return SharedFigure(figure)


PART = findings.part(
    "Do similar words attend to each other?",
    _content,
    lambda view, options: view.key,
    key="similar",
    line="“Similar embeddings attend to each other”, say textbooks. Is that so?",
    code=lambda view, options: [
        "trace = embedlab.attention.trace_layers(model, text)",
        "print(embedlab.attention.similarity_correlations(trace))",
    ],
    computed=(
        "for each query, Spearman's correlation of its weights with the cosines of the states that enter "
        "the layer; special tokens, a token with itself and, in a decoder, the first token are left out."
    ),
)
