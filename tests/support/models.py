"""Tiny models with random weights, built in a second: encoders in memory and as the files of a repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoConfig, AutoModel, BertConfig, BertModel, LlamaConfig, LlamaForCausalLM

import embedlab

SMALL = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "vocab_size": 40,
    "max_position_embeddings": 24,
    "type_vocab_size": 2,
}
DISTIL = {"dim": 16, "n_layers": 2, "n_heads": 2, "hidden_dim": 32, "vocab_size": 40} | {
    "max_position_embeddings": 24
}
WORDS = [
    *("the", "a", "river", "bank", "money", "sat", "closed", "flooded", "old", "on"),
    *("of", "lent", "me", "it", "and", "cat", "mat", "we", "##s", "##ed"),
]


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


def tiny_llama() -> LlamaForCausalLM:
    """Return a tied decoder with six heads of queries on two of keys and values, for MiniLM's tokenizer."""
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=30_522,
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=6,
        num_key_value_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        initializer_range=0.2,
        tie_word_embeddings=True,
        attn_implementation="eager",
    )
    return LlamaForCausalLM(config).eval().requires_grad_(False)


def tiny_tokenizer(**model: Any) -> bytes:
    """Return the tokenizer.json of a few words, with [CLS] and [SEP] around a text."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    ids = {token: number for number, token in enumerate([*special, *WORDS])}
    tokenizer = Tokenizer(models.WordPiece(vocab=ids, unk_token="[UNK]", **model))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.add_special_tokens(special)
    return tokenizer.to_str().encode()


def tiny_model(folder: Path, model_type: str = "bert", **settings: Any) -> Any:
    """Save a tiny encoder of that type with its tokenizer and return it, in evaluation mode."""
    torch.manual_seed(0)
    plain = DISTIL if model_type == "distilbert" else SMALL
    more = {"embedding_size": 16} if model_type == "electra" else {}
    config = AutoConfig.for_model(model_type, **plain | more | settings)
    model = AutoModel.from_config(config, attn_implementation="eager").eval()
    model.save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes(tiny_tokenizer())
    return model


def files_of(folder: Path) -> dict[str, bytes]:
    """Return a repository made of the three files of a folder."""
    names = ("config.json", "tokenizer.json", "model.safetensors")
    return {name: (folder / name).read_bytes() for name in names}


def copy_of(folder: Path, target: Path, **config: Any) -> Path:
    """Return a copy of an encoder's folder with some of its config changed."""
    target.mkdir()
    for name, content in files_of(folder).items():
        (target / name).write_bytes(content)
    given = json.loads((target / "config.json").read_text()) | config
    (target / "config.json").write_text(json.dumps(given))
    return target


def reference_states(model: Any, ids: list[int]) -> np.ndarray:
    """Return what transformers computes for one text, shape (layers + 1, tokens, dim)."""
    with torch.inference_mode():
        output = model(
            input_ids=torch.tensor([ids]),
            attention_mask=torch.ones((1, len(ids)), dtype=torch.long),
            output_hidden_states=True,
        )
    return np.stack([state[0].numpy() for state in output.hidden_states])
