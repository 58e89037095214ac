"""What the tests of attention share: a tiny tied decoder, as transformers runs it and as an `Encoder`."""

from __future__ import annotations

import pytest
from transformers import LlamaForCausalLM

import embedlab
from embedlab.context import Encoder
from tests.support.models import tiny_llama


@pytest.fixture(scope="module")
def tokenizer() -> embedlab.tokens.Tokenizer:
    return embedlab.load_tokenizer("all-MiniLM-L6-v2")


@pytest.fixture(scope="module")
def reference() -> LlamaForCausalLM:
    return tiny_llama()


@pytest.fixture(scope="module")
def decoder(tokenizer: embedlab.tokens.Tokenizer, reference: LlamaForCausalLM) -> Encoder:
    return Encoder(reference.model, tokenizer, name="tiny llama", causal=True)
