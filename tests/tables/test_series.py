"""Numbered columns beside other numbers, and classes after the last number, are told apart."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

from embedlab.tables import VectorTable, read_vector_table
from tests.support.table_files import parquet

WORDS = ("king", "queen", "man", "woman", "paris")
MATRIX = [
    [0.126, -0.132, 0.64, 1.25],
    [-0.536, 0.362, 1.304, -0.75],
    [-0.704, -1.265, -0.623, 0.5],
    [-2.325, -0.219, -1.246, 2.5],
    [0.5, 0.25, 1.5, -3.5],
]
SCORES = [0.25, 0.5, 0.125, 0.75, 0.875]
CLASSES = [0, 1, 2, 0, 1]


def columns_of(others: list[str], series: list[str], *, last: bool = False) -> dict[str, list[object]]:
    beside: dict[str, list[object]] = {name: list(SCORES) for name in others}
    numbers: dict[str, list[object]] = dict(zip(series, map(list, zip(*MATRIX, strict=True)), strict=True))
    return {"word": list(WORDS)} | (numbers | beside if last else beside | numbers)


def csv_of(columns: dict[str, list[object]], separator: str) -> bytes:
    output = io.StringIO()
    rows = zip(*columns.values(), strict=True)
    csv.writer(output, delimiter=separator, lineterminator="\n").writerows([list(columns), *rows])
    return output.getvalue().encode()


def check(content: bytes) -> VectorTable:
    table = read_vector_table(content)
    np.testing.assert_array_equal(table.matrix, np.array(MATRIX, np.float32))
    return table


@pytest.mark.bad_input(72)
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("others", [["score"], ["x", "y"]])
@pytest.mark.parametrize(
    "series",
    [
        ["d0", "d1", "d2", "d3"],
        ["emb_0", "emb_1", "emb_2", "emb_3"],
        ["dim.1", "dim.2", "dim.3", "dim.4"],
        ["v[0]", "v[1]", "v[2]", "v[3]"],
        ["d", "d.1", "d.2", "d.3"],
        ["0", "1", "2", "3"],
    ],
)
def test_fractions_beside_a_numbered_series_are_no_dimensions(
    series: list[str], others: list[str], last: bool
) -> None:
    columns = columns_of(others, series, last=last)
    records = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    contents = [csv_of(columns, separator) for separator in (",", ";", "\t", "|", " ")]
    for content in (*contents, json.dumps(records).encode(), parquet(columns)):
        table = check(content)
        assert table.labels == WORDS
        assert list(table.columns) == others
        assert any("no part of the vector" in note and f"“{others[-1]}”" in note for note in table.notes)


def test_a_few_numbered_columns_among_many_are_no_vector_alone() -> None:
    names = ["height", "weight", "age", "speed", "x1", "x2", "x3"]
    columns = {name: list(SCORES) for name in names}
    assert read_vector_table(csv_of({"word": list(WORDS)} | columns, ",")).matrix.shape == (5, 7)
    named = columns_of([], ["emb0", "emb1", "emb2", "emb3"]) | {f"topic{at}": list(SCORES) for at in range(3)}
    check(csv_of(named, ","))  # the series named as a vector is it


@pytest.mark.bad_input(72)
@pytest.mark.parametrize("separator", [",", ", ", ";", "|", "\t", " ", "  "])
@pytest.mark.parametrize("index", [False, True])
def test_whole_classes_after_fractions_without_a_header_are_no_dimension(separator: str, index: bool) -> None:
    if index and separator in (" ", "  "):
        return  # a word and its numbers, as GloVe writes them
    rows = [
        separator.join(map(str, [*([at] if index else []), *row, kind]))
        for at, (row, kind) in enumerate(zip(MATRIX, CLASSES, strict=True))
    ]
    table = check("\n".join(rows).encode())
    assert dict(table.columns)["label"] == tuple(map(str, CLASSES))
    assert table.labels == (tuple("01234") if index else tuple(f"row {row}" for row in range(1, 6)))


def test_a_last_number_that_is_whole_may_be_a_dimension() -> None:
    for last in (["3", "1", "2", "7", "5"], ["0.5", "1", "0", "1", "0"]):  # all differ; not all whole
        text = "\n".join(f"0.5,1.5,{number}" for number in last)
        assert read_vector_table(text.encode()).matrix.shape == (5, 3)
    toy = "king,0.9,0.8,1\nqueen,0.9,0.1,1\nman,0.1,0.9,0\nwoman,0.1,0.1,0\n"
    assert read_vector_table(toy.encode()).matrix.shape == (4, 3)
