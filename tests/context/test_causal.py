"""What a word knows of its sentence: all of it in an encoder, what stands before it in a decoder."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab.context.word_in_context import find_word

PAIRS = embedlab.context.CAUSAL_PAIRS


def beginning(sentence: str, word: str) -> str:
    return sentence[: find_word(sentence, word)[1]]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.word)
def test_the_pairs_are_what_they_say(pair: embedlab.context.CausalPair) -> None:
    assert len(PAIRS) == len({pair.word for pair in PAIRS}) == 6
    assert len({beginning(sentence, pair.word) for sentence in pair.after}) == 1
    assert len({beginning(sentence, pair.word) for sentence in pair.before}) == 2
    for sentence in pair.before:  # the word ends the sentence: all that tells the sense stands before it
        assert sentence.endswith(f" {pair.word}.")
    for sentence in pair.after:
        assert len(beginning(sentence, pair.word).split()) == 2


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.word)
def test_an_encoder_reads_what_follows(
    pair: embedlab.context.CausalPair, encoder: embedlab.context.Encoder
) -> None:
    effect = embedlab.context.prefix_effect(encoder, *pair.after, pair.word)
    assert effect.same_beginning
    assert effect.cosines.shape == (7,)
    assert effect.cosines[0] == pytest.approx(1, abs=1e-6)  # the same token in the same place
    assert effect.cosines[-1] < 0.97
    assert not embedlab.context.prefix_effect(encoder, *pair.before, pair.word).same_beginning


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.word)
def test_a_decoder_reads_only_what_stands_before(
    pair: embedlab.context.CausalPair, smollm: embedlab.context.Encoder
) -> None:
    after = embedlab.context.prefix_effect(smollm, *pair.after, pair.word)
    np.testing.assert_allclose(after.cosines, 1, atol=1e-6)
    before = embedlab.context.prefix_effect(smollm, *pair.before, pair.word)
    assert before.cosines[0] == pytest.approx(1, abs=1e-6)  # it adds no positions
    assert before.cosines[1:].min() < 0.95


def test_the_cosines_are_those_of_the_vectors(encoder: embedlab.context.Encoder) -> None:
    pair = PAIRS[0]
    effect = embedlab.context.prefix_effect(encoder, *pair.after, pair.word)
    words = embedlab.word_in_context(encoder, pair.after, pair.word)  # both in one batch
    expected = [embedlab.context.cosine_matrix(layer)[0, 1] for layer in words.vectors]
    np.testing.assert_allclose(effect.cosines, expected, atol=1e-5)


def test_a_sentence_without_the_word_is_refused(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="does not contain"):
        embedlab.context.prefix_effect(encoder, "The bank.", "The river.", "bank")


def test_the_same_sentence_twice_has_a_cosine_of_exactly_1(encoder: embedlab.context.Encoder) -> None:
    effect = embedlab.context.prefix_effect(encoder, "The bank.", "The bank.", "bank")
    assert (effect.cosines == 1).all()
