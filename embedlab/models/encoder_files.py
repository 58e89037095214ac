"""The files of an untrusted encoder: fetched, checked before anything is allocated, and its weights read.

Nothing is allocated from a number that was not checked: every tensor of the model that the config describes
must stand in the header of the safetensors file, in the same shape. A tensor that is missing would be made up
at random.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embedlab.errors import InvalidInputError, one_line
from embedlab.models.encoder_config import read_config, unreadable_config
from embedlab.models.hub import Downloaded, check_repository, download_files
from embedlab.models.limits import (
    CONFIG,
    INDEX,
    MAX_CONFIG_BYTES,
    MAX_TOKENIZER_BYTES,
    PICKLES,
    TOKENIZER,
    WEIGHTS,
)
from embedlab.models.pretrained import read_pretrained
from embedlab.models.safetensors_file import check_kind, check_layout, file_reader, read_header
from embedlab.models.untrusted_json import check_size
from embedlab.settings import MODEL_MB, MODEL_PARAMETERS

if TYPE_CHECKING:
    from transformers import PreTrainedConfig, PreTrainedModel

__all__ = ["FILES", "check_encoder", "check_files", "fetch_encoder", "read_weights"]

FILES = (TOKENIZER, WEIGHTS, CONFIG)  # with the last one the download counts as whole
DOWNLOAD_SECONDS = 900.0  # in all
COUNTERS = ("position_ids", "token_type_ids")  # the only whole numbers: 0, 1, 2 … in old files
CUSTOM_CODE = re.compile(r"(modeling|configuration|tokenization)\w*\.py", re.ASCII)

_one_load = threading.Lock()


def fetch_encoder(repository: str, *, revision: str = "main") -> Downloaded:
    """Download the three files of an encoder, or find those downloaded before.

    Raises:
        InvalidInputError: as `embedlab.context.download_encoder`.
    """
    name = check_repository(repository)
    return download_files(
        name,
        lambda sizes: check_files(name, sizes),
        kind="encoder",
        needed=FILES,
        inspect={CONFIG: lambda content: read_config(content, name=name)},
        revision=revision,
        seconds=DOWNLOAD_SECONDS,
    )


def check_files(repository: str, sizes: Mapping[str, int]) -> list[str]:
    """Return the files of an encoder to fetch, or refuse a repository from its list of files.

    Raises:
        InvalidInputError: too large, custom code, in parts, only pickles, or a file is missing.
    """
    weights = sum(size for name, size in sizes.items() if "/" not in name and name.endswith(".safetensors"))
    if any(CUSTOM_CODE.fullmatch(name) for name in sizes):
        why = "needs custom code to be run, which EmbedLab never does; choose one without"
    elif weights > MODEL_MB.value() * 1e6:
        why = (
            f"has {weights / 1e6:,.0f} MB of weights, and at most {MODEL_MB.value():,} MB are "
            "loaded; choose a smaller one"
        )
    elif WEIGHTS not in sizes and INDEX in sizes:
        why = f"has its weights in parts (sharded); choose one with a single {WEIGHTS}"
    elif WEIGHTS not in sizes and any(name.endswith(PICKLES) for name in sizes):
        why = f"has only pickle files (.bin, .pt), which can hold code; choose one with {WEIGHTS}"
    elif missing := [name for name in (WEIGHTS, TOKENIZER, CONFIG) if name not in sizes]:
        why = f"has no {missing[0]}; choose one that has"
    elif sizes[TOKENIZER] > MAX_TOKENIZER_BYTES or sizes[CONFIG] > MAX_CONFIG_BYTES:
        why = (
            f"has a {TOKENIZER} of {sizes[TOKENIZER]:,} bytes and a {CONFIG} of {sizes[CONFIG]:,}; at most "
            f"{MAX_TOKENIZER_BYTES:,} and {MAX_CONFIG_BYTES:,} are read: choose another"
        )
    else:
        return list(FILES)
    raise InvalidInputError(f"The repository {repository} {why}.")


def check_encoder(folder: Path, *, name: str) -> PreTrainedConfig:
    """Return the config of the encoder in a folder, its files checked; nothing is allocated.

    Args:
        folder: with config.json, tokenizer.json and model.safetensors.
        name: of the model, for messages.

    Raises:
        InvalidInputError: a file is missing, too large or damaged, or they do not belong together.
    """
    for file in (CONFIG, TOKENIZER, WEIGHTS):
        if not (folder / file).is_file():
            raise InvalidInputError(f"The folder {name} has no {file}; choose one with an encoder in it.")
    check_size((folder / TOKENIZER).stat().st_size, MAX_TOKENIZER_BYTES, label=f"The {TOKENIZER} of {name}")
    with (folder / CONFIG).open("rb") as stream:
        config = read_config(stream.read(MAX_CONFIG_BYTES + 1), name=name)
    _check_header(folder / WEIGHTS, config, name=name)
    return config


def read_weights(folder: Path, config: PreTrainedConfig, *, name: str) -> PreTrainedModel:
    """Return the model in a checked folder in evaluation mode, every tensor of it read from its file.

    Raises:
        InvalidInputError: a tensor is missing or contains NaN or infinite values, or the library refuses it.
    """
    try:
        with _one_load:
            model, report = read_pretrained(folder, config=config)
    except Exception as error:  # the libraries that load check in their own ways
        raise InvalidInputError(
            f"The model {name} cannot be loaded ({one_line(error)}); choose another one."
        ) from error
    made_up = [key for key in report["missing_keys"] if not key.startswith("pooler.")]
    if made_up or report["mismatched_keys"]:
        raise InvalidInputError(
            f"The weights of {name} lack {', '.join(made_up[:3]) or 'some tensors'}; choose another model."
        )
    broken = [key for key, weight in model.named_parameters() if not weight.isfinite().all()]
    if broken:
        raise InvalidInputError(
            f"The weights of {name} contain NaN or infinite values in {broken[0]}; choose another model."
        )
    return model


def _check_header(path: Path, config: PreTrainedConfig, *, name: str) -> None:
    """Compare the header of a safetensors file with the model that `config` describes.

    Raises:
        InvalidInputError: a damaged or cut file, or a tensor is missing or of another shape.
    """
    import torch
    from transformers import AutoModel

    header = read_header(file_reader(path), path.stat().st_size, label=f"{WEIGHTS} of {name}")
    for key in header.tensors:
        if not (key.endswith(COUNTERS) and header.entry(key).get("dtype") == "I64"):
            check_kind(header, key)
    shapes = check_layout(header)
    parameters = sum(map(math.prod, shapes.values()))
    if parameters > MODEL_PARAMETERS.value():
        raise InvalidInputError(
            f"The model {name} has {parameters / 1e6:,.0f} million parameters, and at most "
            f"{MODEL_PARAMETERS.value() / 1e6:,.0f} million are loaded; choose a smaller one."
        )
    try:
        with torch.device("meta"):  # shapes only: nothing is allocated
            build: Any = AutoModel.from_config
            model = build(config, attn_implementation="eager")
    except Exception as error:
        raise unreadable_config(name, error) from error
    prefix = f"{model.base_model_prefix}."
    known = {_modern(key.removeprefix(prefix)): shape for key, shape in shapes.items()}
    for key, tensor in model.state_dict().items():
        shape = tuple(tensor.shape)
        if key.startswith("pooler.") and key not in known:
            continue  # no layer: its output is not used
        if known.get(key) != shape:
            has = f"has the shape {known[key]}" if key in known else "is missing"
            raise InvalidInputError(
                f"The weights of {name} do not fit its {CONFIG}: {key} {has}, and {shape} is expected; "
                "choose another model."
            )


def _modern(key: str) -> str:
    """Return the name of a tensor as PyTorch has it; those of TensorFlow live on in old files."""
    return key.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias")
