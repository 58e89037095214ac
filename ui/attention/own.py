"""Are these the model's own numbers? Every head of the layer, with both implementations of attention."""

from __future__ import annotations

import numpy as np

from embedlab import attention
from embedlab.figures.curves import Series
from ui import findings
from ui.attention import summaries
from ui.attention.summaries import MILLION
from ui.attention.view import View, layer, model, weights
from ui.cache import cached
from ui.findings import Content, Finding
from ui.shared_figure import curves

__all__ = ["PART"]


@cached(entries=16)
def _content(name: str, text: str, number: int) -> Content:
    fused = attention.trace_layers(model(name), text, attention="sdpa")
    errors = {
        "eager": MILLION * layer(name, text, number)[1],
        "sdpa": MILLION * attention.compute_layer(fused, weights(name, number))[1],
    }
    heads = np.arange(1, len(errors["eager"]) + 1)
    figure = curves(
        heads,
        {implementation: Series(values) for implementation, values in errors.items()},
        x_axis="head",
        y_axis="distance, millionths of the length",
        height=320,
    )
    columns = {f"distance, {name}, in millionths": values for name, values in errors.items()}
    return Content(
        [Finding(summaries.implementations(errors, number), {"": figure})],
        {"head": heads, **columns},
        "Recomputed output of each head and the model's own",
    )


def _arguments(view: View, options: None) -> tuple[str, str, int]:
    return view.query.model, view.query.text, view.query.layer


PART = findings.part(
    "Are these the model's numbers?",
    _content,
    _arguments,
    key="own",
    line="The picture is recomputed step by step. How far is that from what the model did?",
    code=lambda view, options: [
        'for name in ("eager", "sdpa"):',
        "    trace = embedlab.attention.trace_layers(model, text, attention=name)",
        "    weights = embedlab.context.attention_weights.encoder_attention(model, layer="
        f"{view.query.layer})",
        "    print(name, embedlab.attention.compute_layer(trace, weights)[1].max())",
    ],
    computed=(
        "the length of the difference between the recomputed output of a head and what the model's "
        "forward pass hands to its output projection, by the length of the latter."
    ),
)
