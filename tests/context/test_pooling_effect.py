"""Pooling changes the numbers of a split word and nothing else; each number equals one found another way."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.model_selection import LeaveOneOut, cross_val_predict
from sklearn.neighbors import NearestCentroid

import embedlab
from embedlab.context import WordInContext

SENTENCES = [
    "A kiwi cannot fly but it runs fast",
    "The shy kiwi left its burrow at night",
    "We heard a kiwi call in the dark forest",
    "She sliced a kiwi over her yogurt",
    "This kiwi is still too hard and sour to eat",
    "He bought a mango and a kiwi at the market",
]
SENSES = ["bird"] * 3 + ["fruit"] * 3


@pytest.fixture(scope="module")
def kiwi(encoder: embedlab.context.Encoder) -> WordInContext:
    return embedlab.word_in_context(encoder, SENTENCES, "kiwi")


@pytest.mark.parametrize("layer", [0, 4, 6])
def test_numbers_equal_those_of_each_pooling_alone(
    layer: int, kiwi: WordInContext, encoder: embedlab.context.Encoder
) -> None:
    effect = embedlab.context.pooling_effect(kiwi, SENSES, layer=layer)
    assert (effect.layer, effect.split) == (layer, 6)
    assert sorted(effect.poolings) == ["first", "last", "max", "mean"]
    for place, pooling in enumerate(effect.poolings):
        alone = embedlab.word_in_context(encoder, SENTENCES, "kiwi", pooling=pooling)
        vectors = alone.vectors[layer].astype(np.float64)
        cosines = cosine_similarity(vectors)
        pairs = [(i, j) for i in range(6) for j in range(i)]
        within = [cosines[i, j] for i, j in pairs if SENSES[i] == SENSES[j]]
        between = [cosines[i, j] for i, j in pairs if SENSES[i] != SENSES[j]]
        assert effect.within[place] == pytest.approx(np.mean(within))
        assert effect.between[place] == pytest.approx(np.mean(between))
        assert effect.all_pairs[place] == pytest.approx(np.mean(within + between))
        assert effect.gap[place] == pytest.approx(np.mean(within) - np.mean(between))
        units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        found = cross_val_predict(NearestCentroid(), units, SENSES, cv=LeaveOneOut())
        assert effect.accuracy[place] == pytest.approx(np.mean(found == np.array(SENSES)))


def test_poolings_are_compared_within_each_sentence(kiwi: WordInContext) -> None:
    effect = embedlab.context.pooling_effect(kiwi, layer=6)
    first, last = effect.poolings.index("first"), effect.poolings.index("last")
    expected = [
        cosine_similarity(pieces[6, :1].astype(np.float64), pieces[6, -1:].astype(np.float64))[0, 0]
        for pieces in kiwi.piece_vectors
    ]
    assert effect.cosines[first, last] == pytest.approx(np.mean(expected))
    np.testing.assert_allclose(np.diag(effect.cosines), 1)
    np.testing.assert_allclose(effect.cosines, effect.cosines.T)
    mean = effect.poolings.index("mean")
    assert effect.cosines[first, mean] > effect.cosines[first, last]  # the mean lies between the two


def test_how_the_word_was_pooled_before_does_not_matter(kiwi: WordInContext) -> None:
    one, other = (
        embedlab.context.pooling_effect(kiwi.pooled(name), SENSES, layer=3) for name in ("max", "first")
    )
    np.testing.assert_array_equal(one.cosines, other.cosines)
    np.testing.assert_array_equal(one.within, other.within)


def test_a_word_of_one_piece_is_the_same_under_all(encoder: embedlab.context.Encoder) -> None:
    words = embedlab.word_in_context(encoder, ["a bank", "the bank of a river", "my bank"], "bank")
    effect = embedlab.context.pooling_effect(words, ["a", "b", "b"], layer=5)
    assert effect.split == 0
    np.testing.assert_allclose(effect.cosines, 1, atol=1e-6)
    for numbers in (effect.all_pairs, effect.within, effect.between, effect.accuracy):
        assert (numbers == numbers[0]).all()


def test_a_word_may_be_split_in_some_sentences_only(encoder: embedlab.context.Encoder) -> None:
    sentences = ["the river bank", "the river\u00a0bank", "the bank"]
    words = embedlab.word_in_context(encoder, [*sentences[:2]], "river bank")
    assert embedlab.context.pooling_effect(words, layer=0).split == 2


def test_without_senses_only_all_pairs_are_known(kiwi: WordInContext) -> None:
    effect = embedlab.context.pooling_effect(kiwi, layer=6)
    assert np.isnan([effect.within, effect.between, effect.accuracy]).all()
    assert np.isfinite(effect.all_pairs).all()
    one_sense = embedlab.context.pooling_effect(kiwi, ["bird"] * 6, layer=6)
    np.testing.assert_array_equal(one_sense.within, one_sense.all_pairs)
    assert np.isnan([one_sense.between, one_sense.accuracy]).all()


def test_one_sentence_has_no_pair(encoder: embedlab.context.Encoder) -> None:
    effect = embedlab.context.pooling_effect(embedlab.word_in_context(encoder, ["a kiwi"], "kiwi"), layer=6)
    assert np.isnan(effect.all_pairs).all()
    assert np.isfinite(effect.cosines).all()


@pytest.mark.parametrize("layer", [-1, 7])
def test_a_layer_that_is_not_there(layer: int, kiwi: WordInContext) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=f"no layer {layer}; choose 0 to 6"):
        embedlab.context.pooling_effect(kiwi, layer=layer)
    with pytest.raises(embedlab.InvalidInputError, match="2 sense labels for 6 sentences"):
        embedlab.context.pooling_effect(kiwi, ["a", "b"], layer=0)
