"""Hostile and clumsy questions to word vectors."""

from __future__ import annotations

import time

import numpy as np
import pytest

import embedlab
from embedlab.vectors.analogies import METHODS

EVERY_METHOD = pytest.mark.parametrize("method", METHODS)
PATTERNS = [".*", "k.ng", "(a+)+$", "[a-z]+", "king|queen", "^king$", "%", "k?ng*", "\\w+"]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.bad_input(52)
def test_words_are_looked_up_literally(pattern: str, vectors: embedlab.vectors.WordVectors) -> None:
    if pattern == "%":
        assert vectors.words[vectors.row(pattern)] == "%"  # a word of this table, and no wildcard
        return
    assert pattern not in vectors
    with pytest.raises(embedlab.UnknownWordError) as caught:
        embedlab.analogy(vectors, "man", pattern, "woman")
    assert f"“{pattern}”" in str(caught.value)
    with pytest.raises(embedlab.UnknownWordError):
        embedlab.vectors.solve_formula(vectors, f'king - "{pattern}"')


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.bad_input(52)
def test_a_pattern_in_a_formula_is_no_pattern(pattern: str, vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises((embedlab.FormulaError, embedlab.UnknownWordError)) as caught:
        embedlab.vectors.solve_formula(vectors, f"king - {pattern}")
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("word", ["a" * 1_000_000, "(" * 100_000, "a-" * 100_000])
@pytest.mark.bad_input(52)
def test_a_huge_word_is_answered_soon(word: str, vectors: embedlab.vectors.WordVectors) -> None:
    begun = time.process_time()
    with pytest.raises(embedlab.UnknownWordError) as caught:
        embedlab.vectors.audit_analogy(vectors, word, "king", "woman")
    with pytest.raises(embedlab.FormulaError, match="may have 500 characters"):
        embedlab.vectors.solve_formula(vectors, word)
    assert time.process_time() - begun < 5
    assert len(str(caught.value)) < 400


@EVERY_METHOD
@pytest.mark.parametrize("place", range(3))
@pytest.mark.bad_input(54)
def test_a_missing_word_is_named_with_five_spellings(
    place: int, method: str, vectors: embedlab.vectors.WordVectors
) -> None:
    words = ["man", "king", "woman"]
    words[place] = "womman"
    for ask in (embedlab.analogy, embedlab.vectors.audit_analogy):
        with pytest.raises(embedlab.UnknownWordError, match="“womman” is not among the 400,000") as caught:
            ask(vectors, *words, method=method)  # type: ignore[operator]
        assert len(caught.value.suggestions) == 5
        assert "woman" in caught.value.suggestions
    with pytest.raises(embedlab.UnknownWordError, match="“quueen”"):
        embedlab.vectors.audit_analogy(vectors, "man", "king", "woman", expected="quueen")
    with pytest.raises(embedlab.InvalidInputError, match="A word is missing"):
        embedlab.analogy(vectors, "man", " ", "woman", method=method)


@EVERY_METHOD
@pytest.mark.parametrize(
    ("a", "b", "c"),
    [
        ("king", "queen", "king"),
        ("king", "queen", "queen"),
        ("man", "King", "MAN"),
        ("king", "king", "queen"),
    ],
)
@pytest.mark.bad_input(54)
def test_repeated_words_answer_or_say_why(
    a: str, b: str, c: str, method: str, vectors: embedlab.vectors.WordVectors
) -> None:
    if method == "pairdirection" and a == b:
        with pytest.raises(embedlab.InvalidInputError, match=r"cancels out to zero.*change one of the words"):
            embedlab.analogy(vectors, a, b, c, method=method)
        return
    audit = embedlab.vectors.audit_analogy(vectors, a, b, c, method=method)
    assert not {a.lower(), b.lower(), c.lower()} & set(audit.standard.words)
    assert len(audit.standard.words) == len(set(audit.standard.words)) == 10
    assert np.isfinite(audit.standard.scores).all()


@EVERY_METHOD
@pytest.mark.bad_input(54)
def test_nobody_left_to_answer(method: str) -> None:
    table = embedlab.vectors.WordVectors(["a", "b", "c", "zero"], np.vstack([np.eye(3), np.zeros(3)]))
    for ask in (embedlab.analogy, embedlab.vectors.audit_analogy):
        with pytest.raises(embedlab.InvalidInputError, match=r"No candidates are left.*add words"):
            ask(table, "a", "b", "c", method=method)  # type: ignore[operator]
    with pytest.raises(embedlab.InvalidInputError, match="No candidates"):
        embedlab.vectors.solve_formula(table, "a + b + c")
    everyone = embedlab.analogy(table, "a", "b", "c", method=method, exclude_inputs=False)
    assert set(everyone.words) == ({"a", "b"} if method == "pairdirection" else {"a", "b", "c"})


@pytest.mark.bad_input(54)
def test_the_same_word_three_times_in_pair_direction_or_a_table_of_twins() -> None:
    twins = embedlab.vectors.WordVectors(["a", "b", "c", "d"], np.array([[1, 0], [0, 1], [1, 0], [2, 0]]))
    with pytest.raises(embedlab.InvalidInputError, match="No candidates"):
        embedlab.analogy(twins, "a", "b", "c", method="pairdirection")  # d points where c does
    with pytest.raises(embedlab.InvalidInputError, match="“a” − “c” cancels out"):
        embedlab.analogy(twins, "c", "a", "b", method="pairdirection")


@pytest.mark.parametrize("k", [0, -3])
@EVERY_METHOD
@pytest.mark.bad_input(54)
def test_no_answers_asked(k: int, method: str, tiny_vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="at least 1"):
        embedlab.vectors.audit_analogy(tiny_vectors, "east", "north", "west", k=k, method=method)
