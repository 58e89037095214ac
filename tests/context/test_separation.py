"""Separation: mean cosines equal to a hand count, and senses that part with depth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics.pairwise import cosine_similarity

import embedlab

RIVER = ["I sat on the river bank", "The river burst its bank", "Reeds grew along the muddy bank"]
MONEY = [
    "The bank lent me money",
    "She has a savings account at the bank",
    "The Bank raised its interest rates",
]
SENSES = ["river"] * 3 + ["money"] * 3


@pytest.fixture(scope="module")
def bank(encoder: embedlab.context.Encoder) -> embedlab.context.WordInContext:
    return embedlab.word_in_context(encoder, RIVER + MONEY, "bank")


def made(bank: embedlab.context.WordInContext, vectors: object) -> embedlab.context.WordInContext:
    """Return one layer of a word with the given vectors (sentences, dim)."""
    layer = np.asarray(vectors, dtype=np.float32)
    return replace(bank, sentences=("a bank",) * len(layer), vectors=layer[None])


def test_senses_part_with_depth(
    bank: embedlab.context.WordInContext, encoder: embedlab.context.Encoder
) -> None:
    separation = embedlab.context.sense_separation(bank, SENSES)
    assert separation.gap[0] < separation.gap[3]
    assert (separation.gap[1:] > 0).all()
    chance = embedlab.context.anisotropy(embedlab.context.reference_words(encoder, RIVER + MONEY))
    assert (separation.between > chance.mean).all()  # it is still the same word


@pytest.mark.parametrize("centered", [False, True])
def test_separation_equals_a_hand_count(centered: bool, bank: embedlab.context.WordInContext) -> None:
    center = np.random.default_rng(0).normal(size=(7, 384)).astype(np.float32) if centered else None
    separation = embedlab.context.sense_separation(bank, SENSES, center=center)
    for layer in range(7):
        shifted = bank.vectors[layer] - (0 if center is None else center[layer])
        cosines = cosine_similarity(shifted.astype(np.float64))
        same = [cosines[i, j] for i in range(6) for j in range(i + 1, 6) if SENSES[i] == SENSES[j]]
        other = [cosines[i, j] for i in range(6) for j in range(i + 1, 6) if SENSES[i] != SENSES[j]]
        assert (len(same), len(other)) == (6, 9)
        assert separation.within[layer] == pytest.approx(np.mean(same))
        assert separation.between[layer] == pytest.approx(np.mean(other))
        assert separation.all_pairs[layer] == pytest.approx(np.mean(same + other))
        assert separation.gap[layer] == pytest.approx(np.mean(same) - np.mean(other))


def test_without_senses_only_all_pairs_are_known(bank: embedlab.context.WordInContext) -> None:
    separation = embedlab.context.sense_separation(bank)
    assert np.isnan(separation.within).all()
    assert np.isnan(separation.between).all()
    assert not np.isnan(separation.all_pairs).any()


def test_one_sense_has_nothing_between(bank: embedlab.context.WordInContext) -> None:
    separation = embedlab.context.sense_separation(bank, ["river"] * 6)
    np.testing.assert_array_equal(separation.within, separation.all_pairs)
    assert np.isnan(separation.between).all()


def test_one_sentence_has_no_pairs(encoder: embedlab.context.Encoder) -> None:
    alone = embedlab.word_in_context(encoder, RIVER[:1], "bank")
    assert np.isnan(embedlab.context.sense_separation(alone, ["river"]).all_pairs).all()


def test_two_sentences_are_one_pair(bank: embedlab.context.WordInContext) -> None:
    separation = embedlab.context.sense_separation(made(bank, [[1, 0], [1, 1]]), ["a", "b"])
    assert separation.between[0] == pytest.approx(2**-0.5)
    assert np.isnan(separation.within[0])


def test_pairs_with_a_zero_vector_are_left_out(bank: embedlab.context.WordInContext) -> None:
    separation = embedlab.context.sense_separation(
        made(bank, [[1, 0], [0, 0], [1, 0], [0, 1]]), ["a", "a", "a", "b"]
    )
    assert separation.within[0] == 1
    assert separation.between[0] == 0
    assert separation.all_pairs[0] == pytest.approx(1 / 3)


def test_labels_and_sentences_must_agree(bank: embedlab.context.WordInContext) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="2 sense labels for 6 sentences"):
        embedlab.context.sense_separation(bank, ["a", "b"])


def test_a_center_of_another_model_is_named(bank: embedlab.context.WordInContext) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="2 × 384 numbers and the vectors need 7 × 384"):
        embedlab.context.sense_separation(bank, SENSES, center=np.zeros((2, 384), dtype=np.float32))
