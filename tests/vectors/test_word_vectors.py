"""Neighbors and cosines equal gensim's; the border names the word and the remedy."""

from __future__ import annotations

import numpy as np
import pytest
from gensim.models import KeyedVectors

import embedlab


@pytest.fixture(scope="module")
def reference(vectors: embedlab.vectors.WordVectors) -> KeyedVectors:
    keyed = KeyedVectors(vectors.dim)
    keyed.add_vectors(vectors.words, np.asarray(vectors.matrix))
    return keyed


@pytest.mark.parametrize("word", ["bank", "king", "the", "unimaginably", "tokyo"])
def test_neighbors_equal_gensim(
    word: str, vectors: embedlab.vectors.WordVectors, reference: KeyedVectors
) -> None:
    expected = reference.most_similar(word, topn=20)
    found = vectors.neighbors(word, k=20)
    assert found.words == [name for name, _ in expected]
    np.testing.assert_allclose(found.scores, [score for _, score in expected], atol=1e-5)


@pytest.mark.filterwarnings("ignore:Call to deprecated `init_sims`:DeprecationWarning")  # gensim's own call
@pytest.mark.parametrize(
    ("a", "b", "c"), [("man", "king", "woman"), ("france", "paris", "japan"), ("walk", "walked", "swim")]
)
def test_analogies_equal_gensim(
    a: str, b: str, c: str, vectors: embedlab.vectors.WordVectors, reference: KeyedVectors
) -> None:
    added = reference.most_similar(positive=[b, c], negative=[a], topn=10)
    found = embedlab.analogy(vectors, a, b, c)
    assert found.words == [name for name, _ in added]
    np.testing.assert_allclose(found.scores, [score for _, score in added], atol=1e-5)

    multiplied = reference.most_similar_cosmul(positive=[b, c], negative=[a], topn=10)
    found = embedlab.analogy(vectors, a, b, c, method="3cosmul")
    assert found.words == [name for name, _ in multiplied]
    np.testing.assert_allclose(found.scores, [score for _, score in multiplied], atol=1e-4)


def test_similarity_equals_gensim(vectors: embedlab.vectors.WordVectors, reference: KeyedVectors) -> None:
    assert vectors.similarity("cat", "dog") == pytest.approx(reference.similarity("cat", "dog"), abs=1e-6)


def test_the_answers_of_the_design(vectors: embedlab.vectors.WordVectors) -> None:
    queen = embedlab.analogy(vectors, "man", "king", "woman")
    assert queen.words[0] == "queen"
    assert queen.scores[0] == pytest.approx(0.852, abs=5e-4)
    assert embedlab.analogy(vectors, "france", "paris", "japan").words[0] == "tokyo"
    assert embedlab.analogy(vectors, "walk", "walked", "swim").words[0] == "swam"


def test_without_hiding_the_inputs_king_wins(vectors: embedlab.vectors.WordVectors) -> None:
    everyone = embedlab.analogy(vectors, "man", "king", "woman", exclude_inputs=False)
    assert everyone.words[:2] == ["king", "queen"]


def test_the_table_is_mapped_not_loaded(vectors: embedlab.vectors.WordVectors) -> None:
    assert isinstance(vectors.matrix, np.memmap)
    assert (len(vectors), vectors.dim, vectors.matrix.dtype) == (400_000, 50, np.float32)
    np.testing.assert_array_equal(vectors["the"], vectors.matrix[0])


def test_cosines_stay_in_bounds(vectors: embedlab.vectors.WordVectors) -> None:
    scores = vectors.cosines(vectors.matrix[:50].T)
    assert scores.min() >= -1
    assert scores.max() <= 1


def test_an_unknown_word_carries_five_close_spellings(vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.UnknownWordError) as caught:
        vectors["kign"]
    assert len(caught.value.suggestions) == 5
    assert "king" in caught.value.suggestions
    assert "400,000" in str(caught.value)
    assert "“kign”" in str(caught.value)


def test_words_are_looked_up_in_the_case_of_the_table(vectors: embedlab.vectors.WordVectors) -> None:
    assert "King" in vectors
    np.testing.assert_array_equal(vectors["King"], vectors["king"])


@pytest.mark.parametrize("word", ["", "  "])
def test_an_empty_word_says_what_to_do(word: str, vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="type one of the 400,000"):
        vectors.neighbors(word)


def test_hand_computed_cosines(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    assert tiny_vectors.similarity("east", "northeast") == pytest.approx(2**-0.5)
    assert tiny_vectors.similarity("east", "west") == pytest.approx(-1)
    found = tiny_vectors.neighbors("east", k=3)
    assert found.words == ["northeast", "north", "west"]


def test_a_zero_vector_has_no_cosine_and_is_nobodys_neighbor(
    tiny_vectors: embedlab.vectors.WordVectors,
) -> None:
    assert "nowhere" not in tiny_vectors.neighbors("east", k=5).words
    with pytest.raises(embedlab.InvalidInputError, match="all zeros"):
        tiny_vectors.neighbors("nowhere")


@pytest.mark.parametrize("k", [0, -1])
def test_k_names_its_limit(k: int, tiny_vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=f"k = {k} .*at least 1"):
        tiny_vectors.neighbors("east", k=k)


def test_a_small_table_returns_what_it_has(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    assert len(tiny_vectors.neighbors("east", k=100).words) == 3


def test_of_a_repeated_word_the_first_row_counts() -> None:
    table = embedlab.vectors.WordVectors(["a", "b", "a"], np.array([[1, 0], [0, 1], [5, 5]]))
    np.testing.assert_array_equal(table["a"], [1, 0])


def test_rows_and_words_must_agree() -> None:
    with pytest.raises(embedlab.InvalidInputError, match=r"2 words .*\(3, 4\)"):
        embedlab.vectors.WordVectors(["a", "b"], np.ones((3, 4)))


def test_words_that_cancel_out_are_named(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    # north − north + east is east; west − nothing: b − a + c = 0 needs c = a − b
    table = embedlab.vectors.WordVectors(
        ["p", "q", "r"], np.array([[1, 0], [0.5, 3**0.5 / 2], [0.5, -(3**0.5) / 2]])
    )
    with pytest.raises(embedlab.InvalidInputError, match="cancels out"):
        embedlab.analogy(table, "p", "q", "r")
    assert embedlab.analogy(tiny_vectors, "north", "north", "east", k=1).words == ["northeast"]


def test_excluding_everything_leaves_no_candidates() -> None:
    table = embedlab.vectors.WordVectors(["a", "b"], np.eye(2))
    with pytest.raises(embedlab.InvalidInputError, match="No candidates"):
        embedlab.analogy(table, "a", "b", "a")


def test_an_unknown_method_lists_the_known_ones(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.UnknownNameError, match="3cosadd, 3cosmul"):
        embedlab.analogy(tiny_vectors, "east", "north", "west", method="4cos")
