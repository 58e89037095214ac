"""The layer computed here against PyTorch's kernel and against the model whose weights it has."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import embedlab
from embedlab import positional
from embedlab.positional.attention_layer import encoder_attention, relative_change

NAME = "all-MiniLM-L6-v2"
TEXT = "Dog bites man, unimaginably 🙂 dog"


@pytest.fixture(scope="module")
def layer() -> positional.AttentionWeights:
    return positional.load_attention_weights(NAME)


@pytest.fixture(scope="module")
def states(encoder: embedlab.context.Encoder) -> np.ndarray:
    return encoder.encode([TEXT])[0].hidden_states[0].astype(np.float64)


@pytest.mark.parametrize("causal", [False, True])
def test_outputs_equal_the_kernel_of_torch(
    layer: positional.AttentionWeights, states: np.ndarray, causal: bool
) -> None:
    x = torch.from_numpy(states)
    parts = [
        torch.nn.functional.linear(x, torch.from_numpy(weight), torch.from_numpy(bias))
        .view(len(x), 12, 32)
        .transpose(0, 1)
        for weight, bias in (
            (layer.query, layer.query_bias),
            (layer.key, layer.key_bias),
            (layer.value, layer.value_bias),
        )
    ]
    expected = torch.nn.functional.scaled_dot_product_attention(*parts, is_causal=causal)  # (12, tokens, 32)
    found = positional.attend(states, layer, causal=causal)
    np.testing.assert_allclose(found.outputs, expected.transpose(0, 1).reshape(len(x), 384), atol=1e-10)
    one = positional.attend(states, layer, causal=causal, head=5)
    np.testing.assert_allclose(one.outputs, expected[4], atol=1e-10)
    assert one.weights.shape == (1, len(x), len(x))


@pytest.mark.parametrize("number", [1, 4, 6])
def test_weights_equal_the_attention_of_the_model(encoder: embedlab.context.Encoder, number: int) -> None:
    (encoded,) = encoder.encode([TEXT])
    layer = positional.load_attention_weights(NAME, layer=number)
    found = positional.attend(encoded.hidden_states[number - 1], layer)
    np.testing.assert_allclose(found.weights, encoded.attentions[number - 1], atol=1e-5)
    np.testing.assert_allclose(found.weights.sum(axis=-1), 1)


def test_a_causal_mask_hides_what_follows(layer: positional.AttentionWeights, states: np.ndarray) -> None:
    whole = positional.attend(states, layer, causal=True)
    assert not np.triu(whole.weights, k=1).any()
    begun = positional.attend(states[:3], layer, causal=True)
    np.testing.assert_allclose(whole.outputs[:3], begun.outputs, atol=1e-12)


def test_one_token_looks_at_itself(layer: positional.AttentionWeights, states: np.ndarray) -> None:
    found = positional.attend(states[:1], layer)
    assert (found.weights == 1).all()
    np.testing.assert_allclose(found.outputs[0], layer.value @ states[0] + layer.value_bias)


def test_the_change_is_a_share_of_the_first_length() -> None:
    places = np.array([1, 0])
    moved = relative_change([[3, 4], [2, 0]], [[1, 0], [3, 0]], places)
    np.testing.assert_allclose(moved, [4 / 5, 1 / 2])


def test_what_does_not_fit_is_said(layer: positional.AttentionWeights, states: np.ndarray) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=r"layer = 7 .* 1 to 6"):
        positional.load_attention_weights(NAME, layer=7)
    with pytest.raises(embedlab.EmbedLabError, match="layer = 0"):
        positional.load_attention_weights(NAME, layer=0)
    for head in (0, 13):
        with pytest.raises(embedlab.EmbedLabError, match=rf"head = {head} .* 1 to 12"):
            positional.attend(states, layer, head=head)
    for inputs in (states[:, :10], states[0], states[:0]):
        with pytest.raises(embedlab.EmbedLabError, match="384"):
            positional.attend(inputs, layer)


def test_a_loaded_encoder_has_the_weights_of_its_file(encoder: embedlab.context.Encoder) -> None:
    read, held = positional.load_attention_weights(encoder.name, layer=4), encoder_attention(encoder, layer=4)
    for name in ("query", "query_bias", "key", "key_bias", "value", "value_bias"):
        np.testing.assert_array_equal(getattr(read, name), getattr(held, name))
    assert (read.source, read.layer, read.heads) == (held.source, held.layer, held.heads)
