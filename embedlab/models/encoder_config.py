"""The config of an untrusted encoder: of a known type, every number in bounds, nothing else used."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from embedlab.errors import InvalidInputError, one_line, quote
from embedlab.models.limits import CONFIG, MAX_CONFIG_BYTES
from embedlab.models.position_rows import usable_window
from embedlab.models.pretrained import import_torch
from embedlab.models.untrusted_json import check_size, json_object

if TYPE_CHECKING:
    from transformers import PreTrainedConfig

__all__ = ["MODEL_TYPES", "read_config", "unreadable_config"]

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


def read_config(content: bytes, *, name: str) -> PreTrainedConfig:
    """Return a config made only of what shapes the computation, every number in bounds.

    Args:
        content: of the config.json.
        name: of the model, for messages.

    Raises:
        InvalidInputError: no config, custom code, a type or a number out of bounds.
    """
    check_size(len(content), MAX_CONFIG_BYTES, label=f"The {CONFIG} of {name}")
    given = json_object(content, label=f"The {CONFIG} of {name}")
    _check_kind(given, name)
    known = {key: value for key, value in given.items() if key in KEYS}
    for key, value in known.items():
        if isinstance(value, dict | list) or (isinstance(value, float) and not math.isfinite(value)):
            raise InvalidInputError(
                f"The {CONFIG} of {name} has {key} = {quote(value)}; choose another model."
            )
    import_torch()
    from transformers import AutoConfig

    try:
        config = AutoConfig.for_model(given["model_type"], **known)
        _check_numbers(config, name)
    except InvalidInputError:
        raise
    except Exception as error:  # the library checks types in its own ways
        raise unreadable_config(name, error) from error
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


def unreadable_config(name: str, error: Exception) -> InvalidInputError:
    """Return the error of a config that the library refuses."""
    return InvalidInputError(
        f"The {CONFIG} of {name} cannot be read ({one_line(error)}); choose another model."
    )
