"""Random tables in every dialect come back with the same labels and numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embedlab.tables import read_vector_table
from tests.support.table_dialects import PLAIN, QUOTED

pytestmark = pytest.mark.long

LETTERS = st.characters(categories=["Lu", "Ll", "Lo"])
PLAIN_WORDS = st.text(LETTERS, min_size=1, max_size=10).filter(lambda word: word not in ("nan", "inf"))
SAFE = st.from_regex(r"[A-Za-z]([A-Za-z0-9 '.,;|:#+\-\n\"]{0,12}[A-Za-z])?", fullmatch=True)
NUMBERS = (
    st.floats(-1e6, 1e6, allow_nan=False, width=32)
    .map(lambda number: round(number, 6))
    .filter(
        lambda number: number != int(number)  # columns of whole numbers may be counts
    )
)


@st.composite
def matrices(draw: st.DrawFn, rows: int) -> list[list[float]]:
    dim = draw(st.integers(2, 6))
    return draw(st.lists(st.lists(NUMBERS, min_size=dim, max_size=dim), min_size=rows, max_size=rows))


def check(words: Sequence[str], matrix: Sequence[Sequence[float]], text: str) -> None:
    table = read_vector_table(text.encode())
    assert list(table.labels) == list(words), text
    np.testing.assert_array_equal(table.matrix, np.array(matrix).astype(np.float32))
    assert table.reading.startswith(f"{len(words)} row")


@pytest.mark.parametrize("dialect", PLAIN)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_word_before_its_numbers(dialect: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(PLAIN_WORDS, min_size=2, max_size=6, unique=True))
    matrix = data.draw(matrices(len(words)))
    check(words, matrix, PLAIN[dialect](words, matrix))


@pytest.mark.parametrize("dialect", QUOTED)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_words_between_quotation_marks_or_in_json(dialect: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(SAFE, min_size=2, max_size=6, unique=True))
    matrix = data.draw(matrices(len(words)))
    check(words, matrix, QUOTED[dialect](words, matrix))
