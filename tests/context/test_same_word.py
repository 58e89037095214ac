"""One word in two texts: found by its tokens, compared layer by layer."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab.context.same_word import compare_word, default_token, spell_word

PIN = "If you forget your PIN, the bank sends a new card"


@pytest.mark.parametrize(
    ("text", "second", "word"),
    [
        ("An otter slid down the muddy bank", PIN, "bank"),
        ("The bank is unimaginably old", "UNIMAGINABLY, she said", "unimaginably"),
    ],
)
def test_the_cosines_are_those_of_the_word_in_context(
    encoder: embedlab.context.Encoder, text: str, second: str, word: str
) -> None:
    first, other = encoder.encode([text, second], attentions=False)
    pieces = [index for index, (start, _) in enumerate(first.offsets) if text[start:].startswith(word)]
    pair = compare_word(first, pieces[-1], other)
    assert pair is not None
    one, two = np.moveaxis(embedlab.word_in_context(encoder, [text, second], word).vectors, 1, 0)
    lengths = np.linalg.norm(one, axis=-1) * np.linalg.norm(two, axis=-1)
    np.testing.assert_allclose(pair.cosines, (one * two).sum(axis=-1) / lengths, atol=1e-5)
    assert [other.tokens[index] for index in pair.second] == encoder.tokenizer.encode(word).tokens


def test_a_word_that_is_only_a_part_of_another_is_not_the_same(encoder: embedlab.context.Encoder) -> None:
    first, other = encoder.encode(["an otter", "two otters"], attentions=False)
    assert other.tokens[2:4] == ["otter", "##s"]
    assert compare_word(first, 2, other) is None
    assert compare_word(other, 3, first) is None


def test_special_and_unknown_tokens_are_compared_too(encoder: embedlab.context.Encoder) -> None:
    first, other = encoder.encode(["so happy 🙂", "so sad 😡"], attentions=False)
    for token in ("[CLS]", "[UNK]", "[SEP]"):
        pair = compare_word(first, first.tokens.index(token), other)
        assert pair is not None
        assert pair.second == (other.tokens.index(token),)


def test_a_word_at_the_same_position_goes_in_as_the_same_vector(encoder: embedlab.context.Encoder) -> None:
    first, other = encoder.encode(["a bank lends", "a bank flooded"], attentions=False)
    pair = compare_word(first, 2, other)
    assert pair is not None
    assert pair.cosines[0] == pytest.approx(1, abs=1e-6)
    assert pair.cosines[-1] < 0.99


@pytest.mark.parametrize(
    ("text", "second", "token"),
    [
        ("The river bank", "A river", "bank"),  # known to have two meanings
        ("The river flooded", "A river", "river"),  # the longest in both
        ("The river flooded", "The sea", "flooded"),  # "the" is too short
        ("The river flooded", "", "flooded"),
        ("🙂", "🙂", "[UNK]"),
    ],
)
def test_the_token_to_look_at(encoder: embedlab.context.Encoder, text: str, second: str, token: str) -> None:
    first = encoder.encode([text], attentions=False)[0]
    other = encoder.encode([second], attentions=False)[0] if second else None
    assert first.tokens[default_token(first, other, {"bank"})] == token


def test_a_text_without_words_still_has_a_token(encoder: embedlab.context.Encoder) -> None:
    (nothing,) = encoder.encode(["\u200b"], attentions=False)
    assert default_token(nothing, None, {"bank"}) == 0


def test_a_word_is_spelled_from_any_of_its_pieces() -> None:
    tokens = ["an", "un", "##ima", "##gina", "##bly", "##"]
    assert [spell_word(tokens, index) for index in (1, 3, 5)] == ["unimaginably", "unimaginably", "##"]
