"""Tables as people bring them: their vectors, their labels, and the refusal of what was cut wrongly."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import numpy as np
import pytest

import embedlab
from embedlab.tables import read_untrusted_table, read_vector_table
from embedlab.tables.columns import NUMBERS
from tests.support.table_files import npy, parquet, rows_of

pytestmark = pytest.mark.long

WORDS = ["king", "queen", "man", "woman", "paris"]
MATRIX = [
    [0.126, -0.132, 0.64],
    [-0.536, 0.362, 1.304],
    [-0.704, -1.265, -0.623],
    [-2.325, -0.219, -1.246],
    [0.5, 0.25, 1.5],
]
LISTS = list(map(str, MATRIX))


def csv_of(header: list[str], *columns: Sequence[object], separator: str = ",") -> bytes:
    output = io.StringIO()
    writer = csv.writer(output, delimiter=separator)
    writer.writerows([header, *zip(*columns, strict=True)])
    return output.getvalue().encode()


def numbers() -> list[list[object]]:
    return [list(column) for column in zip(*MATRIX, strict=True)]


def check(content: bytes, labels: list[str] | None = None, **options: str) -> embedlab.tables.VectorTable:
    table = read_vector_table(content, **options)  # type: ignore[arg-type]
    np.testing.assert_array_equal(table.matrix, np.array(MATRIX).astype(np.float32))
    assert list(table.labels) == (WORDS if labels is None else labels)
    return table


def test_a_list_in_a_cell_is_the_vector_and_the_numbers_beside_it_are_not() -> None:
    content = csv_of(["id", "text", "n_tokens", "embedding"], list(range(5)), WORDS, [3] * 5, LISTS)
    table = check(content)
    assert dict(table.columns) == {"id": ("0", "1", "2", "3", "4"), "n_tokens": ("3",) * 5}
    assert table.reading == (
        "5 rows of 3 numbers from the column “embedding”, labels from the column “text”. "
        "The first row is “king”: 0.126, −0.132, 0.64."
    )
    same = parquet({"id": range(5), "text": WORDS, "n_tokens": [3] * 5, "embedding": LISTS})
    assert dict(check(same).columns) == dict(table.columns)  # a list that Parquet holds as text


@pytest.mark.parametrize(
    "write",
    [
        lambda row: str(np.array(row)),
        lambda row: repr(np.array(row, dtype=np.float32)),
        lambda row: repr([np.float32(number) for number in row]),
        lambda row: f"tensor({row})",
        lambda row: " ".join(map(str, row)),
        lambda row: str(tuple(row)),
    ],
)
def test_lists_as_libraries_print_them(write: object) -> None:
    check(csv_of(["word", "vector"], WORDS, [write(row) for row in MATRIX]))  # type: ignore[operator]


@pytest.mark.bad_input(73)
def test_a_list_that_numpy_shortened_is_named() -> None:
    content = csv_of(["word", "vector"], WORDS, ["[0.1 0.2 ... 0.3 0.4]"] * 5)
    with pytest.raises(embedlab.InvalidInputError, match=r"Line 2 holds a list that was shortened.*\.tolist"):
        read_vector_table(content)


@pytest.mark.bad_input(72)
@pytest.mark.parametrize(
    "name", ["label", "word", "text", "target", "class", "id", "cluster", "", "Unnamed: 0", "Label"]
)
@pytest.mark.parametrize("values", [[1990, 1991, 1992, 1993, 1994], [0, 1, 2, 0, 1]])
@pytest.mark.parametrize("place", [0, 3])
def test_whole_numbers_in_a_column_with_such_a_name_are_labels(
    name: str, values: list[int], place: int
) -> None:
    columns, header = numbers(), ["x", "y", "z"]
    columns.insert(place, list(values))
    header.insert(place, name)
    unique = len(set(values)) == 5
    labels = list(map(str, values)) if unique else [f"row {row}" for row in range(1, 6)]
    contents = [csv_of(header, *columns), csv_of(header, *columns, separator="\t")]
    if name:
        contents.append(parquet(dict(zip(header, columns, strict=True))))
        contents.append(
            json.dumps([dict(zip(header, row, strict=True)) for row in zip(*columns, strict=True)]).encode()
        )
    for content in contents:
        table = check(content, labels)
        if not unique:  # classes: no row is lost
            assert list(table.columns.values()) == [("0", "1", "2", "0", "1")]


def test_whole_numbers_without_a_name_before_fractions_are_labels() -> None:
    for separator in (",", ", ", ";", "|", "\t", " "):
        check(rows_of(["7", "8", "9", "10", "11"], np.array(MATRIX), separator), ["7", "8", "9", "10", "11"])
    classes = rows_of(["0", "1", "0", "1", "0"], np.array(MATRIX))
    assert read_vector_table(classes).columns == {"label": ("0", "1", "0", "1", "0")}


def test_a_count_beside_a_series_is_no_dimension() -> None:
    table = check(csv_of(["word", "seen", "d0", "d1", "d2"], WORDS, [7, 8, 9, 1, 2], *numbers()))
    assert table.columns == {"seen": ("7", "8", "9", "1", "2")}


@pytest.mark.parametrize("separator", [",", ", ", "; ", "\t", " | ", "  "])
def test_rows_without_labels(separator: str) -> None:
    content = "\n".join(separator.join(map(str, row)) for row in MATRIX).encode()
    check(content, [f"row {row}" for row in range(1, 6)])


@pytest.mark.parametrize(
    "content",
    [
        str(np.array(MATRIX)).encode(),
        "\n".join(LISTS).encode(),
        json.dumps(MATRIX).encode(),
        json.dumps({"model": "m", "embeddings": MATRIX, "load_duration": 3}).encode(),
        json.dumps({"embeddings": [{"values": row} for row in MATRIX]}).encode(),
    ],
)
def test_lists_without_labels_take_them_from_a_second_file(content: bytes) -> None:
    table = read_vector_table(content, labels="\n".join(WORDS).encode())
    assert list(table.labels) == WORDS
    np.testing.assert_array_equal(table.matrix, np.array(MATRIX).astype(np.float32))


def test_an_answer_without_texts_takes_its_labels_from_a_second_file() -> None:
    data = [{"object": "embedding", "index": place, "embedding": row} for place, row in enumerate(MATRIX)]
    content = json.dumps(
        {"object": "list", "data": data, "model": "m", "usage": {"total_tokens": 5}}
    ).encode()
    assert read_vector_table(content).labels == ("0", "1", "2", "3", "4")
    table = read_vector_table(content, labels="\n".join(WORDS).encode())
    assert list(table.labels) == WORDS
    assert table.columns == {"index": ("0", "1", "2", "3", "4")}


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"ids": list("abcde"), "documents": WORDS, "embeddings": MATRIX, "metadatas": None}),
        json.dumps(
            {
                "vectors": [
                    {"id": w, "values": row, "metadata": {"kind": "x"}}
                    for w, row in zip(WORDS, MATRIX, strict=True)
                ]
            }
        ),
        json.dumps({"texts": WORDS, "embeddings": {"float": MATRIX}}),
        "\n".join(
            json.dumps({"custom_id": w, "response": {"body": {"data": [{"embedding": row, "index": 0}]}}})
            for w, row in zip(WORDS, MATRIX, strict=True)
        ),
        json.dumps({w: dict(zip("xyz", row, strict=True)) for w, row in zip(WORDS, MATRIX, strict=True)}),
        json.dumps([[w, *row] for w, row in zip(WORDS, MATRIX, strict=True)]),
    ],
)
def test_what_databases_and_services_answer(content: str) -> None:
    check(content.encode())


@pytest.mark.parametrize(
    "content",
    [
        '"x" "y" "z"\n'
        + "\n".join(f'"{w}" {" ".join(map(str, row))}' for w, row in zip(WORDS, MATRIX, strict=True)),
        '"x","y","z"\n'
        + "\n".join(f'"{w}",{",".join(map(str, row))}' for w, row in zip(WORDS, MATRIX, strict=True)),
        "   word  x  y  z\n"
        + "\n".join(
            f"{n}  {w}  {'  '.join(map(str, row))}"
            for n, (w, row) in enumerate(zip(WORDS, MATRIX, strict=True))
        ),
        "word d0,d1,d2\n"
        + "\n".join(f"{w} {','.join(map(str, row))}" for w, row in zip(WORDS, MATRIX, strict=True)),
        "\n".join(f"{','.join(map(str, row))},{w}" for w, row in zip(WORDS, MATRIX, strict=True)),
        "\n".join(f"{w},{','.join(map(str, row))}," for w, row in zip(WORDS, MATRIX, strict=True)),
        "id,word,vector\n" + "\n".join(f"3,{w},{row}" for w, row in zip(WORDS, MATRIX, strict=True)),
    ],
)
def test_headers_and_lists_as_r_pandas_and_people_write_them(content: str) -> None:
    check(content.encode())


@pytest.mark.parametrize("dim", [1_536, 3_072, 4_096])
def test_embeddings_of_large_models(dim: int) -> None:
    matrix = np.random.default_rng(0).normal(size=(3, dim)).astype(np.float32)
    words, rows = WORDS[:3], [list(map(float, row)) for row in matrix]
    header = ["word", *(f"d{place}" for place in range(dim))]
    for content in (
        npy(matrix),
        parquet({"word": words, "vector": list(matrix)}),
        parquet({"word": words} | {f"d{place}": column for place, column in enumerate(matrix.T)}),
        csv_of(header, words, *map(list, matrix.T.tolist())),
        csv_of(["word", "vector"], words, list(map(str, rows))),
        rows_of(words, matrix),
        json.dumps(dict(zip(words, rows, strict=True))).encode(),
    ):
        np.testing.assert_array_equal(read_vector_table(content).matrix, matrix)


def test_another_column_can_be_chosen() -> None:
    content = csv_of(
        ["word", "german", "small", "large", "x", "y"],
        WORDS, ["König", "Königin", "Mann", "Frau", "Paris"],
        [str(row[:2]) for row in MATRIX], LISTS, *numbers()[:2],
    )  # fmt: skip
    table = read_vector_table(content)
    assert (table.label_column, table.vector_column) == ("word", "small")
    assert table.vector_columns == ("small", "large", NUMBERS)
    assert {"word", "german"} <= set(table.label_columns)
    chosen = check(
        content, ["König", "Königin", "Mann", "Frau", "Paris"], label_column="german", vector_column="large"
    )
    assert (chosen.label_column, chosen.vector_column) == ("german", "large")
    assert read_vector_table(content, vector_column=NUMBERS).matrix[0].tolist() == pytest.approx(
        [0.126, -0.132]
    )
    there = read_untrusted_table(content, name="x", label_column="german", vector_column="large")
    assert (there.labels, there.reading, there.vector_columns) == (
        chosen.labels,
        chosen.reading,
        chosen.vector_columns,
    )
    for wrong in ({"label_column": "french"}, {"vector_column": "medium"}):
        with pytest.raises(embedlab.EmbedLabError, match="choose one of"):
            read_vector_table(content, **wrong)  # type: ignore[arg-type]


def test_words_that_look_odd_are_words() -> None:
    for words in (
        [",", ".", "1.5", "1,000", "[CLS]", "(a)", '"', "C++", "1990s", "3d", "[[", ":)"],
        ["route 66", "catch 22", "sample 1"],
        ["[PAD]", "[UNK]", "[CLS]"],
    ):
        matrix = np.random.default_rng(0).normal(size=(len(words), 4)).astype(np.float32)
        assert list(read_vector_table(b"%d 4\n" % len(words) + rows_of(words, matrix)).labels) == words
        quoted = csv_of(["word", "a", "b", "c", "d"], words, *matrix.T.tolist())
        assert list(read_vector_table(quoted).labels) == words
    names = ["Llama 3.1", "Llama 3.2", "GPT 3.5", "2.1 Data", "3.4 Results"]
    check(csv_of(["name", "x", "y", "z"], names, *numbers()), names)


@pytest.mark.bad_input(71)
@pytest.mark.parametrize(
    ("write", "label"),
    [
        (lambda w, row: f"{w}={','.join(row)}", "king=0.126"),
        (lambda w, row: f"{w}/{','.join(row)}", "king/0.126"),
        (lambda w, row: f"{row[0]} {w} {' '.join(row[1:])}", "0.126 king"),
        (lambda w, row: f"{w}[{row[0]} {' '.join(row[1:])}", r"king\[0.126"),
    ],
)
def test_a_line_cut_at_the_wrong_places_is_shown(write: object, label: str) -> None:
    content = "\n".join(write(w, list(map(str, row))) for w, row in zip(WORDS, MATRIX, strict=True))  # type: ignore[operator]
    with pytest.raises(
        embedlab.InvalidInputError, match=f"would be read as the label “{label}” and 2 numbers"
    ):
        read_vector_table(content.encode())


def test_a_header_of_counts_that_is_too_narrow_is_noticed() -> None:
    with pytest.raises(embedlab.InvalidInputError, match=r"label “king 0\.126” and 2 numbers"):
        read_vector_table(b"5 2\n" + rows_of(WORDS, np.array(MATRIX)))


@pytest.mark.bad_input(74)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"king": [0.1, 0.2', "ends at line 1 inside a value; it was cut off"),
        (b'[{"word": "king", "vector": [0.1 0.2]}]', "breaks its rules at line 1, character 34"),
        (b"{'king': [0.1, 0.2], 'queen': [0.3, 0.4]}", "breaks its rules.*json.dump"),
        (b'[{"word": "king"}]', "no column of numbers"),
        (b'{"error": {"message": "Invalid key"}}', r"no column of numbers|no table"),
        (b"[]", "0 vectors"),
        (b'{"data": []}', "0 vectors"),
        (b'{"a": [0.1, 0.2], "b": [0.1]}', "Record 2 has 1 number where the first vector has 2"),
        (b'["king", "queen"]', "no table of vectors"),
        (b'[[1, 2], ["a", {}]]', "no table of vectors"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"[" + b"[]," * 600_000 + b"[]]", "600,002 lists and objects and at most 500,000"),
        (b'{"a": [1' + b"0" * 5_000 + b"]}", "cannot be read"),
        (b'{"word\xe9": [1, 2]}', "Line 1 is not utf-8"),
    ],
    ids=range(15),
)  # fmt: skip
def test_json_that_is_none_or_too_much(content: bytes, said: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=said):
        read_vector_table(content)
