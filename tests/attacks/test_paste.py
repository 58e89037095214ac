"""Thousands of rows pasted into an editor: cut before it takes them in, and said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from embedlab.context import MAX_SENTENCES
from tests.support.pages import run_script, visit
from ui.edited_rows import ROWS


def elements(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from elements(child)
        else:
            yield child


LABELED = """
from ui import edited_rows
rows = (("a", "one"), ("b", "two"))
edited_rows.draw("pets", rows, {"label": None, "text": None}, most=2_000, alt="Texts.")
"""


def editor_of(at: AppTest, name: str) -> Any:
    return next(each for each in elements(at.main) if name in getattr(each.proto, "id", ""))


def paste(at: AppTest, editor: Any, rows: list[dict[str, str]]) -> None:
    """Send added rows as the browser does."""
    states = at._tree.get_widget_states()
    states.widgets.add(
        id=editor.proto.id,
        string_value=json.dumps({"edited_rows": {}, "deleted_rows": [], "added_rows": rows}),
    )
    at._run(states)
    assert not at.exception


# F5
@pytest.mark.bad_input(3)
def test_six_thousand_lines_in_the_table_of_sentences() -> None:
    at = visit("context", unfolded=False)
    editor = editor_of(at, "sentence table")
    paste(at, editor, [{"sentence": f"I went to the bank {i} times."} for i in range(6_000)])
    assert [each.value for each in at.toast] == [
        f"Of 6,000 sentences that were added, the first {MAX_SENTENCES} were read, which is the limit."
    ]
    assert len(at.session_state["sentences"].splitlines()) == MAX_SENTENCES
    # a new editor: the browser holds no rows that were cut
    assert editor_of(at, "sentence table").proto.id != editor.proto.id


@pytest.mark.bad_input(3)
def test_six_thousand_rows_in_the_table_of_labels() -> None:
    at = run_script(LABELED)
    editor = editor_of(at, "pets")
    paste(at, editor, [{"label": "c", "text": f"text {i}"} for i in range(6_000)])
    assert [each.value for each in at.toast] == [
        "Of 6,000 rows that were added, the first 1,998 were read; the table takes 2,000."
    ]
    rows = at.session_state[ROWS]["pets"]
    assert (len(rows), rows[0], rows[-1]) == (2_000, ("a", "one"), ("c", "text 1997"))
    assert editor_of(at, "pets").proto.id != editor.proto.id
    at.run()  # nothing is read again
    assert (at.session_state[ROWS]["pets"], len(at.toast)) == (rows, 0)
