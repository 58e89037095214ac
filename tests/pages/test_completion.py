"""What is offered while a word is typed: the most frequent words that begin like it."""

from __future__ import annotations

import pytest

import embedlab
from ui.vectors.completion import COMPLETIONS, SEARCHED, complete
from ui.vectors.word_table import WordTable


@pytest.mark.parametrize("typed", ["a", "king", "kings", "Ki", "é", "zzzz", "'", "new"])
def test_the_most_frequent_words_with_the_same_beginning(
    typed: str, vectors: embedlab.vectors.WordVectors
) -> None:
    table = WordTable(vectors, "GloVe", "GloVe", "glove for completions", "", "")
    begin = typed.lower()
    frequent = [word for word in vectors.words[:SEARCHED] if word.startswith(begin) and word != begin]
    assert complete(table, typed) == tuple(frequent[:COMPLETIONS])
