"""Tables that were printed for people, and other shapes that look like vectors and are not read as such."""

from __future__ import annotations

import json

import numpy as np
import pytest

import embedlab

ROWS = [("cat", 0.5, 0.25), ("dog", -0.125, 1.5), ("a|b", 0.0, -2.0), ("king", 3.0, 4.0)]
HEAD = ("word", "x", "y")


def framed(rule: str, bar: str, *, outer: bool, footer: str = "") -> bytes:
    cells = [HEAD, *((word.replace("|", "/"), str(x), str(y)) for word, x, y in ROWS)]
    widths = [max(len(row[place]) for row in cells) for place in range(3)]
    lines = [f" {bar} ".join(text.ljust(width) for text, width in zip(row, widths)) for row in cells]  # noqa: B905
    if outer:
        lines = [f"{bar} {line} {bar}" for line in lines]
    strokes = rule[1:2].join(rule[0] * (width + 2) for width in widths)
    edge = f"{rule[1:2]}{strokes}{rule[1:2]}" if outer else strokes
    if rule[2:] == "markdown":
        return "\n".join([lines[0], edge, *lines[1:]]).encode()
    whole = [edge, lines[0], edge, *lines[1:], edge] if outer else [lines[0], edge, *lines[1:]]
    return "\n".join([*whole, footer]).encode()


PRINTED = {
    "Markdown": framed("-|markdown", "|", outer=True),
    "psql": framed("-+", "|", outer=False, footer="(4 rows)\n"),
    "mysql": framed("-+", "|", outer=True, footer="4 rows in set (0.00 sec)\n"),
    "box": framed("─┼", "│", outer=True),
    "heavy": framed("━┿", "┃", outer=True),
}


@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_table_is_read_without_its_frame(name: str) -> None:
    table = embedlab.tables.read_vector_table(PRINTED[name])
    assert table.labels == ("cat", "dog", "a/b", "king")
    np.testing.assert_array_equal(table.matrix, np.float32([row[1:] for row in ROWS]))
    assert "The frame of a printed table was left out." in table.notes


@pytest.mark.parametrize("content", [b"[; []", b"([];\r[][]\n", b"{[[[] ;[]", b"[[;], [;]]"])
def test_brackets_without_a_number_are_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(embedlab.EmbedLabError):
        embedlab.tables.read_vector_table(content)


def test_dashes_in_a_table_of_words_are_a_word() -> None:
    table = embedlab.tables.read_vector_table(b"--- 0.5 1\n| 1.5 2\n|| 2.5 3\n")
    assert table.labels == ("---", "|", "||")


def test_html_entities_are_words() -> None:
    table = embedlab.tables.read_vector_table(b"&amp; 0.5 0.25\n&lt; 0.1 0.2\nking 0.3 0.4\n")
    assert table.labels == ("&amp;", "&lt;", "king")


def test_an_id_may_look_like_a_power_of_ten() -> None:
    table = embedlab.tables.read_vector_table(b"id,x,y\n1e5,0.5,0.25\n2e5,1.5,2.5\n30,0.5,1\n")
    assert (table.labels, table.matrix.shape) == (("1e5", "2e5", "30"), (3, 2))


def test_vectors_of_the_tokens_of_a_word_have_its_name() -> None:
    value = {"king": [[0.5, 1.5], [2.5, 3.5]], "queen": [[4.5, 5.5]]}
    table = embedlab.tables.read_vector_table(json.dumps(value).encode())
    assert table.labels == ("king 1", "king 2", "queen 1")
    assert table.matrix.tolist() == [[0.5, 1.5], [2.5, 3.5], [4.5, 5.5]]


def test_a_configuration_of_the_projector_is_named() -> None:
    value = {"embeddings": [{"tensorName": "w", "tensorShape": [3, 2], "tensorPath": "vectors.tsv"}]}
    with pytest.raises(embedlab.InvalidInputError, match=r"names its files; .* \(“vectors.tsv”\)"):
        embedlab.tables.read_vector_table(json.dumps(value).encode())
