"""Which rows of a learned table no position uses, against every family of transformers built here."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

import embedlab
from embedlab import positional
from embedlab.models.position_rows import AFTER_PADDING, FIRST_TWO, unused_rows
from embedlab.positional.position_tensor import COMPUTED, LEARNED

NAME = "embeddings.position_embeddings.weight"
DECODERS = ("bart", "bigbird_pegasus", "blenderbot", "blenderbot-small", "fsmt", "led", "marian", "mbart")
DECODERS += ("mvp", "opt", "pegasus", "plbart", "whisper")
ENCODERS = ("albert", "bert", "bert-generation", "big_bird", "bros", "camembert", "convbert", "data2vec-text")
ENCODERS += ("deberta", "deberta-v2", "distilbert", "electra", "ernie", "fnet", "ibert", "layoutlm")
ENCODERS += ("layoutlmv3", "lilt", "longformer", "luke", "lxmert", "markuplm", "megatron-bert", "mobilebert")
ENCODERS += ("mpnet", "mra", "nystromformer", "rembert", "roberta", "roberta-prelayernorm", "roc_bert")
ENCODERS += (
    "splinter",
    "squeezebert",
    "tapas",
    "visual_bert",
    "xlm-roberta",
    "xlm-roberta-xl",
    "xmod",
    "yoso",
)
OTHERS = ("gpt2", "gpt_bigcode", "gpt_neo", "openai-gpt")


def build(family: str) -> tuple[Any, Any, Any]:
    """Return a config, the module that holds the positions, and the one around it; nothing is allocated."""
    import torch
    from transformers import AutoConfig, AutoModel

    config = AutoConfig.for_model(family)
    for key in ("num_hidden_layers", "encoder_layers", "decoder_layers", "n_layer"):
        if hasattr(config, key):
            setattr(config, key, 1)
    with torch.device("meta"):
        model = AutoModel.from_config(config)
    modules = dict(model.named_modules())
    (name,) = (name for name in model.state_dict() if any(re.fullmatch(known, name) for known in LEARNED))
    place = name.removesuffix(".weight")
    return config, modules[place], modules[place.rpartition(".")[0]]


@pytest.mark.parametrize("family", ENCODERS + DECODERS + OTHERS)
def test_the_rows_of_every_family_are_those_of_transformers(family: str) -> None:
    config, table, around = build(family)
    code = inspect.getsource(type(around))
    if family in COMPUTED:
        assert "Sinusoidal" in type(table).__name__
        return
    assert "Sinusoidal" not in type(table).__name__
    assert table.weight.requires_grad
    if "create_position_ids_from" in inspect.getsource(type(around).forward):
        expected = table.padding_idx + 1
    else:
        expected = 2 if "expand((1, -1)) + 2" in code else getattr(table, "offset", 0)
    assert unused_rows(family, config.pad_token_id) == expected
    if family in AFTER_PADDING:
        assert AFTER_PADDING[family] == config.pad_token_id
        assert unused_rows(family) == expected


def test_no_family_is_listed_that_is_not_compared() -> None:
    unbuilt = {
        "biogpt",
        "esm",
        "trocr",
    }  # no such name in the base model, or no table with the default config
    assert {*FIRST_TWO, *AFTER_PADDING} - unbuilt <= {*ENCODERS, *DECODERS}
    from transformers.models.biogpt.modeling_biogpt import BioGptLearnedPositionalEmbedding
    from transformers.models.esm.modeling_esm import EsmEmbeddings
    from transformers.models.trocr.modeling_trocr import TrOCRLearnedPositionalEmbedding

    assert BioGptLearnedPositionalEmbedding(4, 2).offset == TrOCRLearnedPositionalEmbedding(4, 2).offset == 2
    assert "create_position_ids_from" in inspect.getsource(EsmEmbeddings.forward)


@pytest.mark.parametrize("family", COMPUTED)
def test_families_whose_positions_are_computed_hold_sinusoids(family: str) -> None:
    from importlib import import_module

    folder = family.replace("-", "_")
    code = inspect.getsource(import_module(f"transformers.models.{folder}.modeling_{folder}"))
    kinds = re.findall(r"self\.embed_positions = (\w+)\(", code)
    assert kinds
    assert all("Sinusoidal" in kind for kind in kinds)


@pytest.mark.parametrize(
    ("config", "unused"),
    [
        ({"model_type": "longformer", "pad_token_id": 1}, 2),
        ({"model_type": "xlm-roberta-xl"}, 2),
        ({"model_type": "roberta", "pad_token_id": 4}, 5),
        ({"model_type": "roberta", "pad_token_id": -1}, 0),
        ({"model_type": "mpnet", "pad_token_id": 7}, 2),
        ({"model_type": "bert", "pad_token_id": None}, 0),
        ({"model_type": ["roberta"]}, 0),
        ({"pad_token_id": 3}, 0),
        ({"model_type": "blenderbot-small"}, 0),
    ],
)
def test_a_checkpoint_says_which_rows_it_does_not_use(
    config: dict[str, Any], unused: int, tmp_path: Path
) -> None:
    (tmp_path / "config.json").write_text(json.dumps(config))
    name = "model.decoder.embed_positions.weight" if config.get("model_type") == "blenderbot-small" else NAME
    (tmp_path / "model.safetensors").write_bytes(save({name: np.ones((8, 2), np.float32)}))
    assert positional.read_position_tensor(tmp_path).unused_rows == unused


@pytest.mark.parametrize("padding", [None, "1", True, 1.0, -2, 7, 10**30])
def test_a_padding_token_that_cannot_be_is_refused(padding: object, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "longformer", "pad_token_id": padding}))
    (tmp_path / "model.safetensors").write_bytes(save({NAME: np.ones((8, 2), np.float32)}))
    with pytest.raises(embedlab.InvalidInputError, match=r"“longformer” with the padding token .* 8 rows"):
        positional.read_position_tensor(tmp_path)
