"""What shuffled labels give is what scikit-learn and `sense_separation` give for each of them."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

import embedlab
from embedlab.context import sense_separation, shuffled_senses
from embedlab.cosine import unit_rows

BANK = embedlab.texts.AMBIGUOUS_WORDS["bank"]
SENTENCES = BANK.sentences[:4] + BANK.sentences[10:13]
SENSES = BANK.senses[:4] + BANK.senses[10:13]


@pytest.fixture(scope="module")
def words(encoder: embedlab.context.Encoder) -> embedlab.context.WordInContext:
    return embedlab.word_in_context(encoder, SENTENCES, "bank")


def test_one_shuffle_is_what_the_references_give(words: embedlab.context.WordInContext) -> None:
    labels = np.random.default_rng(7).permuted(np.array([[0] * 4 + [1] * 3]), axis=1)[0]
    found = shuffled_senses(words, SENSES, shuffles=1, random_state=7)
    gap = sense_separation(words, [str(label) for label in labels]).gap
    np.testing.assert_allclose(found.gap_low, gap, atol=1e-9)
    np.testing.assert_allclose(found.gap_high, gap, atol=1e-9)
    silhouette = [silhouette_score(layer, labels, metric="cosine") for layer in unit_rows(words.vectors)]
    np.testing.assert_allclose(found.silhouette_high, silhouette, atol=1e-6)


def test_the_band_lies_around_zero_and_is_the_same_each_time(words: embedlab.context.WordInContext) -> None:
    found = shuffled_senses(words, SENSES)
    assert (found.gap_low < 0).all()
    assert (found.gap_high > 0).all()
    assert (found.silhouette_low < found.silhouette_high).all()
    np.testing.assert_array_equal(shuffled_senses(words, SENSES).gap_high, found.gap_high)


def test_a_center_changes_the_gap_only(words: embedlab.context.WordInContext) -> None:
    center = words.vectors.mean(axis=1)
    found, plain = shuffled_senses(words, SENSES, center=center), shuffled_senses(words, SENSES)
    assert (found.gap_high > plain.gap_high).all()  # what all vectors share is gone
    np.testing.assert_array_equal(found.silhouette_high, plain.silhouette_high)


@pytest.mark.parametrize("senses", [["a"] * 7, list("abcdefg"), ["a"]])
def test_too_few_senses_are_refused(words: embedlab.context.WordInContext, senses: list[str]) -> None:
    with pytest.raises(embedlab.InvalidInputError):
        shuffled_senses(words, senses)


@pytest.mark.parametrize("shuffles", [0, 2_001])
def test_the_number_of_shuffles_has_limits(words: embedlab.context.WordInContext, shuffles: int) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="times; choose 1 to 2,000"):
        shuffled_senses(words, SENSES, shuffles=shuffles)
