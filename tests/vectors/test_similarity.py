"""Matrices equal scikit-learn's, the odd one out is gensim's, random pairs are what all pairs would give."""

from __future__ import annotations

import numpy as np
import pytest
from gensim.models import KeyedVectors
from sklearn.metrics import pairwise

import embedlab

ODD_SETS = [
    "breakfast cereal dinner lunch",
    "cat dog horse car",
    "paris london berlin banana",
    "red green blue yellow table",
    "one two three four monkey",
    "violin piano guitar hammer flute",
    "monday tuesday wednesday january friday",
    "king queen prince princess potato",
    "swim run walk jump stone",
    "happy sad angry wood proud",
    "doctor nurse surgeon carpenter",
    "apple pear cherry engine",
    "the of and dog",
    "france germany italy tokyo",
    "up down left",
]


@pytest.fixture(scope="module")
def reference(vectors: embedlab.vectors.WordVectors) -> KeyedVectors:
    keyed = KeyedVectors(vectors.dim)
    keyed.add_vectors(vectors.words, np.asarray(vectors.matrix))
    return keyed


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("cosine", pairwise.cosine_similarity),
        ("dot", pairwise.linear_kernel),
        ("euclidean", lambda points: pairwise.pairwise_distances(points, metric="euclidean")),
    ],
)
def test_a_matrix_equals_scikit_learn(
    measure: str, expected: object, vectors: embedlab.vectors.WordVectors
) -> None:
    words = ["king", "queen", "banana", "the", "running", "tokyo"]
    points = np.stack([vectors[word] for word in words]).astype(np.float64)
    found = embedlab.vectors.similarity_matrix(vectors, words, measure=measure)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, expected(points), atol=1e-6)  # type: ignore[operator]


