"""What leaves as a file is text to the program that opens it: no spreadsheet runs a cell."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from embedlab.export import csv_text, defuse


@pytest.mark.parametrize("cell", ["=cmd()", "+1", "-", "@x", "\t=1", "\r=1", "\n=1", "＝1"])
def test_formulas_are_defused(cell: str) -> None:
    assert defuse(cell) == "'" + cell
    (_, (written, number)) = list(
        csv.reader(io.StringIO(csv_text({"token": [cell], "id": [-1]}), newline=""))
    )
    assert written == "'" + cell
    assert number == "-1"  # numbers stay numbers


# F18
def test_every_text_is_quoted_for_a_spreadsheet_that_separates_by_semicolons() -> None:
    text = csv_text({"label": np.array(["x;=cmd()", "y"]), "count": [1, 2], "share": [0.5, np.float32(0.25)]})
    assert text.splitlines()[1:] == ['"x;=cmd()",1,0.5', '"y",2,0.25']
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_names_of_columns_are_defused_too() -> None:
    assert csv_text({"=cmd()": [1], "plain": [2]}) == '"\'=cmd()","plain"\r\n1,2\r\n'
