"""Words that a table does not have, has twice or has as zeros, in everything that takes words or pairs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import embedlab
from embedlab.vectors import WordVectors
from embedlab.vectors.directions import first_units, project_away, unit_direction

PAIRS = [("king", "queen"), ("man", "woman"), ("boy", "girl")]


def effect(vectors: WordVectors, words: list[str]) -> object:
    return embedlab.vectors.removal_effect(vectors, embedlab.vectors.word_direction(vectors, PAIRS), words)


def offsets(vectors: WordVectors, words: list[str]) -> object:
    return embedlab.vectors.relation_offsets(vectors, [*PAIRS, ("father", words[-1])])


def direction(vectors: WordVectors, words: list[str]) -> object:
    return embedlab.vectors.word_direction(vectors, [*PAIRS, (words[-1], "mother")])


ASKED: list[Callable[[WordVectors, list[str]], object]] = [
    embedlab.vectors.similarity_matrix,
    embedlab.vectors.odd_one_out,
    effect,
    offsets,
    direction,
]


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.bad_input(54)
def test_a_word_outside_the_table_is_named_with_close_spellings(
    ask: Callable[[WordVectors, list[str]], object], vectors: WordVectors
) -> None:
    with pytest.raises(embedlab.UnknownWordError, match=r"“kign” .*400,000 words") as caught:
        ask(vectors, ["apple", "pear", "kign"])
    assert len(caught.value.suggestions) == 5
    assert "king" in caught.value.suggestions


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("word", ["", " \n"])
@pytest.mark.bad_input(54)
def test_an_empty_word_says_what_to_type(
    word: str, ask: Callable[[WordVectors, list[str]], object], vectors: WordVectors
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="A word is missing; type one of the 400,000"):
        ask(vectors, ["apple", "pear", word])


@pytest.mark.bad_input(54)
def test_repeated_words(vectors: WordVectors) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="“King” was given twice"):
        embedlab.vectors.odd_one_out(vectors, ["king", "man", "King"])
    with pytest.raises(embedlab.InvalidInputError, match=r"Pair 4 .*“KING”.* given before"):
        embedlab.vectors.relation_offsets(vectors, [*PAIRS, ("KING", "queen")])
    with pytest.raises(embedlab.InvalidInputError, match=r"Pair 4 .* two words of the same direction"):
        embedlab.vectors.word_direction(vectors, [*PAIRS, ("king", "King")])
    repeated = embedlab.vectors.similarity_matrix(vectors, ["king", "king"])  # a map may hold a word twice
    np.testing.assert_allclose(repeated, 1, atol=1e-6)


@pytest.mark.bad_input(54)
def test_nothing_left_to_search() -> None:
    table = WordVectors(["east", "north"], np.eye(2))
    axis = embedlab.vectors.word_direction(table, [("east", "north")])
    with pytest.raises(embedlab.InvalidInputError, match="Fewer than two of the first 2 words are left"):
        embedlab.vectors.words_along(table, axis)
    with pytest.raises(embedlab.InvalidInputError, match="Only 2 of the first 2 words"):
        embedlab.vectors.removal_effect(table, axis, ["east"])


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.bad_input(28)
def test_a_zero_vector_has_no_direction(ask: Callable[[WordVectors, list[str]], object]) -> None:
    random = np.random.default_rng(0)
    words = ["king", "queen", "man", "woman", "boy", "girl", "father", "mother", "apple", "pear", "hole"]
    words += [f"word{number}" for number in range(20)]
    matrix = random.normal(size=(len(words), 5))
    matrix[words.index("hole")] = 0
    with pytest.raises(embedlab.InvalidInputError, match="“hole” is all zeros"):
        ask(WordVectors(words, matrix), ["apple", "pear", "hole"])


@pytest.mark.bad_input(28)
def test_zero_vectors_are_nobodys_neighbor_and_no_baseline() -> None:
    random = np.random.default_rng(0)
    matrix = random.normal(size=(40, 5))
    matrix[10:20] = 0
    table = WordVectors([f"w{number}" for number in range(40)], matrix)
    holes = set(table.words[10:20])
    axis = embedlab.vectors.word_direction(table, [("w0", "w1")])
    along = embedlab.vectors.words_along(table, axis, k=40)
    assert not holes & {*along.low.words, *along.high.words}
    assert len(along.low.words) == len(along.high.words) == 14  # of 28 that are neither zero nor on the axis
    found = embedlab.vectors.removal_effect(table, axis, ["w2"], k=5)
    assert not holes & {*found.neighbors_before[0], *found.neighbors_after[0], *found.moved.words}
    assert np.isfinite(embedlab.vectors.random_pair_cosines(table, pairs=500).cosines).all()


@pytest.mark.parametrize("height", [0, 0.1])
@pytest.mark.bad_input(28)
def test_a_zero_vector_is_no_neighbor_even_where_all_others_point_away(height: float) -> None:
    half = 3**0.5 / 2
    corners = [[0, 0, 0], [1, 0, height], [-0.5, half, height], [-0.5, -half, height]]
    table = WordVectors(["hole", "a", "b", "c"], np.array(corners))
    found = embedlab.vectors.removal_effect(
        table, embedlab.vectors.named_axis([0, 0, 0], [0, 0, 1]), ["a"], k=2
    )
    assert {*found.neighbors_before[0]} == {*found.neighbors_after[0]} == {"b", "c"}
    assert sorted(found.moved.words) == ["a", "b", "c"]


@pytest.mark.bad_input(28)
def test_no_random_pair_has_a_zero_vector() -> None:
    table = WordVectors(list("abcd"), np.array([[1, 0.1], [0, 0], [1, 0.2], [1, 0.3]]))
    found = embedlab.vectors.random_pair_cosines(table, pairs=500)
    assert found.cosines.min() > 0.9


@pytest.mark.bad_input(33)
def test_one_dimension_is_enough() -> None:
    table = WordVectors(list("abcdef"), np.array([[1], [-1], [2], [-3], [4], [-2]]))
    axis = embedlab.vectors.word_direction(table, [("a", "b")])
    assert not project_away(first_units(table, 6), unit_direction(table, axis)).any()
    assert set(embedlab.vectors.similarity_matrix(table, list("abc")).ravel().tolist()) == {-1, 1}
    with pytest.raises(embedlab.InvalidInputError, match="Only 0 of the first 6 words keep a direction"):
        embedlab.vectors.removal_effect(table, axis, ["c"], k=1)