def test_a_matrix_by_hand(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    words = ["east", "northeast", "west"]
    half = 2**-0.5
    cosines = embedlab.vectors.similarity_matrix(tiny_vectors, words)
    np.testing.assert_allclose(cosines, [[1, half, -1], [half, 1, -half], [-1, -half, 1]], atol=1e-7)
    assert np.diag(cosines).tolist() == [1, 1, 1]
    dots = embedlab.vectors.similarity_matrix(tiny_vectors, words, measure="dot")
    assert dots.tolist() == [[1, 2, -1], [2, 8, -2], [-1, -2, 1]]
    lengths = embedlab.vectors.similarity_matrix(tiny_vectors, words, measure="euclidean")
    np.testing.assert_allclose(lengths, [[0, 5**0.5, 2], [5**0.5, 0, 13**0.5], [2, 13**0.5, 0]])
    matrices = {"cosine": cosines, "dot": dots, "euclidean": lengths}
    best = {name: embedlab.vectors.most_similar_pair(each, measure=name) for name, each in matrices.items()}
    assert best == {"cosine": (0, 1), "dot": (0, 1), "euclidean": (0, 2)}


def test_a_zero_vector_has_no_cosine_but_a_place(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="“nowhere” is all zeros"):
        embedlab.vectors.similarity_matrix(tiny_vectors, ["east", "nowhere"])
    distances = embedlab.vectors.similarity_matrix(tiny_vectors, ["east", "nowhere"], measure="euclidean")
    assert distances.tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize("words", [[], ["king"] * 201])
def test_a_matrix_names_its_limit(words: list[str], vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=f"^{len(words)} words .* 1 to 200"):
        embedlab.vectors.similarity_matrix(vectors, words)
    with pytest.raises(embedlab.UnknownNameError, match="cosine, dot, euclidean"):
        embedlab.vectors.similarity_matrix(vectors, ["king"], measure="taxi")


def test_random_pairs_agree_with_all_pairs(vectors: embedlab.vectors.WordVectors) -> None:
    found = embedlab.vectors.random_pair_cosines(vectors, pairs=100_000, among=500)
    units = np.stack([vectors.unit(word) for word in vectors.words[:500]]).astype(np.float64)
    everyone = (units @ units.T)[np.triu_indices(500, 1)]
    assert found.mean == pytest.approx(everyone.mean(), abs=0.005)
    expected = np.quantile(everyone, [0.05, 0.5, 0.95])
    assert [found.low, found.median, found.high] == pytest.approx(expected.tolist(), abs=0.01)
    assert found.mean == pytest.approx(found.cosines.mean())
    assert (len(found.cosines), found.among) == (100_000, 500)
    assert found.reaching(found.high) == pytest.approx(5_000, abs=1)


def test_random_pairs_are_two_different_words_with_a_direction(
    tiny_vectors: embedlab.vectors.WordVectors,
) -> None:
    found = embedlab.vectors.random_pair_cosines(tiny_vectors, pairs=2_000)  # a zero vector among five
    possible = [0, 2**-0.5, -1, -(2**-0.5)]  # 1 would be a word with itself
    assert all(np.isclose(found.cosines, cosine, atol=1e-6).any() for cosine in possible)
    assert np.isclose(found.cosines[:, None], possible, atol=1e-6).any(axis=1).all()
    assert found.among == 5


def test_random_pairs_are_the_same_for_the_same_number(vectors: embedlab.vectors.WordVectors) -> None:
    one, same, other = (
        embedlab.vectors.random_pair_cosines(vectors, pairs=50, random_state=n) for n in (1, 1, 2)
    )
    np.testing.assert_array_equal(one.cosines, same.cosines)
    assert not np.array_equal(one.cosines, other.cosines)


def test_random_words_are_less_alike_than_neighbors(vectors: embedlab.vectors.WordVectors) -> None:
    found = embedlab.vectors.random_pair_cosines(vectors)
    assert found.low < found.median < found.high < vectors.similarity("king", "queen")
    assert found.mean > 0.05  # a baseline of 0 would be wrong in this table


@pytest.mark.parametrize(
    ("options", "message"),
    [({"pairs": 0}, "0 random pairs"), ({"pairs": 10**7}, "1 to 1,000,000"), ({"among": 1}, "Only 1 of")],
)
def test_random_pairs_name_their_limits(
    options: dict[str, int], message: str, vectors: embedlab.vectors.WordVectors
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.vectors.random_pair_cosines(vectors, **options)


@pytest.mark.parametrize("line", ODD_SETS)
def test_the_odd_one_out_is_that_of_gensim(
    line: str, vectors: embedlab.vectors.WordVectors, reference: KeyedVectors
) -> None:
    found = embedlab.vectors.odd_one_out(vectors, line.split())
    ranked = reference.rank_by_centrality(line.split())  # most central first
    assert found.odd == reference.doesnt_match(line.split()) == ranked[-1][1]
    expected = {word: cosine for cosine, word in ranked}
    assert found.cosines.tolist() == pytest.approx([expected[word] for word in found.words], abs=1e-6)
    assert found.margin == pytest.approx(ranked[-2][0] - ranked[-1][0], abs=1e-6)


def test_random_sets_have_the_odd_one_of_gensim(
    vectors: embedlab.vectors.WordVectors, reference: KeyedVectors
) -> None:
    random = np.random.default_rng(0)
    for size in (3, 5, 10, 50):
        for _ in range(10):
            words = [vectors.words[row] for row in random.choice(20_000, size, replace=False)]
            assert embedlab.vectors.odd_one_out(vectors, words).odd == reference.doesnt_match(words)


def test_the_odd_one_by_hand() -> None:
    table = embedlab.vectors.WordVectors(
        ["a", "b", "c"], np.array([[1, 0], [5, 0], [0, 3]], dtype=np.float32)
    )
    found = embedlab.vectors.odd_one_out(table, ["a", "b", "c"])  # the mean of the units is (2, 1) / 3
    assert found.odd == "c"
    np.testing.assert_allclose(found.cosines, [2 / 5**0.5, 2 / 5**0.5, 1 / 5**0.5], atol=1e-7)
    assert found.margin == pytest.approx(1 / 5**0.5)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("king queen", "2 words .* 3 to 50"),
        (" ".join(f"w{number}" for number in range(51)), "51 words .* 3 to 50"),
        ("king queen King", "“King” was given twice"),
    ],
)
def test_the_odd_one_out_names_its_limits(
    words: str, message: str, vectors: embedlab.vectors.WordVectors
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.vectors.odd_one_out(vectors, words.split())


def test_words_without_a_middle() -> None:
    corners = np.array([[1, 0], [-0.5, 3**0.5 / 2], [-0.5, -(3**0.5) / 2]])
    table = embedlab.vectors.WordVectors(["a", "b", "c"], corners)
    with pytest.raises(embedlab.InvalidInputError, match="cancel each other"):
        embedlab.vectors.odd_one_out(table, ["a", "b", "c"])
