"""Offsets by hand, against scikit-learn and SVD by definition, and a shuffle that can tell a relation."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics.pairwise import cosine_similarity

import embedlab
from embedlab.vectors.offsets import mean_pair_cosine


def table(points: dict[str, list[float]]) -> embedlab.vectors.WordVectors:
    return embedlab.vectors.WordVectors(list(points), np.array(list(points.values()), dtype=np.float32))


def pairs_of(text: str) -> list[tuple[str, str]]:
    return [(pair.split()[0], pair.split()[1]) for pair in text.split(",")]


@pytest.fixture(scope="module")
def parallel() -> tuple[embedlab.vectors.WordVectors, list[tuple[str, str]]]:
    """Eight pairs on the unit sphere, all of them with the same offset, the firsts in all directions."""
    random = np.random.default_rng(0)
    offset = np.zeros(10)
    offset[0] = 1.0
    around = random.normal(size=(8, 9))
    around *= np.sqrt(0.75) / np.linalg.norm(around, axis=1, keepdims=True)
    firsts = np.column_stack([np.full(8, -0.5), around])  # length 1, and so are those moved by the offset
    words = [f"a{n}" for n in range(8)] + [f"b{n}" for n in range(8)]
    vectors = embedlab.vectors.WordVectors(words, np.concatenate([firsts, firsts + offset]))
    return vectors, [(f"a{n}", f"b{n}") for n in range(8)]


def test_parallel_offsets_have_mean_cosine_1(
    parallel: tuple[embedlab.vectors.WordVectors, list[tuple[str, str]]],
) -> None:
    found = embedlab.vectors.relation_offsets(*parallel)
    assert found.mean_cosine == pytest.approx(1, abs=1e-6)
    assert found.shuffled.max() < 0.7
    assert found.explained == pytest.approx(1, abs=1e-6)
    assert found.mean_length == pytest.approx(1, abs=1e-6)
    np.testing.assert_allclose(found.coordinates, np.tile([1, 0], (8, 1)), atol=1e-6)


def test_offsets_by_hand() -> None:
    # on a circle: a quarter turn from each of three words; scaling a word changes nothing
    vectors = table({"e": [7, 0], "n": [0, 1], "w": [-1, 0], "s": [0, -2]})
    found = embedlab.vectors.relation_offsets(vectors, pairs_of("e n,n w,w s"))
    np.testing.assert_allclose(found.offsets, [[-1, 1], [-1, -1], [1, -1]], atol=1e-7)
    np.testing.assert_allclose(found.cosines, [[1, 0, -1], [0, 1, 0], [-1, 0, 1]], atol=1e-7)
    assert found.mean_cosine == pytest.approx(-1 / 3)
    assert found.mean_length == pytest.approx(2**0.5)
    assert found.explained == pytest.approx(1)
    lengths = np.linalg.norm(found.coordinates, axis=1)
    np.testing.assert_allclose(lengths, 2**0.5, atol=1e-7)  # a plane in a plane: nothing is lost
    assert (found.coordinates.sum(axis=0) >= -1e-9).all()


def test_the_plane_holds_the_most_that_a_plane_can(vectors: embedlab.vectors.WordVectors) -> None:
    found = embedlab.vectors.relation_offsets(vectors, embedlab.texts.RELATIONS["country → currency"].pairs)
    whole = (found.offsets**2).sum()
    assert found.explained == pytest.approx((found.coordinates**2).sum() / whole)
    largest = np.sort(np.linalg.eigvalsh(found.offsets.T @ found.offsets))[-2:].sum()
    assert found.explained == pytest.approx(largest / whole)
    assert found.explained < 1


def test_cosines_equal_scikit_learn(vectors: embedlab.vectors.WordVectors) -> None:
    pairs = embedlab.texts.RELATIONS["present → past"].pairs
    found = embedlab.vectors.relation_offsets(vectors, pairs)
    offsets = np.stack([vectors.unit(b) - vectors.unit(a) for a, b in pairs]).astype(np.float64)
    np.testing.assert_allclose(found.offsets, offsets, atol=1e-6)
    expected = cosine_similarity(offsets)
    np.testing.assert_allclose(found.cosines, expected, atol=1e-5)
    upper = expected[np.triu_indices(len(pairs), 1)]
    assert found.mean_cosine == pytest.approx(upper.mean(), abs=1e-6)
    assert found.pairs == pairs


@pytest.mark.parametrize("name", ["country → capital", "present → past", "man → woman"])
def test_a_real_relation_beats_its_shuffles(name: str, vectors: embedlab.vectors.WordVectors) -> None:
    found = embedlab.vectors.relation_offsets(vectors, embedlab.texts.RELATIONS[name].pairs)
    assert found.shuffled.shape == (200,)
    assert found.shuffled.max() < found.mean_cosine


def test_words_that_are_no_relation_do_not(vectors: embedlab.vectors.WordVectors) -> None:
    firsts = ["cat", "dog", "horse", "cow", "lion", "tiger", "elephant", "rabbit", "wolf", "bear"]
    seconds = ["paris", "berlin", "tokyo", "beijing", "cairo", "ottawa", "madrid", "delhi", "nairobi", "rome"]
    found = embedlab.vectors.relation_offsets(vectors, list(zip(firsts, seconds, strict=True)))
    assert (
        found.mean_cosine > 0.2
    )  # two groups lie apart: only the shuffle shows that the pairing says nothing
    assert found.shuffled.min() < found.mean_cosine < found.shuffled.max()


def test_no_round_deals_a_word_its_own() -> None:
    """With three pairs there are two ways to deal anew; both are drawn and nothing else."""
    random = np.random.default_rng(1)
    firsts, seconds = random.normal(size=(2, 3, 4))
    points = {f"a{n}": list(firsts[n]) for n in range(3)} | {f"b{n}": list(seconds[n]) for n in range(3)}
    vectors = table(points)
    found = embedlab.vectors.relation_offsets(vectors, pairs_of("a0 b0,a1 b1,a2 b2"), rounds=50)
    units = {word: vectors.unit(word).astype(np.float64) for word in points}
    ways = [
        mean_pair_cosine(np.stack([units[f"b{order[n]}"] - units[f"a{n}"] for n in range(3)]))
        for order in ([1, 2, 0], [2, 0, 1])
    ]
    assert {round(value, 9) for value in found.shuffled.tolist()} == {round(way, 9) for way in ways}


def test_a_second_word_of_many_is_dealt_to_others_only() -> None:
    """Two of four second words are the same: to deal one to the other's owner would be no change."""
    vectors = table(
        {"a": [1, 0], "b": [0, 1], "c": [-1, 0], "d": [0, -1], "x": [1, 1], "y": [1, 2], "z": [2, 1]}
    )
    found = embedlab.vectors.relation_offsets(vectors, pairs_of("a x,b x,c y,d z"), rounds=100)
    units = {word: vectors.unit(word).astype(np.float64) for word in vectors.words}
    allowed = [
        mean_pair_cosine(
            np.stack([units[second] - units[first] for first, second in zip("abcd", order, strict=True)])
        )
        for order in ("yzxx", "zyxx")
    ]
    assert all(min(abs(value - way) for way in allowed) < 1e-9 for value in found.shuffled)


