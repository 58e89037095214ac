"""One token through all layers: how long its state is, what is added to it, how far it turns."""

from __future__ import annotations

from functools import partial

import numpy as np

from embedlab import attention
from embedlab.figures.curves import Series
from embedlab.figures.style import COSINE
from ui import findings
from ui.attention import summaries
from ui.attention.view import View, labels, trace
from ui.cache import cached
from ui.findings import Content, Finding
from ui.shared_figure import curves

__all__ = ["PART"]


@cached(entries=32)
def _content(model: str, text: str, token: int) -> Content:
    source = trace(model, text)
    result, label = attention.through_layers(source, token), labels(source)[token]
    columns = {
        "the state": result.lengths,
        "attention adds": np.array([np.nan, *result.attention]),
        "feed-forward adds": np.array([np.nan, *result.feed_forward]),
    }
    cosines = {"with the start": result.from_start, "with the end": result.to_end}
    layers = np.arange(len(result.lengths))
    draw = partial(curves, layers, x_axis="layer (0 = what enters the first)")
    lengths_figure = draw({name: Series(column) for name, column in columns.items()}, y_axis="length")
    cosines_figure = draw(
        {name: Series(column) for name, column in cosines.items()}, y_axis=COSINE, from_zero=False
    )
    return Content(
        [
            Finding(summaries.lengths(result, label, source.causal), {"": lengths_figure}),
            Finding(summaries.turning(result, label), {"": cosines_figure}),
        ],
        {"layer": layers, **columns, **{f"cosine {name}": column for name, column in cosines.items()}},
        "The state after each layer: lengths and cosines",
    )


def _arguments(view: View, options: None) -> tuple[str, str, int]:
    return view.query.model, view.query.text, view.token


PART = findings.part(
    "Through the layers",
    _content,
    _arguments,
    key="through",
    line="What each layer adds to one token, and how far that turns it.",
    code=lambda view, options: [
        "trace = embedlab.attention.trace_layers(model, text)",
        f"through = embedlab.attention.through_layers(trace, {view.token})",
        "print(through.lengths, through.attention, through.feed_forward, through.from_start, through.to_end)",
    ],
    computed="lengths (Euclidean norms) and cosines of what the model's own forward pass holds.",
    deeper=False,
)
