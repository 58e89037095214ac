"""What do heads look at? Four known patterns, each scored for every head."""

from __future__ import annotations

from embedlab import attention
from ui import controls, findings, layout, sources
from ui.attention import summaries
from ui.attention.view import View, trace
from ui.cache import cached
from ui.findings import Content, Finding
from ui.models import DECODER
from ui.shared_figure import SharedFigure

__all__ = ["PART"]


def _ask(view: View) -> str:
    """Return the text as it was typed, or twice."""
    twice = controls.switch(
        "Use the sentence twice, so that every word comes back", True, key="patterns_twice"
    )
    text = view.query.text.strip()
    return f"{text}. {text}." if twice else text


@cached(entries=32)
def _content(model: str, text: str, head: tuple[int, int]) -> Content:
    from embedlab.figures.attention import head_maps

    result = attention.find_patterns(trace(model, text).encoding, causal=model == DECODER)
    columns = layout.columns_of(
        ("pattern", "best layer", "head", "score", "equal attention", "tokens"),
        [
            (pattern, *result.best(pattern), result.chance[pattern], count)
            for pattern, count in result.count.items()
            if count
        ],
    )
    figure = SharedFigure(head_maps(result.scores, head))
    finding = Finding(summaries.patterns(result), {"": figure})
    return Content([finding], columns, "The best head of each pattern")


PART = findings.part(
    "What do heads look at?",
    _content,
    lambda view, text: (view.query.model, text, view.key[-1]),
    ask=_ask,
    key="attention patterns",
    line="The token before, the same token, the first token, what followed last time: which head does what?",
    code=lambda view, text: [
        f"(encoding,) = model.encode([{sources.shorten(text)!r}])",
        "patterns = embedlab.attention.find_patterns(encoding, causal=model.causal)",
        "print(patterns.count, patterns.chance, patterns.scores, patterns.best('previous token'))",
    ],
    computed=(
        "the share of a head's attention on a pattern's places, averaged over the tokens that have one; "
        "Olsson et al. 2022, Xiao et al. 2023."
    ),
    deeper=False,
)