def test_where_every_second_word_is_the_same_the_shuffle_changes_nothing() -> None:
    vectors = table({"a": [1, 0], "b": [0, 1], "c": [-1, 0], "x": [1, 1]})
    found = embedlab.vectors.relation_offsets(vectors, pairs_of("a x,b x,c x"), rounds=5)
    np.testing.assert_allclose(found.shuffled, found.mean_cosine)


def test_rounds_are_the_same_for_the_same_number(vectors: embedlab.vectors.WordVectors) -> None:
    pairs = embedlab.texts.RELATIONS["animal → young"].pairs
    one, same, other = (
        embedlab.vectors.relation_offsets(vectors, pairs, rounds=20, random_state=state)
        for state in (1, 1, 2)
    )
    np.testing.assert_array_equal(one.shuffled, same.shuffled)
    assert not np.array_equal(one.shuffled, other.shuffled)


def test_one_dimension_has_no_plane_and_breaks_nothing() -> None:
    vectors = embedlab.vectors.WordVectors(list("abcd"), np.array([[1], [-1], [2], [-3]]))
    found = embedlab.vectors.relation_offsets(vectors, pairs_of("a b,c d,a d"))
    assert found.coordinates.tolist() == [[2, 0], [2, 0], [2, 0]]
    assert found.mean_cosine == pytest.approx(1)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ("france paris,japan tokyo", "2 pairs .* at least 3 and at most 500"),
        (",".join(["france paris"] * 501), "501 pairs"),
        ("france paris,japan tokyo,France Paris", "Pair 3 .* was given before"),
        ("france paris,japan tokyo,rome rome", "Pair 3 .“rome”, “rome”. has two words of the same direction"),
    ],
)
def test_pairs_that_cannot_be_compared(
    pairs: str, message: str, vectors: embedlab.vectors.WordVectors
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.vectors.relation_offsets(vectors, pairs_of(pairs))


def test_words_of_equal_direction_are_named() -> None:
    vectors = table({"a": [1, 1], "b": [3, 3], "c": [1, 0], "d": [0, 1]})
    with pytest.raises(embedlab.InvalidInputError, match=r"Pair 2 \(“a”, “b”\)"):
        embedlab.vectors.relation_offsets(vectors, pairs_of("c d,a b,d a"))


@pytest.mark.parametrize("rounds", [0, 10_001])
def test_rounds_name_their_limit(rounds: int, vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=f"{rounds:,} rounds .* 1 to 10,000"):
        embedlab.vectors.relation_offsets(
            vectors, embedlab.texts.RELATIONS["king → queen"].pairs, rounds=rounds
        )
