"""A training in a worker: offered on the page, shared by all visitors, and done before they come where it can."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ui import fits, layout
from ui.fit_kinds import Kind

__all__ = ["Trained", "Training"]


@dataclass(frozen=True)
class Trained:
    """A result with the key of its content."""

    result: Any
    key: str


@dataclass(frozen=True)
class Training:
    """A training and what it needs."""

    key: str  # of its content
    task: Callable[..., Any]
    values: tuple[Any, ...]  # its arguments
    expected: float  # seconds
    kind: Kind

    def offer(self, label: str, *, place: str, automatic: bool = False, promise: str = "") -> Trained | None:
        """Return the result; else offer the training as `fits.offer` does, and say what will come."""
        result = fits.offer(
            self.key, self.task, *self.values, expected=self.expected,
            label=label, automatic=automatic, place=place, kind=self.kind,
        )  # fmt: skip
        if result is None:
            layout.note(promise)
        return self._of(result)

    def find(self) -> Trained | None:
        """Return the result, if somebody had it."""
        return self._of(fits.find(self.key, self.kind))

    def _of(self, result: Any) -> Trained | None:
        return None if result is None else Trained(result, self.key)

    def run_ahead(self) -> None:
        """Train before anybody asks.

        Raises:
            EmbedLabError: it failed, or visitors keep the workers busy.
        """
        fits.run_ahead(self.key, self.task, *self.values, expected=self.expected, kind=self.kind)
