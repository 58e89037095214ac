"""Tables as pandas and services write them, told apart by the names of their columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

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


def cells(write: Callable[[list[float]], str], separator: str = ",") -> str:
    """A table with a list in each row's cell, however it is written."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=separator, lineterminator="\n")
    writer.writerows([("text", "embedding"), *((w, write(row)) for w, row in zip(WORDS, ROWS, strict=True))])
    return output.getvalue()


def body(separator: str, *, word: str = "{}", end: str = "") -> str:
    return "".join(
        separator.join([word.format(w), *map(str, row)]) + end + "\n"
        for w, row in zip(WORDS, ROWS, strict=True)
    )


@pytest.mark.bad_input(73)
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize(
    "write",
    [
        lambda row: f"tensor({row}, device='cuda:0', grad_fn=<SelectBackward0>)",
        lambda row: f"tf.Tensor([{' '.join(map(str, row))}], shape=(4,), dtype=float32)",
        lambda row: f"c({', '.join(map(str, row))})",
        lambda row: str({"values": row}),
        lambda row: json.dumps({str(place): number for place, number in enumerate(row)}),
        lambda row: json.dumps(list(map(str, row))),
        lambda row: f"<{','.join(map(str, row))}>",
    ],
    ids=["tensor", "tf", "R", "object", "keys", "texts", "angles"],
)
def test_lists_as_programs_print_them_in_a_cell(write: Callable[[list[float]], str], separator: str) -> None:
    labels, matrix = read(cells(write, separator))
    assert labels == WORDS
    np.testing.assert_allclose(matrix, MATRIX, rtol=1e-6)


def test_an_object_with_gaps_is_no_list() -> None:
    with pytest.raises(embedlab.InvalidInputError, match="no column of numbers"):
        read(cells(lambda row: json.dumps({"1": row[0], "7": row[1]})))


@pytest.mark.bad_input(34)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("word;emb\nking;[0,5; 0,25]\nqueen;[1,5; 0,75]\n", "no column of numbers|decimal comma"),
        ("0,5;0,25\n1,5;0,75\n-1,5;0,75\n", "Line 1 writes numbers with a decimal comma"),
        ("king;0,5;0,25\nqueen;1,5;0,75\n", "Line 1 writes numbers with a decimal comma"),
        ("[0,5 0,25; 1,5 0,75]", "decimal comma"),
        ('word,a,b\nking,"1,000.5",2.5\nqueen,"2,000.5",3.5\n', "between the thousands.*“1000.5”"),
        ("word;a;b\nking;1'000.5;2.5\nqueen;2'000.5;3.5\n", "between the thousands.*“1000.5”"),
        ("word;a;b\nking;1.000,5;2.5\nqueen;2.000,5;3.5\n", "between the thousands.*“1000.5”"),
        ("word;a;b\nking;1\u202f000,5;2.5\nqueen;2\u202f000,5;3.5\n", "between the thousands.*“1000.5”"),
        ('word,a,b\nking,"1,000,000",2.5\nqueen,"2,000,000",3.5\n', "“1000000”"),
        ('word,a,b\nking,"1,000",2.5\nqueen,"2,000",3.5\n', "without the comma if it separates thousands"),
    ],
)
def test_numbers_as_other_countries_write_them_are_named(text: str, said: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=said):
        read(text)


@pytest.mark.parametrize("brackets", ["[]", "{}"])
def test_a_list_without_quotation_marks_between_tabs(brackets: str) -> None:
    """What COPY of PostgreSQL writes."""
    text = "".join(
        f"{place}\t{word}\t{brackets[0]}{','.join(map(str, row))}{brackets[1]}\n"
        for place, (word, row) in enumerate(zip(WORDS, ROWS, strict=True))
    )
    labels, matrix = read(text)
    assert labels == WORDS
    np.testing.assert_allclose(matrix, MATRIX, rtol=1e-6)


@pytest.mark.bad_input(71)
@pytest.mark.parametrize("before", ['"{}","c', "{}\t7\tc"])
def test_a_label_with_half_a_quotation_or_a_tab_is_a_misreading(before: str) -> None:
    text = "".join(
        f"{before.format(w)}[{' '.join(map(str, row))}]\n" for w, row in zip(WORDS, ROWS, strict=True)
    )
    with pytest.raises(embedlab.InvalidInputError, match="would be read as the label"):
        read(text)


