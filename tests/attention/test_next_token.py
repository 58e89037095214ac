"""Next tokens and lens: equal to transformers' own logits, and cut as its samplers cut."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal
from transformers import LlamaForCausalLM
from transformers.generation.logits_process import (
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

import embedlab
from embedlab.attention import cut_distribution, logit_lens, next_logits, next_tokens
from embedlab.context import Encoder
from embedlab.errors import InvalidInputError
from embedlab.tokens.labels import id_labels
from tests.support.models import tiny_encoder

TEXT = "the old bank by the river closed"


@pytest.mark.parametrize("implementation", ["eager", "sdpa"])
@pytest.mark.parametrize("cache", [False, True])
def test_logits_are_the_models_own(
    decoder: Encoder, reference: LlamaForCausalLM, implementation: str, cache: bool
) -> None:
    own = LlamaForCausalLM(reference.config).eval()
    own.load_state_dict(reference.state_dict())
    own.set_attn_implementation(implementation)
    ids = torch.tensor([decoder.prepare(TEXT).ids])
    with torch.inference_mode():
        if cache:
            past = own(ids[:, :-1], use_cache=True).past_key_values
            logits = own(ids[:, -1:], cache=past).logits[0, -1].numpy()
        else:
            logits = own(ids).logits[0, -1].numpy()
    difference = next_logits(decoder, TEXT) - logits
    assert np.linalg.norm(difference) <= 1e-5 * np.linalg.norm(logits)
    ranking = next_tokens(decoder, TEXT, 5)
    assert ranking.rows[0] == logits.argmax()
    assert_allclose(ranking.scores[0], torch.softmax(torch.tensor(logits), -1).max(), rtol=1e-4)
    assert len(next_tokens(decoder, TEXT, 5, top_k=2).rows) == 2


@pytest.mark.parametrize(
    ("temperature", "k", "p"), [(0.5, 0, 1.0), (1.0, 7, 1.0), (1.0, 0, 0.8), (1.5, 40, 0.6), (0.7, 5, 0.01)]
)
def test_the_distribution_is_cut_as_transformers_cuts_it(temperature: float, k: int, p: float) -> None:
    logits = np.random.default_rng(0).normal(size=200) * 3
    scores = TemperatureLogitsWarper(temperature)(None, torch.tensor(logits[None]))
    scores = TopKLogitsWarper(k)(None, scores) if k else scores
    scores = TopPLogitsWarper(p)(None, scores) if p < 1 else scores
    shares = cut_distribution(logits, temperature=temperature, top_k=k, top_p=p)
    assert_allclose(shares, torch.softmax(scores[0], -1).numpy(), rtol=1e-9)


@pytest.mark.bad_input(95)
@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"temperature": 0}, "temperature = 0"),
        ({"temperature": -1}, "temperature = -1"),
        ({"top_k": -1}, "top_k"),
        ({"top_p": 0}, "top_p = 0"),
    ],
)
def test_settings_out_of_range_have_one_sentence(settings: dict[str, float], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        cut_distribution(np.zeros(3), **settings)


def test_an_empty_text_and_an_encoder_have_no_next_token(
    decoder: Encoder, tokenizer: embedlab.tokens.Tokenizer
) -> None:
    with pytest.raises(InvalidInputError, match="empty"):
        next_tokens(decoder, " ")
    with pytest.raises(InvalidInputError, match="tied decoder"):
        logit_lens(tiny_encoder(tokenizer), TEXT)


def test_the_last_row_of_the_lens_is_the_models_output(decoder: Encoder, reference: LlamaForCausalLM) -> None:
    ids = torch.tensor([decoder.prepare(TEXT).ids])
    with torch.inference_mode():
        result = reference(ids, output_hidden_states=True)
        first = reference.lm_head(reference.model.norm(result.hidden_states[1]))[0]
        plain = reference.lm_head(result.hidden_states[1])[0]
        twice = reference.lm_head(reference.model.norm(result.hidden_states[-1]))[0]
    own = result.logits[0]
    right, none, double = (logit_lens(decoder, TEXT, k=3, norm=norm) for norm in ("right", "none", "twice"))
    for lens, layer, logits in [(right, -1, own), (right, 1, first), (none, 1, plain), (double, -1, twice)]:
        shares = logits.softmax(-1)
        assert_array_equal(lens.ids[layer, :, 0], logits.argmax(-1))
        assert_allclose(lens.probabilities[layer], shares.topk(3).values, rtol=1e-3)
    assert (right.answer_ranks[-1] == 1).all()
    answers = own.argmax(-1)
    ranks = 1 + (first > first.gather(1, answers[:, None])).sum(-1)
    assert_array_equal(right.answer_ranks[1], ranks)
    assert right.answer == id_labels(decoder.tokenizer, answers[-1:].tolist())[0]


def test_the_last_tokens_alone_are_read_as_in_the_whole_text(decoder: Encoder) -> None:
    whole, end = logit_lens(decoder, TEXT, k=3), logit_lens(decoder, TEXT, k=3, last=2)
    assert end.tokens == whole.tokens[-2:]
    assert_array_equal(end.ids[:, :, 0], whole.ids[:, -2:, 0])
    assert_allclose(end.probabilities, whole.probabilities[:, -2:], rtol=1e-4)


def test_the_lens_of_smollm2_is_transformers_own(smollm: Encoder) -> None:
    prompt = "The capital of France is"
    with torch.device("meta"):
        reference = LlamaForCausalLM(smollm.model.config)
    reference.model = smollm.copy_model(attention="sdpa")
    reference.lm_head.weight = reference.model.embed_tokens.weight
    with torch.inference_mode():
        result = reference(torch.tensor([smollm.prepare(prompt).ids]), output_hidden_states=True)
        states = [reference.model.norm(state) for state in result.hidden_states[:-1]]
        own = torch.stack([*(reference.lm_head(state)[0] for state in states), result.logits[0]])
    assert_allclose(next_logits(smollm, prompt), own[-1, -1], rtol=1e-5, atol=1e-4)  # logits up to 20
    lens = logit_lens(smollm, prompt, k=3)
    shares = own.softmax(-1).gather(-1, torch.from_numpy(lens.ids))
    assert_allclose(lens.probabilities, shares, rtol=1e-3)
    assert_allclose(lens.probabilities, own.softmax(-1).topk(3).values, rtol=1e-3)
    assert lens.answer == "␣Paris"
