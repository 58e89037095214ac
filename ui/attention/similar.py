"""Do similar words attend to each other? What textbooks say, tested on every head."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab import attention
from ui import layout, sources
from ui.attention import summaries
from ui.attention.view import View, layer, trace
from ui.cache import cached
from ui.models import DECODER
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure

__all__ = ["PART"]


def _show(view: View, options: None) -> None:
    query = view.query
    values = layout.attempt_part(_correlations, query.model, query.text)
    if values is None:
        return
    head = (query.layer, query.head)
    layout.answer(
        summaries.similar(values, head), _map(query.model, query.text, head), key="similar correlations"
    )
    own = float(values[query.layer - 1, query.head - 1])
    layout.answer(
        summaries.similar_head(own, head), _pairs(query.model, query.text, head), key="similar pairs"
    )
    layout.numbers(
        {
            "layer": range(1, len(values) + 1),
            "mean correlation": values.mean(axis=1),
            "lowest head": values.min(axis=1),
            "highest head": values.max(axis=1),
        },
        key="similar numbers",
        label="Rank correlation of attention and similarity",
    )


@cached(entries=32)
def _correlations(model: str, text: str) -> NDArray[np.float64]:
    return attention.similarity_correlations(trace(model, text), causal=model == DECODER)


@cached(entries=32)
def _map(model: str, text: str, head: tuple[int, int]) -> SharedFigure:
    from embedlab.figures.attention import correlations_figure

    return SharedFigure(correlations_figure(_correlations(model, text), head))


@cached(entries=32)
def _pairs(model: str, text: str, head: tuple[int, int]) -> SharedFigure:
    from embedlab.figures.points import points_figure
    from embedlab.figures.style import COSINE, escape, kind_tint
    from ui.attention.view import labels

    result = trace(model, text)
    computed, _ = layer(model, text, head[0])
    cosines, scores = attention.pair_values(result, computed, head=head[1])
    names = [escape(label) for label in labels(result)]
    pairs = np.argwhere(attention.attended_pairs(result, causal=computed.causal))
    figure = points_figure(
        cosines,
        scores,
        x_axis=f"{COSINE} of the two states",
        y_axis="score q·k/√d",
        hover="%{text}<br>cosine %{x:.2f}, score %{y:.2f}",
        names=[f"{names[query]} asks {names[key]}" for query, key in pairs],
        marker={"size": 10, "color": kind_tint(0, 0.6)},
        height=380,
    )
    return SharedFigure(figure)


PART: Part[View, None] = Part(
    "Do similar words attend to each other?",
    no_options,
    _show,
    lambda view, options: [
        "trace = embedlab.attention.trace_layers(model, text)",
        "print(embedlab.attention.similarity_correlations(trace, causal=model.causal))",
    ],
    lambda view, options: [
        sources.computed(
            "for each query, Spearman's correlation of its weights with the cosines of the states that enter "
            "the layer; special tokens, a token with itself and, in a decoder, the first token are left out."
        )
    ],
    line="“Similar embeddings attend to each other”, say textbooks. Is that so?",
    deeper=True,
)
