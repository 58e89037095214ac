"""Work of a worker process: offered on a page, shared by all visitors, and done ahead where possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from embedlab.content_key import content_key
from embedlab.processes.records import name_of
from ui import fits, layout
from ui.cache import cached
from ui.fit_kinds import Kind

__all__ = ["Work", "WorkResult"]

QUICK = 0.15  # seconds of work that a page does itself


@dataclass(frozen=True)
class WorkResult:
    """A result with the key of its content."""

    result: Any
    key: str


@dataclass(frozen=True)
class Work:
    """A task and what it needs."""

    key: str  # of its content
    task: Callable[..., Any]
    values: tuple[Any, ...]  # its arguments
    expected: float  # seconds
    kind: Kind

    @classmethod
    def of(cls, task: Callable[..., Any], *values: Any, expected: float, kind: Kind) -> Work:
        """Return work whose key is all that goes into it."""
        return cls(content_key(name_of(task), values), task, values, expected, kind)

    def result(self, label: str, *, place: str) -> Any | None:
        """Return the result of quick work at once; None while a worker is at it, or where it is not possible.

        The page says what is the matter, at `place`; `label` is that of the button, where there is one.
        """
        if self.expected <= QUICK:
            return layout.attempt_part(_at_once, self)
        finished = self.offer(label, place=place, automatic=True)
        return None if finished is None else finished.result

    def offer(
        self, label: str, *, place: str, automatic: bool = False, promise: str = ""
    ) -> WorkResult | None:
        """Return the result; else offer the work as `fits.offer` does, and say what will come."""
        result = fits.offer(
            self.key, self.task, *self.values, expected=self.expected,
            label=label, automatic=automatic, place=place, kind=self.kind,
        )  # fmt: skip
        if result is None:
            layout.note(promise)
        return self._of(result)

    def find(self) -> WorkResult | None:
        """Return the result, if somebody had it."""
        return self._of(fits.find(self.key, self.kind))

    def _of(self, result: Any) -> WorkResult | None:
        return None if result is None else WorkResult(result, self.key)

    def run_ahead(self) -> None:
        """Do the work before anybody asks.

        Raises:
            EmbedLabError: it failed, or visitors keep the workers busy.
        """
        fits.run_ahead(self.key, self.task, *self.values, expected=self.expected, kind=self.kind)


@cached(entries=64)
def _at_once(work: Work) -> Any:
    return work.task(*work.values)
