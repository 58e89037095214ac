"""Every head at once, and how much goes to the first token, where heads rest."""

from __future__ import annotations

import numpy as np

from embedlab import attention
from embedlab.figures.curves import Series
from ui import controls, findings
from ui.attention import summaries
from ui.attention.view import View, labels, trace
from ui.cache import cached
from ui.findings import Content, Finding
from ui.shared_figure import SharedFigure, curves

__all__ = ["PART"]


@cached(entries=16)
def _content(model: str, text: str, head: tuple[int, int], aside: bool) -> Content:
    from embedlab.figures.attention import heads_figure

    result = trace(model, text)
    weights, shares = result.encoding.attentions, attention.first_token_share(result.encoding)
    squares = heads_figure(attention.set_first_aside(weights) if aside else weights, head)
    layers = np.arange(1, len(shares) + 1)
    mean, low, high = shares.mean(axis=1), shares.min(axis=1), shares.max(axis=1)
    by_layer = curves(
        layers,
        {"mean of the heads; the area: all heads": Series(mean, low, high)},
        x_axis="layer",
        y_axis="share on the first token",
        percent=True,
        height=300,
    )
    return Content(
        [
            Finding(summaries.all_heads(shares.size, aside=aside), {"": SharedFigure(squares)}),
            Finding(summaries.first_token(shares, labels(result)[0]), {"": by_layer}),
        ],
        {
            "layer": layers,
            "mean share on the first token": mean,
            "lowest head": low,
            "highest head": high,
        },
        "Attention on the first token",
    )


def _ask(view: View) -> bool:
    return controls.switch("Set the first token aside", False, key="first_aside")


PART = findings.part(
    "All heads at once",
    _content,
    lambda view, aside: (*view.key, aside),
    ask=_ask,
    key="all heads",
    line="Every head of every layer in one picture, and the token on which many of them rest.",
    code=lambda view, aside: [
        "(encoding,) = model.encode([text])",
        "print(embedlab.attention.first_token_share(encoding).mean(axis=1))",
        "rest = embedlab.attention.set_first_aside(encoding.attentions)  # (layers, heads, tokens, tokens)",
    ],
    computed="the attentions are the model's own, read from one forward pass.",
)
