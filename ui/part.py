"""The shape of a part of a lesson: a question of its own below the main picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["MovedPart", "Part", "no_lines", "no_options"]

Query = TypeVar("Query")
Options = TypeVar("Options")


def no_options(query: object) -> None:
    """Draw no controls: the `ask` of a part that has none."""


def no_lines(query: object, options: object) -> list[str]:
    """Return nothing: the `code` or `sources` of a part for which the lesson's own say all."""
    return []


@dataclass(frozen=True)
class Part(Generic[Query, Options]):
    """One part. Only the open part of a page runs: `ask`, then `show`, then `sources` and `code`.

    `ask` draws the part's controls once and returns their values as a frozen record; the other three receive
    that record, so that no widget is read back by its key.
    """

    label: str  # on the control and in the link
    ask: Callable[[Query], Options]
    show: Callable[[Query, Options], None]
    code: Callable[[Query, Options], list[str]] = no_lines  # that reproduce it, after the lesson's own
    sources: Callable[[Query, Options], list[str]] = no_lines  # of its numbers, beside the lesson's own
    line: str = ""  # what the part shows, in one line
    deeper: bool = False  # under "Going deeper" instead of in the first row
    former: tuple[str, ...] = ()  # labels that it had before: old links still open it
    former_keys: tuple[
        str, ...
    ] = ()  # if any: a former label opens it only where the link holds one of these


@dataclass(frozen=True)
class MovedPart:
    """A part that now stands on another page: an old link to it leads there."""

    page: str  # the name of its file
    link: Mapping[str, str]  # what opens it there
    values: Callable[[], Mapping[str, str]] = dict  # what of the old link or of the visitor goes along
