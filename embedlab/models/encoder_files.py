"""What can be known of a stranger's encoder before it is loaded: its config, and the header of its weights.

Nothing is allocated from a number that was not checked: the config must be of a known type and in bounds, and
every tensor of the model it describes must stand in the header of the safetensors file, in the same shape.
A tensor that is missing would be made up at random.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embedlab.errors import InvalidInputError, one_line, quote
from embedlab.models.position_rows import usable_window

if TYPE_CHECKING:
    from transformers import PreTrainedConfig

__all__ = ["MODEL_TYPES", "check_files", "check_header", "read_config"]

CONFIG, TOKENIZER, WEIGHTS = "config.json", "tokenizer.json", "model.safetensors"
MAX_CONFIG_BYTES = 1_000_000
MAX_TOKENIZER_BYTES = 25_000_000
MAX_WEIGHTS_BYTES = 500_000_000
MAX_PARAMETERS = 150_000_000  # each takes 4 bytes in memory, also where the file has 2
MAX_HEADER_BYTES = 10_000_000
MODEL_TYPES = ("bert", "camembert", "distilbert", "electra", "mpnet", "roberta", "xlm-roberta")
SEGMENTLESS = ("distilbert", "mpnet")
LIMITS = {  # key -> what it counts, lowest, highest
    "num_hidden_layers": ("layers", 1, 48),
    "num_attention_heads": ("heads", 1, 64),
    "hidden_size": ("dimensions", 1, 2_048),
    "vocab_size": ("tokens", 1, 300_000),
    "max_position_embeddings": ("positions", 1, 8_192),
    "intermediate_size": ("inner dimensions", 1, 16_384),
    "hidden_dim": ("inner dimensions", 1, 16_384),
    "type_vocab_size": ("kinds of segments", 0, 16),
    "embedding_size": ("dimensions before its layers", 1, 2_048),
    "relative_attention_num_buckets": ("distances", 1, 512),
}
# what of a config shapes a computation; nothing else of it reaches the library
KEYS = {*LIMITS, "activation", "dim", "hidden_act", "layer_norm_eps", "n_heads", "n_layers", "pad_token_id"}
KEYS |= {"sinusoidal_pos_embds"}
BYTES = {"F32": 4, "F16": 2, "BF16": 2, "I64": 8}
COUNTERS = ("position_ids", "token_type_ids")  # the only whole numbers: 0, 1, 2 … in old files
CUSTOM_CODE = re.compile(r"(modeling|configuration|tokenization)\w*\.py", re.ASCII)
PICKLES = (".bin", ".pt", ".pth", ".pkl", ".ckpt")


def check_files(repository: str, sizes: Mapping[str, int]) -> list[str]:
    """Return the files of an encoder to fetch, or refuse a repository from its list of files.

    Raises:
        InvalidInputError: too large, custom code, in parts, only pickles, or a file is missing.
    """
    weights = sum(size for name, size in sizes.items() if "/" not in name and name.endswith(".safetensors"))
    if any(CUSTOM_CODE.fullmatch(name) for name in sizes):
        why = "needs custom code to be run, which EmbedLab never does; choose one without"
    elif weights > MAX_WEIGHTS_BYTES:
        why = (
            f"has {weights / 1e6:,.0f} MB of weights, and at most {MAX_WEIGHTS_BYTES / 1e6:.0f} MB are "
            "loaded; choose a smaller one"
        )
    elif WEIGHTS not in sizes and f"{WEIGHTS}.index.json" in sizes:
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
        return [TOKENIZER, WEIGHTS, CONFIG]  # with the last one the download counts as whole
    raise InvalidInputError(f"The repository {repository} {why}.")


def read_config(content: bytes, *, name: str) -> PreTrainedConfig:
    """Return a config made only of what shapes the computation, every number in bounds.

    Args:
        content: of the config.json.
        name: of the model, for messages.

    Raises:
        InvalidInputError: no config, custom code, a type or a number out of bounds.
    """
    if len(content) > MAX_CONFIG_BYTES:
        raise InvalidInputError(
            f"The {CONFIG} of {name} is larger than {MAX_CONFIG_BYTES:,} bytes; choose another model."
        )
    try:
        given = json.loads(content)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise InvalidInputError(f"The {CONFIG} of {name} is no JSON object; choose another model.")
    _check_kind(given, name)
    kept = {key: value for key, value in given.items() if key in KEYS}
    for key, value in kept.items():
        if isinstance(value, dict | list) or (isinstance(value, float) and not math.isfinite(value)):
            raise InvalidInputError(
                f"The {CONFIG} of {name} has {key} = {quote(value)}; choose another model."
            )
    from transformers import AutoConfig

    try:
        config = AutoConfig.for_model(given["model_type"], **kept)
        _check_numbers(config, name)
    except InvalidInputError:
        raise
    except Exception as error:  # the library checks types in its own ways
        raise _unreadable(name, error) from error
    return config


def _check_kind(given: Mapping[str, Any], name: str) -> None:
    kind = given.get("model_type")
    if "auto_map" in given:
        why = "needs custom code to be run (auto_map), which EmbedLab never does"
    elif kind not in MODEL_TYPES:
        why = f"is of the type {quote(kind)}, and EmbedLab reads {', '.join(MODEL_TYPES)}"
    elif given.get("quantization_config"):
        why = "is quantized, which would change its vectors"
    elif given.get("is_decoder") or given.get("add_cross_attention"):
        why = "is set up as a decoder"
    elif given.get("position_embedding_type", "absolute") != "absolute":
        why = f"has positions of the kind {quote(given['position_embedding_type'])}"
    else:
        return
    raise InvalidInputError(f"The model {name} {why}; choose another one.")


def _check_numbers(config: Any, name: str) -> None:
    for key, (what, least, most) in LIMITS.items():
        value = getattr(config, key, least)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise InvalidInputError(
                f"The model {name} has {quote(value)} {what}; from {least} to {most:,} are possible: "
                "choose another one."
            )
    inner = getattr(config, "embedding_size", config.hidden_size)
    padding = config.pad_token_id
    epsilon = getattr(config, "layer_norm_eps", 1e-12)
    if config.hidden_size % config.num_attention_heads:
        why = f"{config.hidden_size} dimensions, which {config.num_attention_heads} heads cannot share evenly"
    elif inner != config.hidden_size:
        why = (
            f"{inner} dimensions before its layers and {config.hidden_size} in them, so that static and "
            "contextual vectors cannot be compared"
        )
    elif config.model_type not in SEGMENTLESS and config.type_vocab_size < 1:
        why = "0 kinds of segments, and each of its tokens is in one"
    elif isinstance(epsilon, bool) or not isinstance(epsilon, int | float) or not 0 < epsilon <= 1:
        why = f"layer_norm_eps = {quote(epsilon)}, which must be above 0 and at most 1"
    elif usable_window(config) < 1:
        why = f"{config.max_position_embeddings} positions, none of which can be used"
    elif not isinstance(padding, int) or not 0 <= padding < config.vocab_size:
        why = f"the padding token {quote(padding)}, which is none of its {config.vocab_size:,}"
    else:
        return
    raise InvalidInputError(f"The model {name} has {why}; choose another one.")


def check_header(path: Path, config: PreTrainedConfig, *, name: str) -> None:
    """Compare the header of a safetensors file with the model that `config` describes.

    Raises:
        InvalidInputError: a damaged or cut file, or a tensor is missing or of another shape.
    """
    import torch
    from transformers import AutoModel

    found = _shapes(path, name)
    try:
        with torch.device("meta"):  # shapes only: nothing is allocated
            build: Any = AutoModel.from_config
            model = build(config, attn_implementation="eager")
    except Exception as error:
        raise _unreadable(name, error) from error
    prefix = f"{model.base_model_prefix}."
    known = {_modern(key.removeprefix(prefix)): shape for key, shape in found.items()}
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


def _shapes(path: Path, name: str) -> dict[str, tuple[int, ...]]:
    """Return the shape of every tensor of a safetensors file whose header agrees with its size."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        header = stream.read(length) if length <= min(MAX_HEADER_BYTES, size - 8) else b""
    try:
        tensors = {key: value for key, value in json.loads(header).items() if key != "__metadata__"}
        shapes = {key: tuple(map(int, value["shape"])) for key, value in tensors.items()}
        _check_kinds(tensors, name)
        spans = []
        for key, value in tensors.items():
            start, end = map(int, value["data_offsets"])
            if (
                min(shapes[key], default=0) < 0
                or end - start != math.prod(shapes[key]) * BYTES[value["dtype"]]
            ):
                raise ValueError(key)
            spans.append((start, end))
        borders = [0, *(border for span in sorted(spans) for border in span), size - 8 - length]
        if borders[::2] != borders[1::2]:  # each begins where the one before ends
            raise ValueError("holes or overlaps")
    except InvalidInputError:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidInputError(
            f"The {WEIGHTS} of {name} is damaged or cut: its header and its {size:,} bytes do not agree; "
            "get it anew."
        ) from error
    parameters = sum(map(math.prod, shapes.values()))
    if parameters > MAX_PARAMETERS:
        raise InvalidInputError(
            f"The model {name} has {parameters / 1e6:,.0f} million parameters, and at most "
            f"{MAX_PARAMETERS / 1e6:.0f} million are loaded; choose a smaller one."
        )
    return shapes


def _check_kinds(tensors: Mapping[str, Any], name: str) -> None:
    """Refuse numbers that are no weights: whole ones would be turned into others without a word."""
    for key, value in tensors.items():
        kind = value["dtype"]
        if kind not in BYTES or (kind == "I64" and not key.endswith(COUNTERS)):
            raise InvalidInputError(
                f"The weights of {name} have numbers of the kind {quote(kind)} in {quote(key)}; "
                "choose a model with F32, F16 or BF16."
            )


def _unreadable(name: str, error: Exception) -> InvalidInputError:
    return InvalidInputError(
        f"The {CONFIG} of {name} cannot be read ({one_line(error)}); choose another model."
    )
