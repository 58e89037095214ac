"""Every head at once, and how much goes to the first token, where heads rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from embedlab import attention
from embedlab.figures.curves import Series
from ui import controls, layout, sources
from ui.attention import summaries
from ui.attention.view import View, trace
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure, curves

__all__ = ["PART"]


@dataclass(frozen=True)
class Options:
    """Whether the first token is set aside."""

    aside: bool


def _ask(view: View) -> Options:
    return Options(controls.switch("Set the first token aside", False, key="first_aside"))


def _show(view: View, options: Options) -> None:
    query = view.query
    shares = attention.first_token_share(view.trace.encoding)
    layout.answer(
        summaries.all_heads(view, aside=options.aside),
        _heads(query.model, query.text, (query.layer, query.head), options.aside),
        key="all heads",
    )
    layout.answer(
        summaries.first_token(shares, view.labels[0]), _share(query.model, query.text), key="first token"
    )
    layout.numbers(
        {
            "layer": range(1, len(shares) + 1),
            "mean share on the first token": shares.mean(axis=1),
            "lowest head": shares.min(axis=1),
            "highest head": shares.max(axis=1),
        },
        key="first token numbers",
        label="Attention on the first token",
    )


@cached(entries=32)
def _share(model: str, text: str) -> SharedFigure:
    shares = attention.first_token_share(trace(model, text).encoding)
    series = Series(shares.mean(axis=1), shares.min(axis=1), shares.max(axis=1))
    return curves(
        np.arange(1, len(shares) + 1),
        {"mean of the heads; the area: all heads": series},
        x_axis="layer",
        y_axis="share on the first token",
        percent=True,
        height=300,
    )


@cached(entries=16)
def _heads(model: str, text: str, head: tuple[int, int], aside: bool) -> SharedFigure:
    from embedlab.figures.attention import heads_figure

    weights = trace(model, text).encoding.attentions
    return SharedFigure(heads_figure(attention.set_first_aside(weights) if aside else weights, head))


PART: Part[View, Options] = Part(
    "All heads at once",
    _ask,
    _show,
    lambda view, options: [
        "(encoding,) = model.encode([text])",
        "print(embedlab.attention.first_token_share(encoding).mean(axis=1))",
        "rest = embedlab.attention.set_first_aside(encoding.attentions)  # (layers, heads, tokens, tokens)",
    ],
    lambda view, options: [
        sources.computed("the attentions are the model's own, read from one forward pass.")
    ],
    line="Every head of every layer in one picture, and the token on which many of them rest.",
    deeper=True,
)
