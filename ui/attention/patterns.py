"""What do heads look at? Four known patterns, each scored for every head."""

from __future__ import annotations

from dataclasses import dataclass

from embedlab import attention
from ui import controls, layout, sources
from ui.attention import summaries
from ui.attention.view import View, trace
from ui.cache import cached
from ui.models import DECODER
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]


@dataclass(frozen=True)
class Options:
    """Which text: as it was typed, or twice."""

    text: str


def _ask(view: View) -> Options:
    twice = controls.switch(
        "Use the sentence twice, so that every word comes back", True, key="patterns_twice"
    )
    text = view.query.text.strip()
    return Options(f"{text}. {text}." if twice else text)


def _show(view: View, options: Options) -> None:
    result = layout.attempt_part(_patterns, view.query.model, options.text)
    if result is None:
        return
    figure = _figure(view.query.model, options.text, (view.query.layer, view.query.head))
    layout.answer(summaries.patterns(result), figure, key="attention patterns")
    rows = [(pattern, *result.best(pattern)) for pattern in attention.PATTERNS if result.count[pattern]]
    layout.numbers(
        layout.columns_of(
            ("pattern", "best layer", "head", "score", "equal attention", "tokens"),
            [(*row, result.chance[row[0]], result.count[row[0]]) for row in rows],
        ),
        key="pattern numbers",
        label="The best head of each pattern",
    )


@cached(entries=32)
def _patterns(model: str, text: str) -> attention.HeadPatterns:
    return attention.find_patterns(trace(model, text).encoding, causal=model == DECODER)


@cached(entries=32)
def _figure(model: str, text: str, head: tuple[int, int]) -> SharedFigure:
    from embedlab.figures.attention import patterns_figure

    return SharedFigure(patterns_figure(_patterns(model, text).scores, head))


PART: Part[View, Options] = Part(
    "What do heads look at?",
    _ask,
    _show,
    lambda view, options: [
        f"(encoding,) = model.encode([{sources.shorten(options.text)!r}])",
        "patterns = embedlab.attention.find_patterns(encoding, causal=model.causal)",
        "print(patterns.count, patterns.chance, patterns.scores, patterns.best('previous token'))",
    ],
    lambda view, options: [
        sources.computed(
            "the share of a head's attention on a pattern's places, averaged over the tokens that have one; "
            "Olsson et al. 2022, Xiao et al. 2023."
        )
    ],
    line="The token before, the same token, the first token, what followed last time: which head does what?",
)
