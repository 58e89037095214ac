"""Two orders of the same words: told apart with positions or with a causal mask, and not without either."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

import embedlab
from embedlab import positional
from embedlab.positional.shuffle_test import TOLERANCE, match_tokens, shuffle_text

NAME = "all-MiniLM-L6-v2"
DOG = ("Dog bites man", "man bites dog")


@pytest.fixture(scope="module")
def parts(encoder: embedlab.context.Encoder) -> tuple[positional.AttentionWeights, positional.InputTables]:
    return positional.load_attention_weights(NAME), positional.load_input_tables(NAME)


def test_without_positions_an_encoder_is_blind_to_order(encoder: embedlab.context.Encoder) -> None:
    found = positional.run_shuffle_test(encoder, *DOG)
    assert found.tokens == ("[CLS]", "dog", "bites", "man", "[SEP]")
    assert found.places.tolist() == [0, 3, 2, 1, 4]
    assert found.reordered
    assert found.blind
    assert found.moved[0].max() < 2e-6
    assert found.differences[0].max() < 1e-5
    np.testing.assert_allclose(found.cosines[0], 1, atol=1e-6)
    assert found.differences.shape == found.moved.shape == found.cosines.shape == (2, 7, 5)


def test_with_positions_it_is_not(encoder: embedlab.context.Encoder) -> None:
    found = positional.run_shuffle_test(encoder, *DOG)
    one, other = encoder.encode(list(DOG))
    for layer in (0, 3, 6):
        a, b = one.hidden_states[layer, 1], other.hidden_states[layer, 3]  # dog
        assert found.cosines[1, layer, 1] == pytest.approx(
            a @ b / np.linalg.norm(a) / np.linalg.norm(b), abs=1e-5
        )
        assert found.moved[1, layer, 1] == pytest.approx(np.linalg.norm(a - b) / np.linalg.norm(a), abs=1e-4)
        assert found.differences[1, layer, 1] == pytest.approx(np.abs(a - b).max(), abs=1e-4)
    # at layer 0 only those that changed places differ; in the end all do
    np.testing.assert_allclose(found.moved[1, 0, [0, 2, 4]], 0, atol=1e-7)
    assert found.moved[1, 0, [1, 3]].min() > 0.1
    assert found.moved[1, 6].min() > 0.1


def test_placeless_tokens_all_stand_at_place_0(encoder: embedlab.context.Encoder) -> None:
    (placeless,) = encoder.encode(["man man man"], positions=False)
    (placed,) = encoder.encode(["man man man"])
    tables = positional.load_input_tables(NAME)
    token = encoder.token_embeddings[placeless.ids] + tables.positions[0] + tables.segments[0]
    from embedlab.positional.position_parts import scale_normalize

    np.testing.assert_allclose(placeless.hidden_states[0], scale_normalize(tables, token), atol=1e-5)
    np.testing.assert_allclose(placeless.hidden_states[-1, 1], placeless.hidden_states[-1, 3], atol=1e-5)
    assert np.abs(placed.hidden_states[-1, 1] - placed.hidden_states[-1, 3]).max() > 0.1
    (looked,) = encoder.encode(["man bites man"], positions=False, attentions=True)
    np.testing.assert_allclose(looked.attentions[..., 1], looked.attentions[..., 3], atol=1e-6)


def test_a_decoder_without_positions_is_not_blind(smollm: embedlab.context.Encoder) -> None:
    found = positional.run_shuffle_test(smollm, " Dog bites man", " man bites Dog")
    assert found.reordered
    assert not found.blind
    assert found.moved[0, -1].max() > 0.01
    np.testing.assert_allclose(found.moved[0, 0], 0, atol=1e-7)  # rotary adds nothing to a token


@pytest.mark.parametrize("second", [None, "", "  ", "cat bites man", "Dog bites man man", "bites man"])
def test_other_words_are_replaced_by_a_shuffle_of_the_first(
    encoder: embedlab.context.Encoder, second: str | None
) -> None:
    found = positional.run_shuffle_test(encoder, DOG[0], second)
    assert not found.reordered
    assert Counter(found.second.split()) == Counter(DOG[0].split())
    assert found.second != DOG[0]
    assert found.blind
    again = positional.run_shuffle_test(encoder, DOG[0], second)
    assert again.second == found.second
    others = {positional.run_shuffle_test(encoder, DOG[0], random_state=seed).second for seed in range(6)}
    assert len(others) > 2


def test_a_token_is_matched_by_its_occurrence(encoder: embedlab.context.Encoder) -> None:
    found = positional.run_shuffle_test(encoder, "a a b a a a", "a a a a a b")
    assert found.places.tolist() == [0, 1, 2, 6, 3, 4, 5, 7]
    assert found.blind


def test_one_word_has_one_order(encoder: embedlab.context.Encoder) -> None:
    found = positional.run_shuffle_test(encoder, "dog")
    assert found.second == "dog"
    assert found.places.tolist() == [0, 1, 2]
    np.testing.assert_allclose(found.moved, 0, atol=1e-7)


def test_a_long_text_is_cut_before_it_is_shuffled(encoder: embedlab.context.Encoder) -> None:
    text = " ".join(f"word{number} 🙂" for number in range(200))
    found = positional.run_shuffle_test(encoder, text, text)
    assert found.cut > 80
    assert 500 < len(found.tokens) <= 512
    assert not found.reordered  # the second has tokens that the window cuts
    assert found.blind
    assert found.moved[0].max() < TOLERANCE / 2


def test_an_empty_text_is_refused(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="empty"):
        positional.run_shuffle_test(encoder, "  ", "dog")


def test_other_tokens_cannot_be_matched() -> None:
    assert match_tokens([5, 6, 5], [6, 5, 5]).tolist() == [1, 0, 2]
    with pytest.raises(embedlab.EmbedLabError, match="other tokens"):
        match_tokens([5, 6], [5, 5])


def test_shuffles_are_other_orders() -> None:
    for seed in range(20):
        assert shuffle_text("a b", random_state=seed) == "b a"
    assert shuffle_text("a a") == "a a"
    assert shuffle_text("a") == "a"


@pytest.mark.parametrize("head", [None, 1, 12])
def test_one_layer_is_blind_without_positions_and_sees_with_a_mask(
    encoder: embedlab.context.Encoder,
    parts: tuple[positional.AttentionWeights, positional.InputTables],
    head: int | None,
) -> None:
    test = positional.run_shuffle_test(encoder, *DOG)
    ids = encoder.tokenizer.encode(DOG[0], special_tokens=True).ids
    vectors = encoder.token_embeddings[ids]
    none, masked, placed = (
        positional.shuffle_layer(*parts, vectors, test.places, case=case, head=head)
        for case in positional.LAYER_CASES
    )
    assert none.moved.max() < 1e-12
    first, second = none.weights
    np.testing.assert_allclose(second[np.ix_(test.places, test.places)], first, atol=1e-12)
    # [CLS] sees itself alone, [SEP] the same bag; the words between see other sets
    np.testing.assert_allclose(masked.moved[[0, 4]], 0, atol=1e-12)
    assert masked.moved[1:4].min() > 1e-3
    assert placed.moved.min() > 1e-6


def test_with_positions_the_layer_is_the_models_own(
    encoder: embedlab.context.Encoder, parts: tuple[positional.AttentionWeights, positional.InputTables]
) -> None:
    turned = ("Dog bites man", "man dog bites")  # an order that is not its own inverse
    test = positional.run_shuffle_test(encoder, *turned)
    ids = encoder.tokenizer.encode(turned[0], special_tokens=True).ids
    found = positional.shuffle_layer(*parts, encoder.token_embeddings[ids], test.places, case="positions")
    for text, weights in zip(turned, found.weights, strict=True):
        (encoded,) = encoder.encode([text])
        np.testing.assert_allclose(weights, encoded.attentions[0].mean(axis=0), atol=1e-5)


def test_what_is_no_order_is_refused(
    encoder: embedlab.context.Encoder, parts: tuple[positional.AttentionWeights, positional.InputTables]
) -> None:
    vectors = encoder.token_embeddings[[1, 2, 3]]
    with pytest.raises(embedlab.EmbedLabError, match="from 0 to 2"):
        positional.shuffle_layer(*parts, vectors, [0, 0, 1])
    with pytest.raises(embedlab.EmbedLabError, match="case"):
        positional.shuffle_layer(*parts, vectors, [0, 1, 2], case="both")