def test_ids_of_tokens_are_no_vector_where_another_list_may_be() -> None:
    records = [
        {"title": word, "input_ids": [1, 2, 3, 4][: 1 + place % 4], "bert": row}
        for place, (word, row) in enumerate(zip(WORDS, ROWS, strict=True))
    ]
    for text in (
        json.dumps(records),
        "title\tinput_ids\tbert\n"
        + "".join(f"{one['title']}\t{one['input_ids']}\t{one['bert']}\n" for one in records),
    ):
        table = embedlab.tables.read_vector_table(text.encode())
        assert (table.vector_column, table.labels) == ("bert", WORDS)
        np.testing.assert_allclose(table.matrix, MATRIX, rtol=1e-6)
    bytes_ = [{"text": word, "embedding": [1, 0, place]} for place, word in enumerate(WORDS)]
    assert read(json.dumps(bytes_))[1].shape == (5, 3)  # a vector may be of whole numbers


JSON_SHAPES = {
    "indices of words": {"word2idx": {w: 4 - at for at, w in enumerate(WORDS)}, "embeddings": ROWS[::-1]},
    "words of indices": {"idx2word": {str(at): w for at, w in enumerate(WORDS)}, "embeddings": ROWS},
    "named vectors": {
        "result": {
            "points": [
                {"id": at, "payload": {"city": w}, "vector": {"image": row}}
                for at, (w, row) in enumerate(zip(WORDS, ROWS, strict=True))
            ]
        }
    },
    "records by name": {
        "vectors": {
            w: {"id": w, "values": row, "metadata": {"kind": "x"}} for w, row in zip(WORDS, ROWS, strict=True)
        },
        "namespace": "n",
    },
    "columns in lists": {"ids": [list(WORDS)], "embeddings": [ROWS], "distances": [[0.1] * 5]},
    "vector first": [[row, w] for w, row in zip(WORDS, ROWS, strict=True)],
    "word last": [[*row, w] for w, row in zip(WORDS, ROWS, strict=True)],
    "header": [["word", "a", "b", "c", "d"], *([w, *row] for w, row in zip(WORDS, ROWS, strict=True))],
}


@pytest.mark.bad_input(74)
@pytest.mark.parametrize("shape", JSON_SHAPES)
def test_shapes_of_json_keep_their_words(shape: str) -> None:
    table = embedlab.tables.read_vector_table(json.dumps(JSON_SHAPES[shape]).encode())
    order = [table.labels.index(word) for word in WORDS]
    np.testing.assert_allclose(table.matrix[order], MATRIX, rtol=1e-6)


def test_objects_that_may_be_rows_or_columns_are_said() -> None:
    table = embedlab.tables.read_vector_table(
        json.dumps({"0": {"0": 0.5, "1": 1.5}, "1": {"0": 2.5, "1": 3}}).encode()
    )
    assert any("read as columns" in note for note in table.notes)


@pytest.mark.parametrize(
    "text",
    [
        "[" + "; ".join(" ".join(map(str, row)) for row in ROWS) + "]",
        "A = [" + ";\n".join(", ".join(map(str, row)) for row in ROWS) + "];",
        repr(np.array(ROWS)),
        repr(MATRIX.round(3)),
        "tensor([" + ",\n        ".join(map(str, ROWS)) + "], device='cuda:0')",
        "{" + ", ".join("{" + ", ".join(map(str, row)) + "}" for row in ROWS) + "}",
        "\t".join("0123") + "\n" + "\n".join("\t".join(map(str, row)) for row in ROWS),
        " ".join("0123") + "\n" + "\n".join(" ".join(map(str, row)) for row in ROWS),
        "# a b c d\n" + "\n".join(" ".join(map(str, row)) for row in ROWS),
    ],
    ids=["MATLAB", "semicolons", "array", "float32", "tensor", "braces", "tabs", "spaces", "savetxt"],
)
def test_a_matrix_without_labels(text: str) -> None:
    labels, matrix = read(text)
    assert labels == tuple(f"row {row}" for row in range(1, 6))
    np.testing.assert_allclose(matrix, MATRIX, rtol=1e-6)


