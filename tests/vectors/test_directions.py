"""Directions, words along them, and what taking one away leaves: by hand and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

import embedlab
from embedlab.texts.relations import Relation
from embedlab.vectors import WordVectors, removal
from embedlab.vectors.directions import first_units, project_away, unit_direction

GENDER = [("he", "she"), ("man", "woman"), ("his", "her"), ("father", "mother"), ("boy", "girl")]
GENDERED = ["nurse", "actress", "policeman", "grandmother", "uncle"]
GENDERED += ["queen", "prince", "girlfriend", "husband", "waitress"]
NUMBERS = ["three", "seven", "eleven", "twenty", "fifty", "hundred", "thousand", "million", "1990", "12"]


@pytest.fixture(scope="module")
def gender(vectors: embedlab.vectors.WordVectors) -> embedlab.vectors.NamedAxis:
    return embedlab.vectors.word_direction(vectors, GENDER)


@pytest.fixture(scope="module")
def effect(
    vectors: embedlab.vectors.WordVectors, gender: embedlab.vectors.NamedAxis
) -> embedlab.vectors.Removal:
    return embedlab.vectors.removal_effect(vectors, gender, GENDERED + NUMBERS)


def without(vectors: WordVectors, axis: embedlab.vectors.NamedAxis, among: int = 20_000) -> WordVectors:
    """Return the first words with a direction projected out of their unit vectors."""
    rest = project_away(first_units(vectors, among), unit_direction(vectors, axis))
    return WordVectors(vectors.words[: len(rest)], rest, uncased=vectors.uncased)


def test_a_direction_is_the_mean_of_the_offsets_of_unit_vectors(
    vectors: embedlab.vectors.WordVectors, gender: embedlab.vectors.NamedAxis
) -> None:
    offsets = np.stack([vectors.unit(b) - vectors.unit(a) for a, b in GENDER]).astype(np.float64)
    mean = (offsets / np.linalg.norm(offsets, axis=1, keepdims=True)).mean(axis=0)
    np.testing.assert_allclose(gender.direction, mean / np.linalg.norm(mean), atol=1e-6)
    assert (gender.negative, gender.positive) == ("he", "she")


def test_a_direction_by_hand(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    axis = embedlab.vectors.word_direction(tiny_vectors, [("west", "east")])
    assert axis.direction.tolist() == [1, 0]
    along = embedlab.vectors.words_along(tiny_vectors, axis)
    # of north (0) and northeast (0.71) one stands at each end; nowhere has no direction
    assert (along.low.words, along.high.words) == (["north"], ["northeast"])
    assert along.high.scores[0] == pytest.approx(2**-0.5)
    assert along.low.scores[0] == 0


def test_words_along_are_the_extremes_of_all_cosines(
    vectors: embedlab.vectors.WordVectors, gender: embedlab.vectors.NamedAxis
) -> None:
    named = {word for pair in GENDER for word in pair}
    along = embedlab.vectors.words_along(vectors, gender, among=5_000, exclude=sorted(named))
    cosines = {word: float(vectors.unit(word) @ gender.direction) for word in vectors.words[:5_000]}
    ranked = sorted((word for word in cosines if word not in named), key=lambda word: cosines[word])
    assert along.low.words == ranked[:15]
    assert along.high.words == ranked[:-16:-1]
    np.testing.assert_allclose(along.high.scores, [cosines[word] for word in along.high.words], atol=1e-6)
    assert along.low.scores.max() < 0 < along.high.scores.min()


def test_the_words_that_name_an_axis_are_left_out(
    vectors: embedlab.vectors.WordVectors, gender: embedlab.vectors.NamedAxis
) -> None:
    along = embedlab.vectors.words_along(vectors, gender, k=500)
    assert not {"he", "she"} & {*along.low.words, *along.high.words}
    assert "mother" in along.high.words  # a word of the pairs, unless the caller leaves it out
    shorter = embedlab.vectors.words_along(vectors, gender, k=500, exclude=["mother", "no such word"])
    assert "mother" not in shorter.high.words


def test_a_removed_direction_leaves_cosine_0(
    vectors: embedlab.vectors.WordVectors, gender: embedlab.vectors.NamedAxis
) -> None:
    reduced = without(vectors, gender)
    assert len(reduced) == 20_000
    assert reduced.words[:5] == vectors.words[:5]
    cosines = (reduced.matrix.astype(np.float64) @ gender.direction) * reduced.inverse_norms
    assert np.abs(cosines).max() < 1e-6
    # Pythagoras: what is left and what was taken are a unit vector together
    taken = vectors.cosines(gender.direction)[:20_000]
    np.testing.assert_allclose(np.linalg.norm(reduced.matrix, axis=1) ** 2 + taken**2, 1, atol=1e-5)


def test_a_word_that_is_almost_the_direction_keeps_a_clean_rest() -> None:
    random = np.random.default_rng(0)
    direction = random.normal(size=30)
    points = np.stack([direction + size * random.normal(size=30) for size in (1, 1e-1, 1e-2, 1e-3, 1e-4, 0)])
    table = embedlab.vectors.WordVectors(list("abcdef"), points)
    axis = embedlab.vectors.named_axis(np.zeros(30), direction)
    reduced = without(table, axis)
    assert reduced.zero_rows.tolist() == [5]  # it had no other direction
    assert np.abs(reduced.matrix[:5] @ axis.direction * reduced.inverse_norms[:5]).max() < 1e-5
    again = without(reduced, axis)
    np.testing.assert_allclose(
        again.matrix[:5], reduced.matrix[:5] * reduced.inverse_norms[:5, None], atol=1e-5
    )


def test_gendered_words_change_their_neighbors_more_than_numbers(effect: embedlab.vectors.Removal) -> None:
    gendered, numbers = effect.preservation[:10], effect.preservation[10:]
    assert gendered.mean() < numbers.mean() - 0.1
    assert np.abs(effect.before[:10]).mean() > np.abs(effect.before[10:]).mean()
    assert gendered.mean() > 0.3  # most of a neighborhood stays: the direction is not the association


def test_the_effect_equals_scikit_learn(
    vectors: embedlab.vectors.WordVectors,
    gender: embedlab.vectors.NamedAxis,
    effect: embedlab.vectors.Removal,
) -> None:
    reduced = without(vectors, gender)
    sides = []
    for matrix in (vectors.matrix[:20_000], reduced.matrix):
        search = NearestNeighbors(n_neighbors=11, metric="cosine", algorithm="brute").fit(matrix)
        rows = [vectors.row(word) for word in effect.words]
        found = search.kneighbors(matrix[rows], return_distance=False)
        sides.append([[vectors.words[row] for row in line[1:]] for line in found])
    assert [list(line) for line in effect.neighbors_before] == sides[0]
    assert [list(line) for line in effect.neighbors_after] == sides[1]
    kept = [len(set(before) & set(after)) / 10 for before, after in zip(*sides, strict=True)]
    assert effect.preservation.tolist() == kept
    expected = [float(vectors.unit(word) @ gender.direction) for word in effect.words]
    np.testing.assert_allclose(effect.before, expected, atol=1e-6)


def test_others_are_the_mean_offset_cosines_of_the_two_tables(
    vectors: embedlab.vectors.WordVectors,
    gender: embedlab.vectors.NamedAxis,
    effect: embedlab.vectors.Removal,
) -> None:
    assert list(effect.others) == list(embedlab.texts.RELATIONS)
    reduced = without(vectors, gender, among=400_000)
    for name in ("man → woman", "country → capital", "present → past"):
        pairs = embedlab.texts.RELATIONS[name].pairs
        expected = [
            embedlab.vectors.relation_offsets(table, pairs, rounds=1).mean_cosine
            for table in (vectors, reduced)
        ]
        assert effect.others[name] == pytest.approx(expected, abs=1e-5)
    falls = {name: before - after for name, (before, after) in effect.others.items()}
    assert max(falls, key=lambda name: falls[name]) in {"man → woman", "king → queen", "actor → actress"}
    assert falls["man → woman"] > 0.2
    assert abs(falls["country → capital"]) < 0.05


def test_moved_words_are_those_of_all_words_examined(
    vectors: embedlab.vectors.WordVectors, gender: embedlab.vectors.NamedAxis
) -> None:
    effect = embedlab.vectors.removal_effect(
        vectors, gender, ["nurse"], among=900
    )  # fewer than are examined: all are
    assert effect.examined == effect.among == 900
    table = vectors.matrix[:900]
    reduced = without(vectors, gender, among=900).matrix
    sides = [
        NearestNeighbors(n_neighbors=10, metric="cosine", algorithm="brute").fit(rows).kneighbors()[1]
        for rows in (table, reduced)
    ]
    changed = [1 - len(set(one) & set(other)) / 10 for one, other in zip(*sides, strict=True)]
    assert effect.moved.scores.tolist() == pytest.approx(sorted(changed, reverse=True)[:15])
    for word, score in zip(effect.moved.words, effect.moved.scores, strict=True):
        assert score == pytest.approx(changed[vectors.row(word)])


def test_moved_words_lie_along_the_direction(
    effect: embedlab.vectors.Removal, vectors: embedlab.vectors.WordVectors
) -> None:
    assert (effect.examined, effect.among) == (removal.EXAMINED, 20_000)
    assert len(effect.moved.words) == 15
    assert (np.diff(effect.moved.scores) <= 0).all()
    assert effect.moved.scores[-1] > 1 - effect.preservation[10:].mean()  # more than numbers do


def test_a_word_of_the_direction_alone_keeps_no_neighbor() -> None:
    points = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 1], [0, 1, 0], [0, 0, 0], [-1, 1, 1]])
    table = embedlab.vectors.WordVectors(["only", "a", "b", "c", "zero", "d"], points)
    axis = embedlab.vectors.named_axis([0, 0, 0], [1, 0, 0])
    effect = embedlab.vectors.removal_effect(table, axis, ["only", "c"], k=1)
    assert effect.neighbors_before == (("a",), ("a",))
    assert effect.neighbors_after == ((), ("a",))
    assert effect.preservation.tolist() == [0, 1]
    assert effect.before.tolist() == [1, 0]
    assert effect.others == {}  # the table has none of the relations' words
    assert "zero" not in effect.moved.words


def test_a_word_beyond_the_most_frequent_can_be_asked_about(
    vectors: embedlab.vectors.WordVectors, gender: embedlab.vectors.NamedAxis
) -> None:
    assert vectors.row("waitress") > 1_000
    effect = embedlab.vectors.removal_effect(vectors, gender, ["waitress"], among=1_000)
    assert all(vectors.row(word) < 1_000 for word in effect.neighbors_before[0])


def test_own_relations_are_measured(
    vectors: embedlab.vectors.WordVectors, gender: embedlab.vectors.NamedAxis
) -> None:
    own = {
        "mine": Relation(
            "mine", "own", (("king", "queen"), ("man", "woman"), ("xqz", "zqx"), ("boy", "girl"))
        ),
        "short": Relation("short", "own", (("king", "queen"), ("man", "woman"))),
    }
    effect = embedlab.vectors.removal_effect(vectors, gender, ["nurse"], relations=own)
    assert list(effect.others) == ["mine"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"k": 0}, "k = 0 neighbors .* 1 to 19,999"),
        ({"k": 20_000}, "k = 20000 "),
        ({"among": 0}, "0 words cannot be searched"),
    ],
)
def test_an_effect_names_its_limits(
    options: dict[str, int],
    message: str,
    vectors: embedlab.vectors.WordVectors,
    gender: embedlab.vectors.NamedAxis,
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.vectors.removal_effect(vectors, gender, ["nurse"], **options)


@pytest.mark.parametrize("words", [[], ["nurse"] * 101])
def test_an_effect_takes_so_many_words(
    words: list[str], vectors: embedlab.vectors.WordVectors, gender: embedlab.vectors.NamedAxis
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="give 1 to 100"):
        embedlab.vectors.removal_effect(vectors, gender, words)


def test_a_direction_of_another_space_is_refused(
    vectors: embedlab.vectors.WordVectors,
    tiny_vectors: embedlab.vectors.WordVectors,
    gender: embedlab.vectors.NamedAxis,
) -> None:
    for ask in (embedlab.vectors.words_along, without):
        with pytest.raises(embedlab.InvalidInputError, match="50 numbers and the vectors of compass have 2"):
            ask(tiny_vectors, gender)
    with pytest.raises(embedlab.InvalidInputError, match="make both from one table"):
        embedlab.vectors.removal_effect(tiny_vectors, gender, ["east"])


def test_no_words_left_to_lie_along(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    axis = embedlab.vectors.word_direction(tiny_vectors, [("west", "east")])
    with pytest.raises(embedlab.InvalidInputError, match="Fewer than two of the first 5 words"):
        embedlab.vectors.words_along(tiny_vectors, axis, exclude=["north"])
    with pytest.raises(embedlab.InvalidInputError, match="k = 0 words"):
        embedlab.vectors.words_along(tiny_vectors, axis, k=0)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [([], "0 pairs"), ([("he", "he")], "Pair 1"), ([("he", "she"), ("she", "he")], "cancel")],
)
def test_pairs_that_make_no_direction(
    pairs: list[tuple[str, str]], message: str, vectors: embedlab.vectors.WordVectors
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.vectors.word_direction(vectors, pairs)
