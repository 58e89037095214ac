"""Parts that show one computation: its findings with their figures, and its numbers at the foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ui import decoder, layout, sources
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure

__all__ = ["Content", "Finding", "draw", "part"]


@dataclass(frozen=True)
class Finding:
    """Sentences computed from a result, and the figures they are about by their titles."""

    summary: str
    figures: Mapping[str, SharedFigure]  # "" is the title of a figure that stands alone


@dataclass(frozen=True)
class Content:
    """What a part shows."""

    findings: Sequence[Finding]
    numbers: Mapping[str, Any]  # columns of a table
    label: str  # of that table


def draw(content: Content, *, key: str) -> None:
    """Draw what a part shows."""
    for index, finding in enumerate(content.findings):
        name = f"{key} {index + 1}" if index else key
        if "" in finding.figures:
            layout.answer(finding.summary, finding.figures[""], key=name)
        elif finding.figures:
            layout.answers(finding.summary, list(finding.figures.items()), key=name)
        else:
            layout.finding(finding.summary)
    layout.numbers(content.numbers, key=f"{key} numbers", label=content.label)


def part(
    label: str,
    compute: Callable[..., Content],
    arguments: Callable[[Any, Any], tuple[Any, ...]],
    *,
    key: str,
    line: str,
    code: Callable[[Any, Any], list[str]],
    computed: str,
    ask: Callable[[Any], Any] = no_options,
    start: str = "",
    deeper: bool = True,
) -> Part[Any, Any]:
    """Return a part that draws what is computed from a view and its options.

    Args:
        label: of the part.
        compute: best cached; an error of the person's input becomes a sentence.
        arguments: what it takes.
        key: tells its figures from those of other parts.
        line: what it shows, in one line.
        code: lines that compute the same.
        computed: how its numbers come about.
        ask: draws its controls.
        start: on the button that loads the decoder, where that is needed.
        deeper: whether it stands under "Going deeper".
    """

    def show(view: Any, options: Any) -> None:
        if start:
            content = decoder.run(start, f"start decoder {key}", compute, *arguments(view, options))
        else:
            content = layout.attempt_part(compute, *arguments(view, options))
        if content is not None:
            draw(content, key=key)

    def say_sources(view: Any, options: Any) -> list[str]:
        return [*(decoder.origins() if start else ()), sources.computed(computed)]

    return Part(label, ask, show, code, say_sources, line=line, deeper=deeper)
