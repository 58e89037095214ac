"""Parts that train without settings: once for all visitors, and before they come where a worker is free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ui import fits, layout
from ui.fit_kinds import Kind
from ui.part import Part, no_options

__all__ = ["Trained", "Training", "part"]


@dataclass(frozen=True)
class Trained:
    """A result with the key of its content."""

    result: Any
    key: str


@dataclass(frozen=True)
class Training:
    """A training that everybody shares."""

    key: str
    task: Callable[..., Any]
    argument: Any
    expected: float  # seconds
    kind: Kind

    def run_ahead(self) -> None:
        """Train before anybody asks.

        Raises:
            EmbedLabError: it failed, or visitors keep the workers busy.
        """
        fits.run_ahead(self.key, self.task, self.argument, expected=self.expected, kind=self.kind)


def part(
    label: str,
    training: Training,
    *,
    button: str,
    promise: str,
    show: Callable[[Trained], None],
    code: list[str],
    sources: list[str],
    line: str,
) -> Part[object, None]:
    """Return a part that offers the training, says meanwhile what will come, and shows its result."""

    def offer(view: object, options: None) -> None:
        result = fits.offer(
            training.key, training.task, training.argument,
            expected=training.expected, label=button, place=label, kind=training.kind,
        )  # fmt: skip
        if result is None:
            layout.note(promise)
        else:
            show(Trained(result, training.key))

    return Part(
        label, no_options, offer, lambda view, options: code, lambda view, options: sources,
        line=line, deeper=True,
    )  # fmt: skip
