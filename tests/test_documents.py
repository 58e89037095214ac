"""What the documents say of the repository is so."""

from __future__ import annotations

import ast
import re

from tests.support import ROOT


def marked_rows() -> set[str]:
    """Return the rows of the list of bad inputs that tests name with `@pytest.mark.bad_input`."""
    calls = [
        node
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.bad_input"
    ]
    return {str(ast.literal_eval(argument)) for call in calls for argument in call.args}


def test_every_row_of_the_list_of_bad_inputs_is_tested_and_every_mark_names_a_row() -> None:
    document = (ROOT / "docs" / "bad_input.md").read_text("utf-8")
    rows = re.findall(r"^\| (F?\d+) \|", document, re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert set(rows) == marked_rows()
