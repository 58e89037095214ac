"""One head and one layer, equal to what transformers computes itself, on both models' kinds."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

import embedlab
from embedlab.attention import (
    IMPLEMENTATIONS,
    LayerTrace,
    LayerTracer,
    compute_layer,
    head_computation,
    trace_layers,
)
from embedlab.context import Encoder
from embedlab.context.attention_weights import encoder_attention
from tests.support.models import tiny_encoder

TEXT = "the old bank by the river closed"


@pytest.fixture(scope="module")
def encoder(tokenizer: embedlab.tokens.Tokenizer) -> Encoder:
    return tiny_encoder(tokenizer)


@pytest.fixture(params=["encoder", "decoder"])
def model(request: pytest.FixtureRequest) -> Encoder:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_every_head_is_the_models_own(model: Encoder, implementation: str) -> None:
    trace = trace_layers(model, TEXT, attention=implementation)
    for layer in (1, 2):
        result, errors = compute_layer(trace, encoder_attention(model, layer=layer))
        assert errors.max() < 1e-5
        if implementation == "eager":
            assert_allclose(result.weights, trace.encoding.attentions[layer - 1], atol=1e-5)


def test_texts_that_share_a_pass_are_as_alone(model: Encoder) -> None:
    texts = [TEXT, "the bank", f"{TEXT} and {TEXT}"]
    tracer = LayerTracer(model)
    alone = [tracer(text) for text in texts]
    shared = tracer._trace([trace.encoding.ids for trace in alone])
    for trace, (layers, notes) in zip(alone, shared, strict=True):
        assert_allclose(layers.attentions, trace.encoding.attentions, atol=1e-6)
        for name, array in notes.items():
            own = getattr(trace, name)
            assert np.linalg.norm(array - own) <= 1e-5 * np.linalg.norm(own)


def test_what_is_added_makes_the_next_state(decoder: Encoder) -> None:
    trace = trace_layers(decoder, TEXT)
    total = trace.states[0] + trace.attention_added[0] + trace.feed_forward_added[0]
    assert_allclose(total, trace.states[1], atol=1e-5)


def test_a_trace_is_the_models_forward_pass(model: Encoder) -> None:
    trace, (own,) = trace_layers(model, TEXT), model.encode([TEXT])
    assert_allclose(trace.states, own.hidden_states, atol=1e-5)
    assert trace.tokens == own.tokens


def test_the_heads_add_up_to_what_attention_adds(model: Encoder) -> None:
    trace = trace_layers(model, TEXT)
    weights = encoder_attention(model, layer=2)
    result, _ = compute_layer(trace, weights)
    total = sum(result.head(head).written for head in range(1, model.heads + 1)) + weights.output_bias
    assert_allclose(result.written.sum(axis=0), total - weights.output_bias)
    assert_allclose(total, trace.attention_added[1], atol=1e-5)


def test_a_decoder_with_a_cache_gives_the_same_states(decoder: Encoder) -> None:
    trace = trace_layers(decoder, TEXT)
    module = decoder.copy_model()
    past = None
    last = []
    with torch.inference_mode():
        for token in trace.encoding.ids:
            output = module(input_ids=torch.tensor([[token]]), cache=past, use_cache=True)
            past = output.cache
            last.append(output.last_hidden_state[0, 0].numpy())
    assert_allclose(np.stack(last), trace.states[-1], atol=1e-5)


def test_one_head_by_hand(encoder: Encoder) -> None:
    head = head_computation(encoder, TEXT, layer=1, head=2)
    count = len(head.tokens)
    for query in range(count):
        scores = [float(np.dot(head.queries[query], head.keys[key])) / np.sqrt(8) for key in range(count)]
        powers = np.exp(scores)
        assert_allclose(head.weights[query], powers / powers.sum(), rtol=1e-9)
        mixed = sum(head.weights[query, key] * head.values[key] for key in range(count))
        assert_allclose(head.output[query], mixed, rtol=1e-9, atol=1e-12)


def test_queries_of_a_group_share_keys(decoder: Encoder) -> None:
    first, third, fourth = (head_computation(decoder, TEXT, layer=1, head=head) for head in (1, 3, 4))
    assert_allclose(first.keys, third.keys)
    assert not np.allclose(first.keys, fourth.keys)
    assert np.triu(first.weights, k=1).max() == 0


@pytest.mark.bad_input(1)
def test_bad_input_is_one_sentence(encoder: Encoder) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="no head 3; choose one from 1 to 2"):
        head_computation(encoder, TEXT, head=3)
    with pytest.raises(embedlab.EmbedLabError, match="no layer 9"):
        head_computation(encoder, TEXT, layer=9)
    with pytest.raises(embedlab.EmbedLabError, match="empty"):
        head_computation(encoder, "  ")


def test_a_long_text_is_cut_at_the_limit(encoder: Encoder) -> None:
    trace: LayerTrace = trace_layers(encoder, "bank " * 200)
    assert len(trace.tokens) == 64
    assert trace.encoding.cut == 138
