"""Every control that a link can set, of every part of every page, under values that it cannot take.

The controls are read off the pages: a new one is attacked without a word in this file.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.hostile import HOSTILE_LINKS
from tests.support.pages import visit
from ui import parts_bar
from ui.navigation import PAGES

LONG = 300  # characters of a value: that it is cut is tested elsewhere
VALUES = [value[:LONG] for value in HOSTILE_LINKS]


def controls(block: Any) -> Iterator[str]:
    """Yield the key in the link of every control on a page."""
    for child in block.children.values():
        if getattr(getattr(child, "proto", None), "query_param_key", ""):
            yield child.proto.query_param_key
        if hasattr(child, "children"):
            yield from controls(child)


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The parts of the page that was visited last: their key in the link and their labels."""
    seen: dict[str, list[str]] = {}
    ask_part = parts_bar.ask_part

    def record(parts: Any, *, key: str) -> Any:
        seen[key] = [part.label for part in parts]
        return ask_part(parts, key=key)

    monkeypatch.setattr(parts_bar, "ask_part", record)
    return seen


@pytest.mark.model
@pytest.mark.bad_input(53)
@pytest.mark.parametrize("page", [name for name in PAGES if name != "glossary"])
def test_every_control_of_every_part_takes_a_hostile_link(page: str, parts: dict[str, list[str]]) -> None:
    visit(page, unfolded=False)
    views: list[dict[str, str]] = [{key: label} for key, labels in parts.items() for label in labels] or [{}]
    found: set[str] = set()
    for number, view in enumerate(views):
        at = visit(page, unfolded=False, **view)
        assert not at.exception, (view, at.exception[0].message)
        keys = sorted({*controls(at.main), *controls(at.sidebar)} - {*view})
        found |= {*keys}
        values = itertools.islice(itertools.cycle(VALUES), number, None)
        hostile = dict(zip(keys, values, strict=False))
        at = visit(page, unfolded=False, **view, **hostile)
        assert not at.exception, (view, hostile, at.exception[0].message)
    assert found, "a page has controls"
    assert len(views) == 1 or len(found) > len(views) / 2
