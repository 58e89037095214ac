"""The audit's columns are those of analogy() and neighbors(); PairDirection equals its definition."""

from __future__ import annotations

import itertools
from functools import partial

import numpy as np
import pytest
from gensim.models import KeyedVectors
from hypothesis import given, settings
from hypothesis import strategies as st

import embedlab
from embedlab.vectors.analogies import METHODS

QUESTIONS = [("man", "king", "woman"), ("france", "paris", "japan"), ("walk", "walked", "swim")]
EVERY_METHOD = pytest.mark.parametrize("method", METHODS)


@pytest.fixture(scope="module")
def small(vectors: embedlab.vectors.WordVectors) -> embedlab.vectors.WordVectors:
    """Return the most frequent words, with a zero vector and twins of “king”."""
    matrix = np.array(vectors.matrix[:20_000])
    king = vectors.row("king")
    matrix[10] = 0
    matrix[11] = matrix[king]
    matrix[12] = 3 * matrix[king]
    matrix[13] = matrix[king] + np.float32(1e-3) * matrix[vectors.row("queen")]
    return embedlab.vectors.WordVectors(vectors.words[:20_000], matrix, name="small")


def brute_force(vectors: embedlab.vectors.WordVectors, a: str, b: str, c: str, method: str) -> np.ndarray:
    """Return all scores by definition, in float64."""
    matrix = np.asarray(vectors.matrix, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        units = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
        first, second, third = (units[vectors.row(word)] for word in (a, b, c))
        if method == "pairdirection":
            steps, step = units - third, second - first
            lengths = np.linalg.norm(steps, axis=1)
            scores = steps @ step / lengths / np.linalg.norm(step)
            scores[lengths < 1e-6] = -np.inf
        elif method == "3cosadd":
            target = second - first + third
            scores = units @ target / np.linalg.norm(target)
        else:
            scores = (1 + units @ second) * (1 + units @ third) / 4 / ((1 + units @ first) / 2 + 1e-6)
    return np.where(np.isnan(scores), -np.inf, scores)


@EVERY_METHOD
@pytest.mark.parametrize(("a", "b", "c"), [*QUESTIONS, ("queen", "woman", "king"), ("king", "queen", "king")])
@pytest.mark.parametrize("exclude", [True, False])
def test_answers_equal_the_definition(
    a: str, b: str, c: str, method: str, *, exclude: bool, small: embedlab.vectors.WordVectors
) -> None:
    expected = brute_force(small, a, b, c, method)
    if exclude:
        expected[[small.row(word) for word in (a, b, c)]] = -np.inf
    order = np.argsort(-expected, kind="stable")[:15]
    found = embedlab.analogy(small, a, b, c, k=15, method=method, exclude_inputs=exclude)
    np.testing.assert_allclose(found.scores, expected[order], atol=2e-5)
    # in the same order, except where scores are equal up to rounding
    own = expected[[small.row(word) for word in found.words]]
    np.testing.assert_allclose(own, expected[order], atol=2e-6)


@EVERY_METHOD
@pytest.mark.parametrize(("a", "b", "c"), QUESTIONS)
def test_the_columns_are_the_answers_and_the_neighbors(
    a: str, b: str, c: str, method: str, vectors: embedlab.vectors.WordVectors
) -> None:
    audit = embedlab.vectors.audit_analogy(vectors, a, b, c, k=8, method=method)
    inputs = {a, b, c}
    for found, alone in ((audit.near_b, b), (audit.near_c, c)):
        nearest = vectors.neighbors(alone, k=12)
        kept = [(word, score) for word, score in zip(nearest.words, nearest.scores, strict=True)]
        kept = [pair for pair in kept if pair[0] not in inputs][:8]
        assert found.words == [word for word, _ in kept]
        np.testing.assert_allclose(found.scores, [score for _, score in kept], atol=1e-6)
    for found, hidden in ((audit.standard, True), (audit.allowed, False)):
        own = embedlab.analogy(vectors, a, b, c, k=8, method=method, exclude_inputs=hidden)
        assert found.words == own.words
        np.testing.assert_allclose(found.scores, own.scores, atol=2e-6)
    assert (audit.words, audit.method, audit.expected) == ((a, b, c), method, None)


def test_the_famous_question_answers_king_unless_it_is_hidden(vectors: embedlab.vectors.WordVectors) -> None:
    audit = embedlab.vectors.audit_analogy(vectors, "Man", "KING", "woman", expected="Queen")
    assert audit.words == ("man", "king", "woman")  # as the table spells them
    assert audit.allowed.words[:2] == ["king", "queen"]
    assert audit.standard.words[0] == "queen"
    assert "queen" in audit.near_b.words  # king alone knows her
    placed = audit.expected
    assert placed is not None
    assert placed.word == "queen"
    assert list(placed.ranks) == list(placed.scores) == ["standard", "allowed", "near b", "near c"]
    assert (placed.ranks["standard"], placed.ranks["allowed"]) == (1, 2)
    assert placed.scores["near b"] == pytest.approx(vectors.similarity("king", "queen"), abs=1e-6)


@EVERY_METHOD
@pytest.mark.parametrize("expected", ["queen", "princess", "banana", "the"])
def test_ranks_are_places_in_the_whole_list(
    expected: str, method: str, small: embedlab.vectors.WordVectors
) -> None:
    if expected not in small:
        expected = small.words[-1]
    placed = embedlab.vectors.audit_analogy(
        small, "man", "king", "woman", method=method, expected=expected
    ).expected
    assert placed is not None
    everyone = {
        "standard": embedlab.analogy(small, "man", "king", "woman", k=20_000, method=method),
        "allowed": embedlab.analogy(
            small, "man", "king", "woman", k=20_000, method=method, exclude_inputs=False
        ),
    }
    for column, ranked in everyone.items():
        assert placed.ranks[column] == ranked.words.index(expected) + 1
        assert placed.scores[column] == pytest.approx(ranked.scores[ranked.words.index(expected)], abs=2e-6)


def test_an_expected_input_has_a_rank_only_where_it_may_answer(small: embedlab.vectors.WordVectors) -> None:
    placed = embedlab.vectors.audit_analogy(small, "man", "queen", "woman", expected="queen").expected
    assert placed is not None
    assert placed.ranks == {"standard": None, "allowed": 1, "near b": None, "near c": None}
    assert placed.scores["near b"] == pytest.approx(1)
    c = embedlab.vectors.audit_analogy(
        small, "man", "king", "woman", method="pairdirection", expected="woman"
    ).expected
    assert c is not None
    assert c.ranks["allowed"] is None
    assert np.isnan(c.scores["allowed"])
    zero = embedlab.vectors.audit_analogy(small, "man", "king", "woman", expected=small.words[10]).expected
    assert zero is not None
    assert set(zero.ranks.values()) == {None}


def test_a_word_that_points_like_c_is_no_answer_of_pair_direction(
    small: embedlab.vectors.WordVectors,
) -> None:
    found = embedlab.analogy(small, "man", "woman", "king", k=20_000, method="pairdirection")
    twins = {small.words[11], small.words[12], "king"}
    assert not twins & set(found.words)
    assert small.words[13] in found.words  # close to king, but not the same
    expected = brute_force(small, "man", "woman", "king", "pairdirection")[13]
    assert found.scores[found.words.index(small.words[13])] == pytest.approx(expected, abs=1e-3)


def test_a_step_of_no_length_is_refused(small: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="“man” − “man” cancels out"):
        embedlab.analogy(small, "man", "man", "woman", method="pairdirection")
    # 3CosAdd then asks for the neighbors of c
    assert (
        embedlab.analogy(small, "man", "man", "woman").words
        == [word for word in small.neighbors("woman", k=11).words if word != "man"][:10]
    )


@pytest.mark.filterwarnings("ignore:Call to deprecated `init_sims`:DeprecationWarning")  # gensim's own call
def test_both_methods_of_gensim_answer_the_same(small: embedlab.vectors.WordVectors) -> None:
    keep = [row for row in range(len(small)) if row not in {10, 11, 12, 13}]  # no zeros, no twins
    table = embedlab.vectors.WordVectors([small.words[row] for row in keep], small.matrix[keep])
    keyed = KeyedVectors(table.dim)
    keyed.add_vectors(table.words, np.asarray(table.matrix))
    for a, b, c in QUESTIONS:
        audit = embedlab.vectors.audit_analogy(table, a, b, c)
        assert audit.standard.words == [word for word, _ in keyed.most_similar(positive=[b, c], negative=[a])]
        audit = embedlab.vectors.audit_analogy(table, a, b, c, method="3cosmul")
        multiplied = keyed.most_similar_cosmul(positive=[b, c], negative=[a])
        assert audit.standard.words == [word for word, _ in multiplied]
        np.testing.assert_allclose(audit.standard.scores, [score for _, score in multiplied], atol=1e-4)


@settings(max_examples=60, deadline=None)
@given(
    words=st.tuples(*[st.integers(0, 11)] * 3),
    method=st.sampled_from(METHODS),
    seed=st.integers(0, 99),
    k=st.integers(1, 20),
)
def test_the_inputs_never_answer(words: tuple[int, int, int], method: str, seed: int, k: int) -> None:
    names = [f"w{row}" for row in range(12)]
    matrix = np.random.default_rng(seed).integers(-1, 2, (12, 3))  # many twins, zeros and opposites
    table = embedlab.vectors.WordVectors(names, matrix)
    a, b, c = (names[row] for row in words)
    try:
        found = embedlab.analogy(table, a, b, c, k=k, method=method)
        audit = embedlab.vectors.audit_analogy(table, a, b, c, k=k, method=method, expected="w0")
    except embedlab.InvalidInputError:
        return
    for answers in (found, audit.standard, audit.near_b, audit.near_c):
        assert not {a, b, c} & set(answers.words)
        assert np.isfinite(answers.scores).all()
        assert all(first >= second for first, second in itertools.pairwise(answers.scores))


def test_of_equal_scores_the_lower_row_ranks_first() -> None:
    matrix = np.array([[1, 0], [1, 1], [0, 1], [-1, 2], [-1, 2], [-1, 2]])
    table = embedlab.vectors.WordVectors(["a", "b", "c", "d", "e", "f"], matrix)
    for place, word in enumerate("def", start=1):
        audit = embedlab.vectors.audit_analogy(table, "a", "b", "c", expected=word)
        assert audit.standard.words == ["d", "e", "f"]
        assert audit.expected is not None
        assert audit.expected.ranks["standard"] == place


@EVERY_METHOD
def test_the_best_answer_itself_is_placed_where_no_word_is_expected(
    method: str, vectors: embedlab.vectors.WordVectors
) -> None:
    ask = partial(embedlab.vectors.audit_analogy, vectors, "man", "king", "woman", method=method)
    best = ask(expected="")
    assert best.expected == ask(expected=best.standard.words[0]).expected
    assert best.expected is not None
    assert best.expected.ranks["standard"] == 1
