"""The hands of a rotary pair against complex numbers, and real queries and keys against their attention."""

from __future__ import annotations

import cmath

import numpy as np
import pytest

import embedlab
from embedlab import positional
from embedlab.cosine import paired_cosines
from embedlab.positional.rotary_pair import split_pairs

SENTENCE = "The cat sat on the mat"


@pytest.fixture(scope="module")
def vectors() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    return random.normal(size=8), random.normal(size=8)


@pytest.mark.parametrize("layout", ["half_split", "interleaved"])
def test_hands_turn_as_complex_numbers_do(vectors: tuple[np.ndarray, np.ndarray], layout: str) -> None:
    query, key = vectors
    m, n, base = 5, 2, 100.0
    pair = positional.rotary_pair(query, key, m, n, base=base, layout=layout)
    for place in range(4):
        one, two = (place, place + 4) if layout == "half_split" else (2 * place, 2 * place + 1)
        speed = base ** (-2 * place / 8)
        hand = complex(query[one], query[two]) * cmath.exp(1j * m * speed)
        other = complex(key[one], key[two]) * cmath.exp(1j * n * speed)
        assert complex(*pair.turned_query[place]) == pytest.approx(hand)
        assert complex(*pair.turned_key[place]) == pytest.approx(other)
        assert pair.contributions[place] == pytest.approx((hand * other.conjugate()).real)
        assert pair.wavelengths[place] == pytest.approx(2 * np.pi / speed)
        assert pair.lengths[0][place] == pytest.approx(abs(hand))
        assert pair.lengths[1][place] == pytest.approx(abs(other))


def test_the_sum_is_the_dot_product_of_rotated_vectors(vectors: tuple[np.ndarray, np.ndarray]) -> None:
    query, key = vectors
    pair = positional.rotary_pair(query, key, 7, 30)
    turned = positional.apply_rotary(np.stack([query, key]), [7, 30])
    assert pair.total == pytest.approx(turned[0] @ turned[1], abs=1e-12)


def test_moving_both_changes_nothing_and_moving_one_does(vectors: tuple[np.ndarray, np.ndarray]) -> None:
    query, key = vectors
    pair = positional.rotary_pair(query, key, 7, 3)
    moved = positional.move_both(pair, np.arange(1001))
    assert moved.shape == (1001,)
    np.testing.assert_allclose(moved, pair.total, atol=1e-11)
    assert abs(positional.rotary_pair(query, key, 8, 3).total - pair.total) > 0.01
    both = positional.rotary_pair(query, key, 1007, 1003)
    assert positional.move_both(pair, 1000) == pytest.approx(both.total, abs=1e-12)
    assert not np.allclose(both.turned_query, pair.turned_query, atol=0.1)  # the hands do move


@pytest.mark.parametrize("offset", [-40, -4, 0, 9])
def test_the_curve_over_offsets_is_what_turning_gives(
    vectors: tuple[np.ndarray, np.ndarray], offset: int
) -> None:
    query, key = vectors
    pair = positional.rotary_pair(query, key, 50, 50 + offset)
    curve = positional.score_by_offset(positional.rotary_pair(query, key, 0, 0), [offset, 0])
    np.testing.assert_allclose(curve[0], pair.contributions, atol=1e-12)
    assert curve.shape == (2, 4)


@pytest.mark.parametrize(
    ("query", "key", "m", "message"),
    [
        ([1, 2, 3], [1, 2, 3], 0, "dim = 3"),
        ([1, 2], [1, 2, 3, 4], 0, "query has 2 numbers and the key 4"),
        ([1, np.nan], [1, 2], 0, "finite"),
        ([[1, 2]], [[1, 2]], 0, "one row"),
        ([1, 2], [1, 2], np.nan, "Position nan"),
        ([1, 2], [1, 2], 1e9, "limits"),
    ],
)
def test_what_cannot_be_turned_is_refused(
    query: list[float], key: list[float], m: float, message: str
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        positional.rotary_pair(query, key, m, 0)


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(embedlab.UnknownNameError, match="layout"):
        split_pairs([1, 2], "concatenated")


@pytest.mark.parametrize(("layer", "head"), [(1, 1), (1, 12), (4, 7)])
def test_queries_and_keys_give_the_attention_of_the_model(
    encoder: embedlab.context.Encoder, layer: int, head: int
) -> None:
    found = positional.head_vectors(encoder, SENTENCE, layer=layer, head=head)
    powers = np.exp(found.scores)
    expected = encoder.encode([SENTENCE])[0]
    np.testing.assert_allclose(
        powers / powers.sum(axis=1, keepdims=True), expected.attentions[layer - 1, head - 1], atol=1e-5
    )
    assert found.tokens == tuple(expected.tokens)
    assert found.queries.shape == (8, 32)


@pytest.mark.parametrize(
    ("layer", "head", "what"), [(0, 1, "layer 0"), (7, 1, "layer 7"), (1, 13, "head 13")]
)
def test_a_head_that_does_not_exist_is_refused(
    encoder: embedlab.context.Encoder, layer: int, head: int, what: str
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=what):
        positional.head_vectors(encoder, SENTENCE, layer=layer, head=head)


def test_a_decoder_is_no_encoder_of_the_bert_family(smollm: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="BERT family"):
        positional.head_vectors(smollm, SENTENCE)


def test_the_angles_between_the_hands_are_those_of_the_turned_hands() -> None:
    random = np.random.default_rng(0)
    pair = positional.rotary_pair(random.normal(size=8), random.normal(size=8), 40, 3)
    for angles, queries, keys in zip(
        pair.angles, (pair.query, pair.turned_query), (pair.key, pair.turned_key), strict=True
    ):
        cosines = paired_cosines(queries, keys)
        np.testing.assert_allclose(np.cos(np.radians(angles)), cosines, atol=1e-12)
        assert (np.abs(angles) <= 180).all()


def test_moving_both_changes_nothing_but_rounding() -> None:
    pair = positional.rotary_pair([1, 2, 3, 4], [4, 3, 2, 1], 5, 2)
    changes = np.abs(positional.move_both(pair, [0, 1, 2, 3]) - pair.total)
    assert positional.rounding_of_moves(pair, 3) == changes.max()
    assert positional.rounding_of_moves(pair, 1_000) < 1e-9