def test_rows_of_a_printed_matrix_go_over_several_lines() -> None:
    wide = np.arange(120, dtype=np.float32).reshape(3, 40) / 8
    np.testing.assert_array_equal(read(str(wide))[1], wide)
    with pytest.raises(embedlab.InvalidInputError, match="shortened when it was printed"):
        read("[[0.1 0.2 ... 0.3]\n [0.4 0.5 ... 0.6]]")


@pytest.mark.bad_input(77)
@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nword;a;b;c;d\n" + body(";"),
        "# my vectors, of 2024\n# made by hand\nword,a,b,c,d\n" + body(","),
        "#word,a,b,c,d\n" + body(","),
        "5,4\n" + body(","),
        "5;4;;;\n" + body(";"),
        "% made by MATLAB\n" + body(" "),
    ],
)
def test_lines_above_a_table(text: str) -> None:
    labels, matrix = read(text)
    assert labels == WORDS
    np.testing.assert_allclose(matrix, MATRIX, rtol=1e-6)


def test_the_word_of_a_remark_is_a_word() -> None:
    assert read("# 0.5 1.5\n% 0.25 2.5\nking 0.5 1\n")[0] == ("#", "%", "king")


@pytest.mark.bad_input(27)
@pytest.mark.parametrize(
    "missing", ["", "NA", "n/a", "N/A", "#N/A", "<NA>", "NULL", "null", "None", "-", "?", "\\N"]
)
def test_a_missing_number_leaves_its_row_out(missing: str) -> None:
    text = "word,a,b\n" + "".join(f"w{at},{at}.5,1.5\n" for at in range(199)) + f"bad,{missing},0.5\n"
    table = embedlab.tables.read_vector_table(text.encode())
    assert len(table.labels) == 199
    assert "bad" not in table.labels
    assert any("left out" in note for note in table.notes)


def test_a_quotation_mark_may_be_a_word_between_tabs() -> None:
    words = ('"', "king", "``", "'s")
    text = "".join("\t".join([w, *map(str, row)]) + "\n" for w, row in zip(words, ROWS, strict=False))
    assert read(text)[0] == words


def test_an_index_of_any_name_is_no_number() -> None:
    text = "dim,king,queen,man\n0,0.5,0.25,1.5\n1,1.5,2.5,3.5\n"
    labels, matrix = read(text)
    assert labels == ("0", "1")
    assert matrix.tolist() == [[0.5, 0.25, 1.5], [1.5, 2.5, 3.5]]


@pytest.mark.bad_input(78)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b'{"data": [{"index": 0, "score": 0.5, "embedding": "AAAAPwAAgD4="}]}',
            "base64.*encoding_format",
        ),
        (body(" ").encode("utf-16-le"), "UTF-16 without a byte order mark.*UTF-8"),
        (json.dumps(ROWS).encode("utf-16-be"), "UTF-16 without a byte order mark.*UTF-8"),
        (b'word,v\nking,"[1.5,2]"\nqueen,"[1.5]"\n', "has 1 number where"),
        (b"word,a,b\nking,1.5,2.5\nqueen\n", "has 1 column where"),
    ],
)
def test_one_sentence_with_the_remedy(content: bytes, said: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=said):
        embedlab.tables.read_vector_table(content)


MORE_SHAPES = {
    "groups": {
        "royal": dict(zip(WORDS[:2], ROWS[:2], strict=True)),
        "other": dict(zip(WORDS[2:], ROWS[2:], strict=True)),
    },
    "pairs below": {"data": [[w, row] for w, row in zip(WORDS, ROWS, strict=True)]},
    "rows below": {
        "header": ["id", "word", "a", "b", "c", "d"],
        "rows": [[at, w, *row] for at, (w, row) in enumerate(zip(WORDS, ROWS, strict=True))],
    },
    "columns": {
        "a": [row[0] for row in ROWS],
        "b": [row[1] for row in ROWS],
        "c": [row[2] for row in ROWS],
        "text": list(WORDS),
        "d": [row[3] for row in ROWS],
    },
    "sections": {
        name: [{"word": w, "v": row} for w, row in list(zip(WORDS, ROWS, strict=True))[part]]
        for name, part in {"train": slice(2), "test": slice(2, 5)}.items()
    },
    "models": {
        name: {"words": WORDS[part], "vectors": ROWS[part]}
        for name, part in {"a": slice(2), "b": slice(2, 5)}.items()
    },
    "hits": {
        "data": [
            [
                {"id": at, "distance": 0.5 + at, "entity": {"vector": row, "title": w}}
                for at, (w, row) in enumerate(zip(WORDS, ROWS, strict=True))
            ]
        ]
    },
}


