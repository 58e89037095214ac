"""Exports: what was written is read back; formulas are not run."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from embedlab.export import csv_text, defuse, word2vec_text
from embedlab.tables import read_vector_table


@pytest.mark.parametrize("cell", ["=cmd()", "+1", "-", "@x", "\t=1", "\r=1", "\n=1", "＝1"])
def test_formulas_are_defused(cell: str) -> None:
    assert defuse(cell) == "'" + cell
    (_, (written, number)) = list(
        csv.reader(io.StringIO(csv_text({"token": [cell], "id": [-1]}), newline=""))
    )
    assert written == "'" + cell
    assert number == "-1"  # numbers stay numbers


def test_other_text_comes_back_as_it_was() -> None:
    cells = ['a "quoted", word', "two\nlines", "", "猫", "a=b"]
    rows = list(csv.reader(io.StringIO(csv_text({"token": cells}), newline="")))
    assert [row[0] if row else "" for row in rows] == ["token", *cells]


def test_every_text_is_quoted_for_a_spreadsheet_that_separates_by_semicolons() -> None:
    text = csv_text({"label": np.array(["x;=cmd()", "y"]), "count": [1, 2], "share": [0.5, np.float32(0.25)]})
    assert text.splitlines()[1:] == ['"x;=cmd()",1,0.5', '"y",2,0.25']
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_names_of_columns_are_defused_too() -> None:
    assert csv_text({"=cmd()": [1], "plain": [2]}) == '"\'=cmd()","plain"\r\n1,2\r\n'


def test_word2vec_text_is_read_back_by_gensim_and_by_us_to_the_bit(tmp_path: Path) -> None:
    from gensim.models import KeyedVectors

    matrix = np.random.default_rng(0).normal(size=(40, 7)).astype(np.float32)
    words = [f"word{index}" for index in range(40)]
    content = word2vec_text(words, matrix)
    (tmp_path / "vectors.txt").write_bytes(content)
    vectors = KeyedVectors.load_word2vec_format(tmp_path / "vectors.txt")
    assert vectors.index_to_key == words
    assert np.array_equal(vectors.vectors, matrix)
    table = read_vector_table(content)
    assert table.labels == tuple(words)
    assert np.array_equal(table.matrix, matrix)
