"""One token through all layers: how long its state is, what is added to it, how far it turns."""

from __future__ import annotations

import numpy as np

from embedlab import attention
from embedlab.figures.curves import Series
from embedlab.figures.style import COSINE
from ui import layout, sources
from ui.attention import summaries
from ui.attention.view import View, trace
from ui.cache import cached
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure, curves

__all__ = ["PART"]


def _show(view: View, options: None) -> None:
    result = attention.through_layers(view.trace, view.token)
    key = (view.query.model, view.query.text, view.token)
    label = view.labels[view.token]
    layout.answer(summaries.lengths(result, label, view.layer.causal), _lengths(*key), key="through lengths")
    layout.answer(summaries.turning(result, label), _cosines(*key), key="through cosines")
    none = [float("nan")]
    layout.numbers(
        {
            "layer": range(len(result.lengths)),
            "length of the state": result.lengths,
            "attention adds": np.array([*none, *result.attention]),
            "feed-forward adds": np.array([*none, *result.feed_forward]),
            "cosine with the start": result.from_start,
            "cosine with the end": result.to_end,
        },
        key="through numbers",
        label="The state after each layer",
    )


@cached(entries=32)
def _lengths(model: str, text: str, token: int) -> SharedFigure:
    result = attention.through_layers(trace(model, text), token)
    return curves(
        np.arange(len(result.lengths)),
        {
            "the state": Series(result.lengths),
            "attention adds": Series([np.nan, *result.attention]),
            "feed-forward adds": Series([np.nan, *result.feed_forward]),
        },
        x_axis="layer (0 = what enters the first)",
        y_axis="length",
        outlined=None,
    )


@cached(entries=32)
def _cosines(model: str, text: str, token: int) -> SharedFigure:
    result = attention.through_layers(trace(model, text), token)
    return curves(
        np.arange(len(result.lengths)),
        {"with the start": Series(result.from_start), "with the end": Series(result.to_end)},
        x_axis="layer (0 = what enters the first)",
        y_axis=COSINE,
        from_zero=False,
    )


PART: Part[View, None] = Part(
    "Through the layers",
    no_options,
    _show,
    lambda view, options: [
        "trace = embedlab.attention.trace_layers(model, text)",
        f"through = embedlab.attention.through_layers(trace, {view.token})",
        "print(through.lengths, through.attention, through.feed_forward, through.from_start, through.to_end)",
    ],
    lambda view, options: [
        sources.computed("lengths (Euclidean norms) and cosines of what the model's own forward pass holds.")
    ],
    line="What each layer adds to one token, and how far that turns it.",
)