@pytest.mark.parametrize("shape", MORE_SHAPES)
def test_lists_beside_and_below_other_lists(shape: str) -> None:
    labels, matrix = read(json.dumps(MORE_SHAPES[shape]))
    assert labels == WORDS
    np.testing.assert_allclose(matrix, MATRIX, rtol=1e-6)


def test_rows_that_are_numbers_only_now_and_then_whole() -> None:
    labels, matrix = read("1 0.5 0.25\n0.5 1 0\n-0.25 0.5 1\n")
    assert labels == ("row 1", "row 2", "row 3")
    assert matrix[0].tolist() == [1, 0.5, 0.25]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            json.dumps(
                [{"id": at, "v": {"indices": [1, at], "values": row[:2]}} for at, row in enumerate(ROWS)]
            ),
            "sparse.*zeros",
        ),
        (cells(lambda row: f"(9,[0,1,2,3],{row})"), "would be read as the label|no column of numbers"),
        ("word,embedding,score\nking,\\x0000003f0000803e,0.5\n", "bytes or base64"),
    ],
)
def test_vectors_that_are_no_lists_are_not_taken_for_some(text: str, said: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=said):
        read(text)


@pytest.mark.parametrize("odd", ["$1.50", "12 cm", "0.5-", "7%"])
def test_a_column_of_odd_numbers_is_named(odd: str) -> None:
    table = embedlab.tables.read_vector_table(f"word,a,b\nking,{odd},2.5\nqueen,{odd},0.5\n".encode())
    assert any(f"“a” is text (“{odd}”)" in note for note in table.notes)


@pytest.mark.parametrize("word", ["'{}'", "- {}:", '"{}"'])
@pytest.mark.parametrize("separator", [" ", ","])
def test_what_stands_around_every_label_is_no_part_of_it(word: str, separator: str) -> None:
    assert read(body(separator, word=word))[0] == WORDS or (separator, word) == (",", "- {}:")


def test_records_by_word_on_lines_of_their_own() -> None:
    text = "\n".join(json.dumps({w: {"vector": row}}) for w, row in zip(WORDS, ROWS, strict=True))
    assert read(text)[0] == WORDS


def test_numbers_in_front_of_names_stay() -> None:
    assert read("1 Kings 0.5 1.5\n2 Kings 0.25 1\n3 Kings 1.5 1\n")[0] == ("1 Kings", "2 Kings", "3 Kings")


def test_a_running_number_before_every_label_is_an_index() -> None:
    text = "".join(f"{at} {line}\n" for at, line in enumerate(body(" ").splitlines()))
    assert read(text)[0] == WORDS


@pytest.mark.parametrize("first", [0, 1, 1990])
@pytest.mark.parametrize("name", ["word,", "x,", ""])
@pytest.mark.parametrize("separator", [",", "\t", " "])
def test_columns_named_by_numbers_are_no_row(first: int, name: str, separator: str) -> None:
    if first > 1 and name != "word,":
        return  # 1990, 1991, … may be a row
    head = separator.join([*name.split(",")[:-1], *map(str, range(first, first + 4))])
    labels, matrix = read(f"{head}\n{body(separator)}")
    assert labels == WORDS
    np.testing.assert_allclose(matrix, MATRIX, rtol=1e-6)


def test_a_row_of_whole_numbers_stays() -> None:
    assert read("king,1,2\nqueen,1.5,2.5\n")[0] == ("king", "queen")
    assert read("1,2\n1.5,2.5\n")[1].shape == (2, 2)


def test_a_code_with_zeros_in_front_is_no_number() -> None:
    labels, matrix = read("place,a,b\n01234,0.5,0.25\n02345,1.5,0.75\n")
    assert (labels, matrix.shape) == (("01234", "02345"), (2, 2))


def test_words_in_a_column_of_that_name_are_not_coded() -> None:
    table = embedlab.tables.read_vector_table(
        b"vector,x,y\nboundary,0.5,1.5\nbeautify,2.5,0.5\nbeautiful,1.5,1\n"
    )
    assert table.labels == ("boundary", "beautify", "beautiful")
    assert read("vector,x,y\nexpected,0.5,1.5\n")[0] == ("expected",)
