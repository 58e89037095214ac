"""Exports: what was written is read back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

from embedlab.export import csv_text, word2vec_text
from embedlab.tables import read_vector_table


def test_other_text_comes_back_as_it_was() -> None:
    cells = ['a "quoted", word', "two\nlines", "", "猫", "a=b"]
    rows = list(csv.reader(io.StringIO(csv_text({"token": cells}), newline="")))
    assert [row[0] if row else "" for row in rows] == ["token", *cells]


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
