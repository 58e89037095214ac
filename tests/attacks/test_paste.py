"""Thousands of rows pasted into an editor: cut before it takes them in, and said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from embedlab.context import MAX_SENTENCES
from tests.support.pages import visit


def elements(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from elements(child)
        else:
            yield child


# F5
@pytest.mark.bad_input(3)
def test_six_thousand_lines_in_the_table_of_sentences() -> None:
    at = visit("context", unfolded=False)
    editor = next(each for each in elements(at.main) if "sentence table" in getattr(each.proto, "id", ""))
    rows = [{"sentence": f"I went to the bank {i} times."} for i in range(6_000)]
    states = at._tree.get_widget_states()
    states.widgets.add(
        id=editor.proto.id,
        string_value=json.dumps({"edited_rows": {}, "deleted_rows": [], "added_rows": rows}),
    )
    at._run(states)  # as the browser sends a paste
    assert not at.exception
    assert [each.value for each in at.toast] == [
        f"Of 6,000 sentences that were added, the first {MAX_SENTENCES} were read, which is the limit."
    ]
    assert len(at.session_state["sentences"].splitlines()) == MAX_SENTENCES
    again = next(each for each in elements(at.main) if "sentence table" in getattr(each.proto, "id", ""))
    assert again.proto.id != editor.proto.id  # a new editor: the browser holds no rows that were cut
