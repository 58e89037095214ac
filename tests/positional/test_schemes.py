"""What the table of schemes counts, against the models and configurations of transformers."""

from __future__ import annotations

import re

import pytest
import torch
import transformers

import embedlab
from embedlab import positional
from embedlab.positional import (
    MODEL_SIZES,
    POSITION_SCHEMES,
    ModelSize,
    load_position_table,
    position_parameters,
    position_work,
    stored_parameters,
)


def named_parameters(model: torch.nn.Module, part: str) -> int:
    return sum(values.numel() for name, values in model.named_parameters() if part in name)


def empty(config: transformers.PreTrainedConfig) -> torch.nn.Module:
    with torch.device("meta"):  # shapes without numbers
        return transformers.AutoModel.from_config(config)


def test_learned_is_the_table_of_the_checkpoint(encoder: embedlab.context.Encoder) -> None:
    size = MODEL_SIZES["all-MiniLM-L6-v2"]
    count = position_parameters("learned", size)
    assert count == load_position_table("all-MiniLM-L6-v2").size == 196_608
    total = sum(values.numel() for values in encoder._model.parameters())
    assert stored_parameters("all-MiniLM-L6-v2") == total
    assert (size.heads, size.layers) == (12, 6)
    assert encoder._model.config.num_attention_heads == 12
    assert encoder._model.config.num_hidden_layers == 6


@pytest.mark.parametrize(
    ("name", "config", "scheme", "part"),
    [
        ("BERT base", transformers.BertConfig(), "learned", "position_embeddings"),
        ("GPT-2", transformers.GPT2Config(), "learned", "wpe"),
        (
            "T5 small",
            transformers.T5Config(),
            "T5",
            "encoder.block.0.layer.0.SelfAttention.relative_attention_bias",
        ),
    ],
)
def test_counts_equal_the_models_of_transformers(
    name: str, config: transformers.PreTrainedConfig, scheme: str, part: str
) -> None:
    size = MODEL_SIZES[name]
    assert named_parameters(empty(config), part) == position_parameters(scheme, size)
    assert size.heads == config.num_attention_heads
    assert size.layers == config.num_hidden_layers
    assert size.dim == config.hidden_size


def test_t5_has_one_table_a_stack() -> None:
    model = empty(transformers.T5Config())
    tables = [name for name, _ in model.named_parameters() if "relative_attention_bias" in name]
    assert len(tables) == 2
    assert {name.split(".")[0] for name in tables} == {"encoder", "decoder"}


@pytest.mark.parametrize(
    ("config", "scheme"),
    [
        (transformers.LlamaConfig(num_hidden_layers=2), "rotary"),
        (transformers.BloomConfig(), "ALiBi"),
    ],
)
def test_schemes_without_parameters_have_none(config: transformers.PreTrainedConfig, scheme: str) -> None:
    names = [name for name, _ in empty(config).named_parameters()]
    for part in ("position", "rotary", "alibi", "wpe", "relative"):
        assert not any(part in name for name in names)
    assert position_parameters(scheme, MODEL_SIZES["GPT-2"]) == 0


def test_the_size_of_llama_is_that_of_its_configuration() -> None:
    config = transformers.LlamaConfig()
    size = MODEL_SIZES["Llama 2 7B"]
    assert (size.dim, size.heads, size.layers) == (
        config.hidden_size,
        config.num_attention_heads,
        config.num_hidden_layers,
    )


@pytest.mark.parametrize("module", ["llama4", "smollm3"])
def test_every_fourth_layer_without_positions(module: str) -> None:
    config = {"llama4": transformers.Llama4TextConfig, "smollm3": transformers.SmolLM3Config}[module]()
    assert config.no_rope_layers[:8] == [1, 1, 1, 0, 1, 1, 1, 0]  # 1: rotary
    assert "every fourth layer" in POSITION_SCHEMES["none"].used_by


def test_work_by_hand() -> None:
    size = ModelSize(length=10, dim=8, heads=2, layers=3)
    assert position_work("sinusoidal", size) == position_work("learned", size) == 80
    assert position_work("rotary", size) == 3 * 2 * 80  # queries and keys of each layer
    assert position_work("ALiBi", size) == position_work("T5", size) == 3 * 2 * 100
    assert position_work("none", size) == 0
    assert position_parameters("T5", size) == 64
    assert position_parameters("T5", size, buckets=16) == 32
    assert {position_parameters(name, size) for name in ("sinusoidal", "rotary", "ALiBi", "none")} == {0}


def test_every_scheme_is_cited() -> None:
    assert list(POSITION_SCHEMES) == ["sinusoidal", "learned", "T5", "rotary", "ALiBi", "none"]
    assert [scheme.year for scheme in POSITION_SCHEMES.values()] == [2017, 2017, 2020, 2021, 2022, 2023]
    for name, scheme in POSITION_SCHEMES.items():
        assert scheme.name == name
        assert scheme.link.startswith("https://arxiv.org/abs/")
        assert all(vars(scheme).values())


def test_violated_conditions_are_named() -> None:
    with pytest.raises(embedlab.InvalidInputError, match="layers = 0"):
        ModelSize(1, 2, 3, 0)
    with pytest.raises(embedlab.InvalidInputError, match="buckets = 0"):
        position_parameters("T5", MODEL_SIZES["GPT-2"], buckets=0)
    for ask in (position_parameters, position_work):
        with pytest.raises(embedlab.UnknownNameError, match="sinusoidal, learned, T5"):
            ask("xpos", MODEL_SIZES["GPT-2"])


@pytest.mark.parametrize("name", ["sinusoidal", "T5", "ALiBi", "none"])
def test_what_others_measured_carries_its_citation(name: str) -> None:
    scheme = positional.POSITION_SCHEMES[name]
    assert re.search(r"\((Press|Kazemnejad) et al\. 20\d\d\)\.$", scheme.extrapolation)
