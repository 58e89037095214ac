"""Heads that are off and tokens that are hidden: against changed weights and transformers' own mask."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import entropy, spearmanr
from transformers import LlamaForCausalLM

from embedlab.attention import hide_tokens, next_logits, switch_head_off, token_influence
from embedlab.context import Encoder
from embedlab.errors import InvalidInputError

TEXT = "the old bank by the river closed"


def own_logits(reference: LlamaForCausalLM, decoder: Encoder, **mask: Any) -> np.ndarray:
    with torch.inference_mode():
        return reference(torch.tensor([decoder.prepare(TEXT).ids]), **mask).logits[0, -1].numpy()


def test_a_head_that_is_off_writes_nothing(decoder: Encoder, reference: LlamaForCausalLM) -> None:
    before = own_logits(reference, decoder)
    off = switch_head_off(decoder, TEXT, layer=2, head=3)

    def silence(module: Any, inputs: tuple[torch.Tensor]) -> torch.Tensor:
        values = inputs[0].clone()
        values[..., 2 * 4 : 3 * 4] = 0  # heads of 4 numbers
        return values

    handle = reference.model.layers[1].self_attn.o_proj.register_forward_pre_hook(silence)
    expected = own_logits(reference, decoder)
    handle.remove()
    assert_allclose(off, expected, rtol=1e-4, atol=1e-5)
    assert np.abs(expected - before).max() > 1e-3
    assert_array_equal(own_logits(reference, decoder), before)  # the model stays as it is


def test_a_hidden_token_is_masked_from_all(decoder: Encoder, reference: LlamaForCausalLM) -> None:
    count = len(decoder.prepare(TEXT).ids)
    rows = hide_tokens(decoder, TEXT, [(), (1,), (2, 5)])
    assert_allclose(rows[0], next_logits(decoder, TEXT), rtol=1e-4, atol=1e-5)
    for row, places in zip(rows, [(), (1,), (2, 5)], strict=True):
        mask = torch.ones((1, count), dtype=torch.int64)
        mask[0, list(places)] = 0
        assert_allclose(row, own_logits(reference, decoder, attention_mask=mask), rtol=1e-4, atol=1e-5)


def test_influence_is_the_divergence_of_one_hidden_token_after_the_other(
    decoder: Encoder, reference: LlamaForCausalLM
) -> None:
    result = token_influence(decoder, TEXT)
    count = len(decoder.prepare(TEXT).ids)

    def shares(hidden: int | None) -> np.ndarray:
        mask = torch.ones((1, count), dtype=torch.int64)
        if hidden is not None:
            mask[0, hidden] = 0
        return (
            torch.from_numpy(own_logits(reference, decoder, attention_mask=mask)).double().softmax(-1).numpy()
        )

    bits = [entropy(shares(None), shares(place), base=2) for place in range(count - 1)]
    assert_allclose(result.bits, bits, rtol=1e-3)
    with torch.inference_mode():
        ids = torch.tensor([decoder.prepare(TEXT).ids])
        layers = reference(ids, output_attentions=True).attentions
    weights = torch.stack([layer[0, :, -1, :-1] for layer in layers]).mean((0, 1))
    assert_allclose(result.weights, weights, rtol=1e-4)
    assert result.correlation == pytest.approx(spearmanr(weights[1:], bits[1:]).statistic, abs=1e-6)


def test_a_long_text_is_read_to_its_end_where_a_word_is_hidden(smollm: Encoder) -> None:
    text = "1 2 3 " * 40
    unchanged, late = hide_tokens(smollm, text, [(), (100,)])
    assert_allclose(unchanged, next_logits(smollm, text), rtol=1e-4, atol=1e-3)
    assert np.abs(late - unchanged).max() > 1e-3
    assert token_influence(smollm, text).cut == len(smollm.prepare(text).ids) - 64


def test_the_first_token_gets_most_attention_of_smollm2_and_matters_less(smollm: Encoder) -> None:
    result = token_influence(smollm, "The capital of France is")
    assert result.weights.argmax() == 0
    assert result.bits.argmax() > 0


def test_what_is_not_there_cannot_be_changed(decoder: Encoder) -> None:
    with pytest.raises(InvalidInputError, match="no head 7 in layer 1; choose a layer from 1 to 2"):
        switch_head_off(decoder, TEXT, layer=1, head=7)
    with pytest.raises(InvalidInputError, match="There is no token 99; choose one from 0 to"):
        hide_tokens(decoder, TEXT, [(99,)])
    with pytest.raises(InvalidInputError, match="empty"):
        token_influence(decoder, "")
