"""Cosines are those of sentence-transformers, and the bundled pairs show what they are there for."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

import embedlab
from embedlab.catalog import find_entry
from embedlab.models.installed import find_file
from embedlab.texts import SENTENCE_GUESSES, SENTENCE_PAIRS, SentencePair

POOLINGS = ("mean", "cls", "max")


@pytest.fixture(scope="module")
def compared(encoder: embedlab.context.Encoder) -> embedlab.context.PairCosines:
    return embedlab.context.compare_poolings(encoder)


@pytest.mark.parametrize("pooling", POOLINGS)
def test_cosines_and_yardstick_equal_sentence_transformers(
    pooling: str, compared: embedlab.context.PairCosines
) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling

    folder = str(find_file(find_entry("all-MiniLM-L6-v2", "encoder"), "config").parent)
    tokens = SentenceTransformer(folder, local_files_only=True)[0]
    reference = SentenceTransformer(modules=[tokens, Pooling(384, pooling_mode=pooling)])
    first = reference.encode([pair.first for pair in SENTENCE_PAIRS])
    second = reference.encode([pair.second for pair in SENTENCE_PAIRS])
    expected = np.array([reference.similarity(a, b).item() for a, b in zip(first, second, strict=True)])
    place = compared.poolings.index(pooling)
    np.testing.assert_allclose(compared.of(pooling), expected, atol=1e-5)
    np.testing.assert_array_equal(compared.of(pooling), compared.cosines[place])
    cross = [
        reference.similarity(one[a], other[b]).item()
        for a in range(len(first))
        for b in range(a)
        for one in (first, second)
        for other in (first, second)
    ]
    assert compared.cross_pairs == len(cross) == 1_104
    expected = [np.mean(cross), np.quantile(cross, 0.05), np.quantile(cross, 0.95)]
    found = [compared.mean[place], compared.low[place], compared.high[place]]
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_pooling_is_that_of_the_encoder(encoder: embedlab.context.Encoder) -> None:
    pair = SentencePair("We sat by the lake", "They stood at the shore")
    found = embedlab.context.compare_poolings(encoder, [pair], poolings=["max", "mean"])
    assert found.poolings == ("max", "mean")
    for pooling in found.poolings:
        one, other = encoder.embed([pair.first, pair.second], pooling=pooling)
        np.testing.assert_allclose(found.of(pooling), [one @ other], atol=1e-6)


def test_one_pair_has_no_yardstick(encoder: embedlab.context.Encoder) -> None:
    found = embedlab.context.compare_poolings(encoder, [SentencePair("The same words", "The same words")])
    np.testing.assert_allclose(found.cosines, 1, atol=1e-6)
    assert found.cosines.max() <= 1
    assert found.cross_pairs == 0
    assert np.isnan([found.mean, found.low, found.high]).all()


def test_two_pairs_have_four_cross_pairs(encoder: embedlab.context.Encoder) -> None:
    texts = ["The dog barked", "The hound howled", "Prices rise", "Bread costs more"]
    found = embedlab.context.compare_poolings(
        encoder, [SentencePair(*texts[:2]), SentencePair(*texts[2:])], poolings=["mean"]
    )
    a, b, c, d = encoder.embed(texts).astype(np.float64)
    cross = [a @ c, a @ d, b @ c, b @ d]
    assert found.cross_pairs == 4
    assert found.mean == pytest.approx(np.mean(cross), abs=1e-6)
    assert [*found.low, *found.high] == pytest.approx(np.quantile(cross, [0.05, 0.95]).tolist(), abs=1e-6)


def test_what_exceeds_the_window_is_counted(encoder: embedlab.context.Encoder) -> None:
    long = "dog " * 300
    found = embedlab.context.compare_poolings(encoder, [SentencePair("A cat", long)], poolings=["mean"])
    assert found.cut == ((0, 300 + 2 - 256),)  # [CLS] and [SEP] are tokens too
    shorter = embedlab.context.compare_poolings(
        encoder, [SentencePair("A cat", "dog " * 254)], poolings=["mean"]
    )
    assert shorter.cut == ((0, 0),)
    np.testing.assert_allclose(found.cosines, shorter.cosines, atol=1e-6)


def test_the_border_is_clear(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=r"^0 pairs .* 1 to 500"):
        embedlab.context.compare_poolings(encoder, [])
    with pytest.raises(embedlab.InvalidInputError, match=r"^501 pairs"):
        embedlab.context.compare_poolings(encoder, [SentencePair("a", "b")] * 501)
    fine = SentencePair("one", "two")
    with pytest.raises(embedlab.InvalidInputError, match="second sentence of pair 2 is empty"):
        embedlab.context.compare_poolings(encoder, [fine, SentencePair("one", " \n")])
    with pytest.raises(embedlab.InvalidInputError, match="first sentence of pair 1 is empty"):
        embedlab.context.compare_poolings(encoder, [SentencePair("", "two"), fine])
    with pytest.raises(embedlab.UnknownNameError, match="mean, cls, max"):
        embedlab.context.compare_poolings(encoder, [fine], poolings=["median"])


def bag(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def test_the_bundled_pairs_are_what_their_kind_says() -> None:
    assert set(Counter(pair.kind for pair in SENTENCE_PAIRS).values()) == {4}
    assert len(SENTENCE_PAIRS) == 24
    texts = [text for pair in SENTENCE_PAIRS for text in (pair.first, pair.second)]
    assert len(set(texts)) == len(texts)
    small = {"a", "an", "the", "in", "of", "or", "is", "his", "him", "my", "on", "you", "will", "with", "was"}
    for pair in SENTENCE_PAIRS:
        shared = set((bag(pair.first) & bag(pair.second)).elements())
        apart = bag(pair.second) - bag(pair.first) + (bag(pair.first) - bag(pair.second))
        if pair.kind in {"paraphrase", "related", "unrelated"}:
            assert shared <= small, pair  # nothing but meaning joins them
        elif pair.kind == "negation":
            assert {"not", "cannot", "nothing", "never"} & set(bag(pair.second)), pair
        elif pair.kind == "one detail changed":
            assert apart.total() <= 2, pair
        elif "bank" not in shared:
            assert bag(pair.first) == bag(pair.second), pair


def test_meaning_is_seen_and_order_and_negation_are_not(compared: embedlab.context.PairCosines) -> None:
    kinds = np.array([pair.kind for pair in compared.pairs])
    mean = compared.of("mean")
    high = compared.high[compared.poolings.index("mean")]
    assert (mean[kinds == "paraphrase"] > high).all()
    assert (mean[kinds == "unrelated"] < high).all()
    blind = np.isin(kinds, ["same words, other meaning", "negation", "one detail changed"])
    assert mean[blind].min() > mean[kinds == "paraphrase"].max()  # the lesson of the page


def test_other_poolings_need_a_yardstick_of_their_own(compared: embedlab.context.PairCosines) -> None:
    mean, *untrained = compared.high
    assert min(untrained) > mean + 0.3
    kinds = np.array([pair.kind for pair in compared.pairs])
    unrelated = compared.cosines[:, kinds == "unrelated"]
    assert (unrelated[1:] > 0.4).all()  # "alike", were it judged by the scale of the mean


def test_the_bets_are_ten_and_the_model_loses_some(encoder: embedlab.context.Encoder) -> None:
    assert len(SENTENCE_GUESSES) == 10
    assert len({guess.sentence for guess in SENTENCE_GUESSES}) == 10
    assert {guess.choices.index(guess.expected) for guess in SENTENCE_GUESSES} == {0, 1}
    right = 0
    for guess in SENTENCE_GUESSES:
        assert guess.pairs[1] == SentencePair(guess.sentence, guess.choices[1], guess.kinds[1])
        assert guess.expected == guess.choices[guess.kinds.index(expected_kind(guess))]
        cosines = embedlab.context.compare_poolings(encoder, guess.pairs, poolings=["mean"]).of("mean")
        assert abs(cosines[0] - cosines[1]) > 0.01, guess  # no toss-up
        right += guess.choices[int(cosines.argmax())] == guess.expected
    assert 3 <= right <= 7


def expected_kind(guess: embedlab.texts.SentenceGuess) -> str:
    (kind,) = {"paraphrase", "translation"} & set(guess.kinds)
    return kind
