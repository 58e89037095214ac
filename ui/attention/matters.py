"""Does attention tell what matters? What the last token attends to, beside what hiding each token changes."""

from __future__ import annotations

from embedlab import attention
from ui import decoder, findings, sources
from ui.attention import next_summaries
from ui.cache import cached
from ui.findings import Content, Finding
from ui.shared_figure import bars

__all__ = ["PART"]


@cached(entries=16)
def _content(text: str) -> Content:
    result = attention.token_influence(decoder.load(), text)
    labels = [f"{place}  {token}" for place, token in enumerate(result.tokens, start=1)]
    figures = {
        "Attention: how much the last token looks at it": bars(
            labels, result.weights, axis="mean weight of all heads", percent=True
        ),
        "Influence: how much hiding it changes": bars(
            labels, result.bits, axis="change of the prediction in bits", decimals=1
        ),
    }
    return Content(
        [Finding(next_summaries.matters(result), figures)],
        {"token": result.tokens, "attention": result.weights, "influence in bits": result.bits},
        "Attention and influence of each token",
    )


PART = findings.part(
    "Does attention tell what matters?",
    _content,
    lambda view, text: (text,),
    ask=lambda view: decoder.ask_text(),
    start="Hide each token",
    key="matters",
    line="A token that gets much attention need not matter: hide it and see.",
    code=lambda view, text: [
        "decoder = embedlab.load_decoder()",
        f"result = embedlab.attention.token_influence(decoder, {sources.shorten(text)!r})",
        "print(result.tokens, result.weights, result.bits, result.correlation)",
    ],
    computed=(
        "mean attention of the last token over all heads; divergence of the prediction with each token "
        "masked (attention is not explanation: Jain and Wallace 2019)."
    ),
)
