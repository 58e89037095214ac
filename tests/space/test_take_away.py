"""A map taken away is read back as it was, by the readers it is meant for."""

from __future__ import annotations

import csv
import io
import re

import numpy as np
import pytest

import embedlab
from embedlab.space import take_away
from embedlab.space.take_away import ProjectorFiles, map_csv, map_parquet, projector_files
from tests.support.texts import TEXTS

COUNT = len(TEXTS)
RANDOM = np.random.default_rng(0)
MAP = (RANDOM.normal(size=(COUNT, 3)) * 10.0 ** RANDOM.integers(-30, 30, (COUNT, 3))).astype(np.float32)
COLUMNS = {"group": ["one", "two"] * (COUNT // 2), "recall": RANDOM.uniform(size=COUNT)}


def read_projector(files: ProjectorFiles) -> tuple[np.ndarray, list[str], list[list[str]]]:
    """Read the two files as the Projector does: lines trimmed, empty ones skipped, a header by the tabs."""

    def lines(content: str) -> list[list[str]]:
        trimmed = [re.sub(r"^[\s\ufeff]+|[\s\ufeff]+$", "", line) for line in content.split("\n")]
        return [line.split("\t") for line in trimmed if line]

    vectors = np.array(lines(files.vectors), dtype=np.float32)
    metadata = lines(files.metadata)
    if len(metadata[0]) == 1:
        return vectors, ["label"], metadata
    return vectors, metadata[0], metadata[1:]


@pytest.mark.parametrize("dimensions", [2, 3])
def test_csv_comes_back_number_by_number(dimensions: int) -> None:
    points = MAP[:, :dimensions]
    names, *rows = csv.reader(io.StringIO(map_csv(TEXTS, points, COLUMNS), newline=""))
    assert names == ["label", *"xyz"[:dimensions], "group", "recall"]
    assert [row[0] for row in rows] == TEXTS
    read = np.array([row[1 : dimensions + 1] for row in rows], dtype=np.float32)
    np.testing.assert_array_equal(read, points)
    np.testing.assert_array_equal([float(row[-1]) for row in rows], COLUMNS["recall"])


def test_csv_writes_the_fewest_digits() -> None:
    assert map_csv(["a"], [[0.1, -1 / 3]], {}) == '"label","x","y"\r\n"a",0.1,-0.33333334\r\n'


@pytest.mark.parametrize("dimensions", [2, 3])
def test_parquet_loses_nothing(dimensions: int) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    labels = [*TEXTS[:-1], "=cmd()"]
    content = map_parquet(labels, MAP[:, :dimensions], COLUMNS)
    table = parquet.read_table(pa.BufferReader(content))
    assert table.column_names == ["label", *"xyz"[:dimensions], "group", "recall"]
    assert table["label"].to_pylist() == labels
    assert table["group"].to_pylist() == COLUMNS["group"]
    for axis, column in zip("xyz", MAP.T[:dimensions], strict=False):
        assert table.schema.field(axis).type == pa.float32()
        np.testing.assert_array_equal(table[axis].to_numpy(), column)
    np.testing.assert_array_equal(table["recall"].to_numpy(), COLUMNS["recall"])
    assert content == map_parquet(labels, MAP[:, :dimensions], COLUMNS)


@pytest.mark.parametrize(
    "columns", [{}, {"group": ["", "a\tb", *["c"] * (COUNT - 2)], "none": [None] * COUNT}]
)
def test_the_projector_reads_as_many_labels_as_vectors(columns: dict[str, list[str]]) -> None:
    labels = ["", " ", "\n", "a\r\nb", "\u2028", "\x1c\x85", "\ufefftop", *TEXTS[7:]]
    matrix = RANDOM.normal(size=(COUNT, 7)).astype(np.float32)
    vectors, header, rows = read_projector(projector_files(labels, matrix, columns))
    np.testing.assert_array_equal(vectors, matrix)
    assert header == ["label", *columns]
    assert len(rows) == COUNT
    assert all(len(row) == len(header) for row in rows)
    assert [row[0] for row in rows[:7]] == ["(empty)", "␣", "⏎", "a␍⏎b", "⏎", "␜⏎", "␣top"]
    for label, row in zip(labels[7:], rows[7:], strict=True):
        shown = row[0].translate(str.maketrans("␣⏎␍⇥", " \n\r\t"))
        assert shown.translate(str.maketrans("␀␇", "\x00\x07")) == label


def test_one_column_has_no_header_and_several_have() -> None:
    matrix = [[0.1, 2], [3, -4]]
    assert projector_files(["a", "b"], matrix, {}) == ProjectorFiles("0.1\t2\n3\t-4\n", "a\nb\n")
    several = projector_files(["a", "b"], matrix, {"group": ["x", 1]})
    assert several.metadata == "label\tgroup\na\tx\nb\t1\n"


def test_every_float32_comes_back_from_the_projector_file() -> None:
    bits = RANDOM.integers(0, 2**32, 40_000, dtype=np.uint32).view(np.float32)
    matrix = bits[np.isfinite(bits)][:30_000].reshape(-1, 10)
    files = projector_files(["x"] * len(matrix), matrix, {})
    np.testing.assert_array_equal(read_projector(files)[0].view(np.int32), matrix.view(np.int32))


def test_half_a_character_does_not_spoil_a_file() -> None:
    halves, columns = ["a\ud800b", "\ud83d\ude42"], {"group\udfff": ["\udc00", "x"]}
    assert "a\ufffdb" in map_csv(halves, [[0, 0], [1, 1]], columns)
    assert map_parquet(halves, [[0, 0], [1, 1]], columns)
    files = projector_files(halves, [[0], [1]], columns)
    assert files.metadata == "label\tgroup\ufffd\na\ufffdb\t\ufffd\n🙂\tx\n"


@pytest.mark.parametrize(
    ("coordinates", "columns", "message"),
    [
        ([[0, 0]], {}, "2 labels and 1 points"),
        ([0, 0], {}, "2 or 3 coordinates"),
        (np.zeros((2, 4)), {}, "2 or 3 coordinates"),
        ([[0, 0], [np.inf, 0]], {}, "1 of 2 points"),
        ([[0, 0], [1, 1]], {"group": ["a"]}, "“group” has 1 values for 2 points"),
        ([[0, 0], [1, 1]], {"x": ["a", "b"]}, "two columns named “x”"),
        ([[0, 0], [1, 1]], {"label": ["a", "b"]}, "two columns named “label”"),
    ],
)
@pytest.mark.parametrize("write", [map_csv, map_parquet])
def test_what_does_not_match_is_said(write, coordinates, columns, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(embedlab.InvalidInputError, match=message):
        write(["a", "b"], coordinates, columns)


def test_a_map_of_nothing_is_said() -> None:
    with pytest.raises(embedlab.InvalidInputError, match="0 points"):
        map_csv([], np.zeros((0, 2)), {})


@pytest.mark.parametrize("values", [["a", 1], [1, "a"], [2**70, 1], [object(), object()]])
def test_parquet_says_which_column_mixes_kinds(values: list[object]) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="“group” mixes kinds"):
        map_parquet(["a", "b"], [[0, 0], [1, 1]], {"group": values})


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[1, 2]], "2 labels and the vectors have shape"),
        (np.zeros((2, 0)), "one vector for each label"),
        ([["x"], ["y"]], "not numbers"),
        ([[np.nan], [1]], "1 of 2 vectors"),
        (np.zeros((2, 21)), "hold 42 numbers and a text file at most 40"),
    ],
)
def test_vectors_the_projector_cannot_take(
    matrix: object, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_away, "MAX_NUMBERS", 40)
    with pytest.raises(embedlab.InvalidInputError, match=message):
        projector_files(["a", "b"], matrix, {})  # type: ignore[arg-type]
