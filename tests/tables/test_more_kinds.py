"""Tables as pandas and services write them, told apart by the names of their columns."""

from __future__ import annotations

import json

import numpy as np
import pytest

import embedlab

WORDS = ("king", "queen", "man", "woman", "paris")
MATRIX = np.array(
    [
        [0.126, -0.132, 0.64, 1.25],
        [-0.536, 0.362, 1.304, -0.75],
        [-0.704, -1.265, -0.623, 0.5],
        [-2.325, -0.219, -1.246, 2.5],
        [0.5, 0.25, 1.5, -3.5],
    ],
    np.float32,
)
ROWS = MATRIX.round(3).tolist()
NAMES = (
    ["0", "1", "2", "3"],
    ["emb_0", "emb_1", "emb_2", "emb_3"],
    ["x1", "x2", "x3", "x4"],
    ["a", "b", "c", "d"],
)
ONE = '{"embedding": [0.126, -0.132, 0.64, 1.25]}'


def by_columns(names: list[str], rows: tuple[str, ...]) -> str:
    """The default of DataFrame.to_json."""
    return json.dumps(
        {name: {row: ROWS[at][place] for at, row in enumerate(rows)} for place, name in enumerate(names)}
    )


def by_rows(names: list[str], rows: tuple[str, ...]) -> str:
    """DataFrame.to_json(orient="index")."""
    return json.dumps({row: dict(zip(names, ROWS[at], strict=True)) for at, row in enumerate(rows)})


def read(text: str) -> tuple[tuple[str, ...], np.ndarray]:
    table = embedlab.tables.read_vector_table(text.encode())
    return tuple(table.labels), table.matrix


@pytest.mark.parametrize("names", NAMES, ids="-".join)
@pytest.mark.parametrize("write", [by_columns, by_rows])
def test_objects_in_an_object_are_columns_or_rows_by_their_names(names: list[str], write: object) -> None:
    labels, matrix = read(write(names, WORDS))  # type: ignore[operator]
    assert labels == WORDS
    np.testing.assert_allclose(matrix, MATRIX, rtol=1e-6)


def test_running_keys_above_records_are_an_index() -> None:
    records = {str(at): {"text": word, "embedding": ROWS[at]} for at, word in enumerate(WORDS)}
    assert read(json.dumps(records))[0] == WORDS


@pytest.mark.parametrize("text", [ONE, '{"embedding": {"values": [0.126, -0.132, 0.64, 1.25]}}'])
def test_one_answer_has_no_label(text: str) -> None:
    labels, matrix = read(text)
    assert labels == ("row 1",)
    np.testing.assert_allclose(matrix, MATRIX[:1], rtol=1e-6)


def test_a_column_of_lists_by_words() -> None:
    labels, matrix = read(json.dumps({"embedding": dict(zip(WORDS, ROWS, strict=True))}))
    assert labels == WORDS
    np.testing.assert_allclose(matrix, MATRIX, rtol=1e-6)


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_heading_of_column_numbers_is_no_vector(separator: str) -> None:
    lines = [separator.join(map(str, range(4))), *(separator.join(map(str, row)) for row in ROWS)]
    assert read("\n".join(lines))[1].shape == (5, 4)
    whole = [separator.join(map(str, range(at, at + 4))) for at in (0, 4, 8)]
    assert read("\n".join(whole))[1].shape == (3, 4)  # 0, 1, 2, 3 above 4, 5, 6, 7 is a row


def test_a_heading_of_column_numbers_above_words() -> None:
    lines = [
        '"" 0 1 2 3',
        *(f"{word} {' '.join(map(str, row))}" for word, row in zip(WORDS, ROWS, strict=True)),
    ]
    assert read("\n".join(lines))[0] == WORDS


@pytest.mark.parametrize("name", ["year", "user_id", "movieId"])
def test_whole_numbers_named_as_a_key_are_labels(name: str) -> None:
    keys = [1990, 1992, 1997, 2001, 2020]
    lines = [
        f"{name},a,b,c,d",
        *(f"{key},{','.join(map(str, row))}" for key, row in zip(keys, ROWS, strict=True)),
    ]
    labels, matrix = read("\n".join(lines))
    assert labels == tuple(map(str, keys))
    np.testing.assert_allclose(matrix, MATRIX, rtol=1e-6)
