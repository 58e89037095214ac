"""A tiny BERT built in the test: two layers of two heads, random weights, the real tokenizer."""

from __future__ import annotations

import torch
from transformers import BertConfig, BertModel

import embedlab


def tiny_encoder(tokenizer: embedlab.tokens.Tokenizer, *, window: int = 64) -> embedlab.context.Encoder:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=30522,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=window,
        initializer_range=0.2,  # large enough that words change each other
        attn_implementation="eager",
    )
    return embedlab.context.Encoder(BertModel(config).eval(), tokenizer, name="tiny")
