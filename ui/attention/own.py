"""Are these the model's own numbers? Every head of the layer, with both implementations of attention."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab import attention
from embedlab.figures.curves import Series
from ui import layout, sources
from ui.attention import summaries
from ui.attention.view import View, layer, model
from ui.cache import cached
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure, curves

__all__ = ["PART"]

MILLION = 1_000_000


def _show(view: View, options: None) -> None:
    query = view.query
    errors = layout.attempt_part(_errors, query.model, query.text, query.layer)
    if errors is None:
        return
    layout.answer(
        summaries.implementations(errors, query.layer),
        _figure(query.model, query.text, query.layer),
        key="own",
    )
    columns = {f"distance, {name}, in millionths": values * MILLION for name, values in errors.items()}
    layout.numbers(
        {"head": range(1, len(view.errors) + 1), **columns},
        key="own numbers",
        label="Recomputed output of each head and the model's own",
    )


@cached(entries=16)
def _errors(name: str, text: str, number: int) -> dict[str, NDArray[np.float64]]:
    computed, eager = layer(name, text, number)
    fused = attention.trace_layers(model(name), text, attention="sdpa")
    return {"eager": eager, "sdpa": attention.relative_errors(computed, fused)}


@cached(entries=16)
def _figure(name: str, text: str, number: int) -> SharedFigure:
    errors = _errors(name, text, number)
    return curves(
        np.arange(1, len(errors["eager"]) + 1),
        {implementation: Series(MILLION * values) for implementation, values in errors.items()},
        x_axis="head",
        y_axis="distance, millionths of the length",
        height=320,
    )


PART: Part[View, None] = Part(
    "Are these the model's numbers?",
    no_options,
    _show,
    lambda view, options: [
        'for name in ("eager", "sdpa"):',
        "    trace = embedlab.attention.trace_layers(model, text, attention=name)",
        "    weights = embedlab.context.attention_weights.encoder_attention(model, layer="
        f"{view.query.layer})",
        "    layer = embedlab.attention.compute_layer(trace, weights, causal=model.causal)",
        "    print(name, embedlab.attention.relative_errors(layer, trace).max())",
    ],
    lambda view, options: [
        sources.computed(
            "the length of the difference between the recomputed output of a head and what the model's "
            "forward pass hands to its output projection, by the length of the latter."
        )
    ],
    line="The picture is recomputed step by step. How far is that from what the model did?",
    deeper=True,
)
