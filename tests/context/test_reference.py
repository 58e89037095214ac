"""Reference words: every word once, the encoder's own vectors, and random pairs that are what they claim."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

import embedlab

SENTENCES = [
    "The river don't wait, she said; unimaginably slow.",
    "She lent 300 euros to The_bank",
    "Rain fell on the l’art museum",
]
WORDS = (
    *("the", "river", "don't", "wait", "she", "said", "unimaginably", "slow"),
    *("she", "lent", "300", "euros", "to", "the", "bank"),
    *("rain", "fell", "on", "the", "l’art", "museum"),
)


@pytest.fixture(scope="module")
def reference(encoder: embedlab.context.Encoder) -> embedlab.context.ReferenceWords:
    return embedlab.context.reference_words(encoder, SENTENCES)


def made(
    vectors: object, sentence_of: list[int], first: list[bool] | None = None
) -> embedlab.context.ReferenceWords:
    """Return one layer of words with the given vectors (n, dim)."""
    layer = np.asarray(vectors, dtype=np.float32)
    count = len(layer)
    return embedlab.context.ReferenceWords(
        model="made by hand",
        sentences=tuple(f"sentence {number}" for number in range(max(sentence_of) + 1)),
        words=tuple(f"word{number}" for number in range(count)),
        sentence_of=np.array(sentence_of),
        spans=((0, 1),) * count,
        first=np.array(first or [True] * count),
        vectors=layer[None],
        center=layer.mean(axis=0)[None],
    )


def test_every_word_of_every_sentence_in_order(reference: embedlab.context.ReferenceWords) -> None:
    assert reference.words == WORDS
    assert reference.sentence_of.tolist() == [0] * 8 + [1] * 7 + [2] * 6
    assert reference.model == "all-MiniLM-L6-v2"
    for word, index, span in zip(reference.words, reference.sentence_of, reference.spans, strict=True):
        assert SENTENCES[index][slice(*span)].lower() == word


def test_the_first_occurrence_of_each_word_is_marked_once(reference: embedlab.context.ReferenceWords) -> None:
    seen = [WORDS.index(word) == row for row, word in enumerate(WORDS)]
    assert reference.first.tolist() == seen
    assert reference.first.sum() == len(set(WORDS))


def test_vectors_are_those_of_the_encoder_with_pieces_averaged(
    reference: embedlab.context.ReferenceWords, encoder: embedlab.context.Encoder
) -> None:
    for sentence, occurrence, row in ((0, 1, 6), (1, 1, 11), (2, 1, 18)):
        words = embedlab.word_in_context(encoder, [SENTENCES[sentence]], WORDS[row], occurrences=[occurrence])
        np.testing.assert_allclose(reference.vectors[:, row], words.vectors[:, 0], atol=2e-5)
    (result,) = encoder.encode(SENTENCES[:1])
    places = [place for place, (start, end) in enumerate(result.offsets) if start >= 10 and end <= 15 and end]
    assert [result.tokens[place] for place in places] == ["don", "'", "t"]
    np.testing.assert_allclose(
        reference.vectors[:, 2], result.hidden_states[:, places].mean(axis=1), atol=2e-5
    )


def test_the_center_is_the_mean_of_the_different_words(reference: embedlab.context.ReferenceWords) -> None:
    rows = [WORDS.index(word) for word in dict.fromkeys(WORDS)]
    np.testing.assert_allclose(reference.center, reference.vectors[:, rows].mean(axis=1), atol=1e-6)
    assert reference.center.dtype == np.float32


def test_what_the_window_cuts_is_left_out(encoder: embedlab.context.Encoder) -> None:
    # 505 words, then one of 4 pieces of which the window of 510 takes all, 1 to 3 or none
    for before, read in ((506, True), (507, False), (509, False), (510, False)):
        sentences = ["a " * before + "unimaginably late", "a short bank"]
        reference = embedlab.context.reference_words(encoder, sentences)
        expected = ["a"] * before + ["unimaginably"] * read + ["a", "short", "bank"]
        assert list(reference.words) == expected
        bank = embedlab.word_in_context(encoder, sentences[1:], "bank")
        np.testing.assert_allclose(reference.vectors[:, -1], bank.vectors[:, 0], atol=2e-5)
        assert reference.sentence_of[-1] == 1
        assert reference.spans[-1] == (8, 12)


@pytest.mark.parametrize(
    ("sentences", "message"),
    [([], "0 texts"), (["a", " "], "Text 2 is empty"), (["!", "--"], "no word in these 2 sentences")],
)
def test_no_words_are_no_reference(
    sentences: list[str], message: str, encoder: embedlab.context.Encoder
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.context.reference_words(encoder, sentences)


def test_random_pairs_agree_with_all_pairs(reference: embedlab.context.ReferenceWords) -> None:
    measured = embedlab.context.anisotropy(reference, pairs=50_000)
    rows = [WORDS.index(word) for word in dict.fromkeys(WORDS)]
    sentence = reference.sentence_of
    apart = [(a, b) for a, b in combinations(rows, 2) if sentence[a] != sentence[b]]
    for layer, vectors in enumerate(reference.vectors):
        cosines = embedlab.context.cosine_matrix(vectors)
        every = np.array([cosines[pair] for pair in apart])
        assert measured.mean[layer] == pytest.approx(every.mean(), abs=0.004)
        assert measured.low[layer] == pytest.approx(np.quantile(every, 0.05), abs=0.01)
        assert measured.high[layer] == pytest.approx(np.quantile(every, 0.95), abs=0.02)


def test_pairs_never_join_words_of_one_sentence() -> None:
    # one direction a sentence: any pair within a sentence would have the cosine 1
    reference = made(np.eye(3)[[0, 1, 0, 2, 1, 0]], [0, 1, 0, 2, 1, 0])
    measured = embedlab.context.anisotropy(reference)
    assert (measured.mean[0], measured.low[0], measured.high[0]) == (0, 0, 0)


def test_every_pair_is_as_likely_as_any_other() -> None:
    # 4 words stand in sentence 0, 1 in sentence 1 and 1 in sentence 2: 9 pairs, one of which is alike
    vectors = np.eye(6)
    vectors[5] = vectors[4]
    measured = embedlab.context.anisotropy(made(vectors, [0, 0, 0, 0, 1, 2]), pairs=90_000)
    assert measured.mean[0] == pytest.approx(1 / 9, abs=0.005)


def test_only_first_occurrences_are_drawn() -> None:
    reference = made([[1, 0], [0, 1], [1, 0]], [0, 1, 1], [True, True, False])
    assert embedlab.context.anisotropy(reference).high[0] == 0


def test_centering_takes_the_common_direction_away(encoder: embedlab.context.Encoder) -> None:
    random = np.random.default_rng(0)
    reference = made(random.normal(size=(200, 20)) + 3, [*range(100)] * 2)
    raw = embedlab.context.anisotropy(reference)
    centered = embedlab.context.anisotropy(reference, center=reference.center)
    assert raw.mean[0] == pytest.approx(0.9, abs=0.02)
    assert centered.mean[0] == pytest.approx(0, abs=0.02)
    assert centered.low[0] < -0.3 < 0.3 < centered.high[0]


def test_the_same_seed_draws_the_same_pairs(reference: embedlab.context.ReferenceWords) -> None:
    first, again = (embedlab.context.anisotropy(reference, pairs=200) for _ in range(2))
    other = embedlab.context.anisotropy(reference, pairs=200, random_state=1)
    np.testing.assert_array_equal(first.mean, again.mean)
    assert (first.mean != other.mean).any()


def test_vectors_without_direction_are_left_out() -> None:
    measured = embedlab.context.anisotropy(made([[1, 0], [0, 0], [1, 0]], [0, 1, 2]))
    assert measured.mean[0] == 1
    assert np.isnan(embedlab.context.anisotropy(made(np.zeros((2, 2)), [0, 1])).mean).all()


def test_bad_numbers_are_named(reference: embedlab.context.ReferenceWords) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="0 random pairs cannot be drawn"):
        embedlab.context.anisotropy(reference, pairs=0)
    with pytest.raises(embedlab.InvalidInputError, match="6 × 384 numbers and the vectors need 7 × 384"):
        embedlab.context.anisotropy(reference, center=reference.center[1:])
    alone = replace(reference, sentence_of=np.zeros_like(reference.sentence_of))
    with pytest.raises(embedlab.InvalidInputError, match="all words stand in one"):
        embedlab.context.anisotropy(alone)
