"""Does attention tell what matters? What the last token attends to, beside what hiding each token changes."""

from __future__ import annotations

from dataclasses import dataclass

from embedlab import attention
from ui import decoder, layout, sources
from ui.attention import next_summaries
from ui.attention.next_token import ask_prompt
from ui.attention.view import View
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure, bars

__all__ = ["PART"]


@dataclass(frozen=True)
class Options:
    """A text to continue."""

    text: str


def _show(view: View, options: Options) -> None:
    if not decoder.offer("Hide each token", key="start decoder matters"):
        return
    result = decoder.compute(_influence, options.text)
    if result is None:
        return
    labels = [f"{place}  {token}" for place, token in enumerate(result.tokens, start=1)]
    figures = [
        (
            "Attention: how much the last token looks at it",
            SharedFigure(bars(labels, result.weights, axis="mean weight of all heads", percent=True)),
        ),
        (
            "Influence: how much hiding it changes",
            SharedFigure(bars(labels, result.bits, axis="change of the prediction in bits", decimals=1)),
        ),
    ]
    layout.answers(next_summaries.matters(result), figures, key="matters")
    layout.numbers(
        {"token": result.tokens, "attention": result.weights, "influence in bits": result.bits},
        key="matters numbers",
        label="Attention and influence of each token",
    )


@cached(entries=16)
def _influence(text: str) -> attention.TokenInfluence:
    return attention.token_influence(decoder.load(), text)


PART = Part(
    "Does attention tell what matters?",
    lambda view: Options(ask_prompt()),
    _show,
    lambda view, options: [
        "decoder = embedlab.load_decoder()",
        f"result = embedlab.attention.token_influence(decoder, {sources.shorten(options.text)!r})",
        "print(result.tokens, result.weights, result.bits, result.correlation)",
    ],
    lambda view, options: [
        *decoder.origins(),
        sources.computed(
            "mean attention of the last token over all heads; divergence of the prediction with each token "
            "masked (attention is not explanation: Jain and Wallace 2019)."
        ),
    ],
    line="A token that gets much attention need not matter: hide it and see.",
    deeper=True,
)
