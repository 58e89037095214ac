"""Which tensor of a checkpoint holds its positions, and how it is kept once it was read.

Two kinds are known: a learned table, one row for each position, and T5's relative bias, one row for each
bucket. A checkpoint is looked at through a function that returns parts of its files, so that the same code
serves a hub and a folder. Rotary positions and ALiBi have no tensor: they are computed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.models.limits import (
    CONFIG,
    INDEX,
    MAX_CONFIG_BYTES,
    MAX_HEADER_BYTES,
    MAX_TENSOR_BYTES,
    PICKLES,
    WEIGHTS,
)
from embedlab.models.position_rows import AFTER_PADDING, unused_rows
from embedlab.models.safetensors_file import Header, read_header, read_table
from embedlab.models.untrusted_json import check_size, json_object
from embedlab.positional.relative_bias import relative_buckets

__all__ = ["KINDS", "PositionTensor", "extract", "load", "serialize"]

Parts = Callable[[str, int, int], bytes]  # (file, first byte, the one after the last) -> these bytes

KINDS = ("learned", "relative")
BLOCK = "block.0.layer.0.SelfAttention.relative_attention_bias.weight"
LEARNED = (  # GPT-2 and its heirs, BERT and its heirs, the first GPT, OPT and BART
    r"(transformer\.)?wpe\.weight",
    r"((albert|bert|camembert|deberta|distilbert|electra|ernie|model|mpnet|roberta|xlm-roberta)\.)?"
    r"embeddings\.position_embeddings\.weight",
    r"(transformer\.)?positions_embed\.weight",
    r"(model\.)?decoder\.embed_positions\.weight",
)
RELATIVE = (re.escape(f"encoder.{BLOCK}"), re.escape(f"decoder.{BLOCK}"))
COMPUTED = (  # families whose decoder.embed_positions are sinusoids
    *("autoformer", "fsmt", "informer", "m2m_100", "marian", "nllb-moe", "pegasus", "pegasus_x"),
    *("time_series_transformer", "xglm"),
)


@dataclass(frozen=True)
class PositionTensor:
    """The positions of a checkpoint, as they are in its file: no row is dropped."""

    repository: str
    commit: str  # "" for a file of this machine
    tensor: str  # its name
    values: NDArray[np.float32]  # (rows, columns): positions × dim, or buckets × heads
    max_distance: int = 128  # of a relative bias
    bidirectional: bool = True  # of a relative bias: that of an encoder
    unused_rows: int = 0  # of a learned table: rows before that of position 0

    @property
    def nbytes(self) -> int:
        """Memory that the values take."""
        return self.values.nbytes


def extract(
    kind: str, sizes: Mapping[str, int], read: Parts, *, repository: str, commit: str
) -> PositionTensor:
    """Return the positions of a checkpoint, reading no more of it than its headers and one tensor.

    Args:
        kind: "learned" or "relative".
        sizes: every file of the checkpoint with its size in bytes.
        read: returns a part of a file.
        repository: names it.
        commit: of the repository.

    Raises:
        InvalidInputError: no such tensor, only pickles, or a file that is damaged, too large or not as it
            says.
    """
    config = _config(sizes, read, repository)
    file, header, tensor = _find(kind, sizes, read, repository)
    model = config.get("model_type")
    if kind == "learned" and tensor.endswith("embed_positions.weight") and model in COMPUTED:
        raise InvalidInputError(
            f"The positions of {repository} were not learned: a model of the type {quote(model)} stores "
            "sinusoids; choose e.g. openai-community/gpt2, or look at the sinusoidal scheme."
        )
    values = read_table(partial(read, file), header, tensor)
    if kind == "learned":
        unused = _unused_rows(config, len(values), repository)
        return PositionTensor(repository, commit, tensor, values, unused_rows=unused)
    distance = config.get("relative_attention_max_distance", 128)
    buckets = config.get("relative_attention_num_buckets", len(values))
    if type(distance) is not int or buckets != len(values):
        raise InvalidInputError(
            f"The {CONFIG} of {repository} names {quote(buckets)} buckets up to {quote(distance)} tokens, "
            f"and its table has {len(values):,}; choose another checkpoint."
        )
    both = tensor.startswith("encoder")
    relative_buckets(0, buckets=len(values), max_distance=distance, bidirectional=both)  # refuses others
    return PositionTensor(repository, commit, tensor, values, distance, both)


def _config(sizes: Mapping[str, int], read: Parts, repository: str) -> dict[str, Any]:
    """Return the config.json of a checkpoint, nothing where there is none."""
    if CONFIG not in sizes:
        return {}
    config = _object(sizes, read, CONFIG, MAX_CONFIG_BYTES, repository)
    inner = config.get("text_config")
    return inner if isinstance(inner, dict) else config


def _object(sizes: Mapping[str, int], read: Parts, file: str, most: int, repository: str) -> dict[str, Any]:
    label = f"The {file} of {repository}"
    check_size(sizes[file], most, label=label)
    return json_object(read(file, 0, sizes[file]), label=label)


def _find(kind: str, sizes: Mapping[str, int], read: Parts, repository: str) -> tuple[str, Header, str]:
    """Return the file that holds the tensor, its header, and the name of the tensor."""
    if WEIGHTS in sizes:
        file = WEIGHTS
        header = read_header(partial(read, file), sizes[file], label=f"{file} of {repository}")
        return file, header, _named(kind, header.tensors, repository)
    if INDEX not in sizes:
        pickles = any(name.endswith(PICKLES) for name in sizes)
        why = "has only pickle files (.bin, .pt), which can hold code" if pickles else f"has no {WEIGHTS}"
        raise InvalidInputError(f"The repository {repository} {why}; choose one with {WEIGHTS}.")
    places = _object(sizes, read, INDEX, MAX_HEADER_BYTES, repository).get("weight_map")
    tensor = _named(kind, places if isinstance(places, dict) else {}, repository)
    assert isinstance(places, dict)
    file = places[tensor]
    if not isinstance(file, str) or file not in sizes or not file.endswith(".safetensors"):
        raise InvalidInputError(
            f"The {INDEX} of {repository} says that {quote(tensor)} is in {quote(file)}, which is no file of "
            "it; choose another checkpoint."
        )
    return file, read_header(partial(read, file), sizes[file], label=f"{file} of {repository}"), tensor


def _named(kind: str, tensors: Mapping[str, Any], repository: str) -> str:
    """Return the name of the tensor that holds the positions."""
    for pattern in LEARNED if kind == "learned" else RELATIVE:
        for name in sorted(tensors):
            if re.fullmatch(pattern, name, re.ASCII):
                return name
    among = f"among its {len(tensors):,} tensors"
    if kind == "learned":
        raise InvalidInputError(
            f"The checkpoint {repository} has no learned table of positions {among}: its positions may be "
            "rotary, which are computed; choose one that has, e.g. openai-community/gpt2, "
            "google-bert/bert-base-uncased or facebook/opt-125m."
        )
    raise InvalidInputError(
        f"The checkpoint {repository} has no relative bias of T5 {among}; choose one that has, e.g. "
        "google-t5/t5-small or google/flan-t5-base."
    )


def _unused_rows(config: Mapping[str, Any], rows: int, repository: str) -> int:
    model = config.get("model_type")
    if not isinstance(model, str):
        return 0
    padding = config.get("pad_token_id")
    named = model in AFTER_PADDING and "pad_token_id" in config
    unused = -1 if named and type(padding) is not int else unused_rows(model, padding)
    if not 0 <= unused < rows:
        raise InvalidInputError(
            f"The {CONFIG} of {repository} names the model {quote(model)} with the padding token "
            f"{quote(padding)}, and its table has {rows:,} rows; choose another checkpoint."
        )
    return unused


def serialize(tensor: PositionTensor) -> bytes:
    """Return the safetensors file of a tensor, which says where it comes from."""
    from safetensors.numpy import save

    origin = {
        **{"repository": tensor.repository, "commit": tensor.commit, "tensor": tensor.tensor},
        **{"max_distance": tensor.max_distance, "bidirectional": tensor.bidirectional},
        "unused_rows": tensor.unused_rows,
    }
    told = json.dumps(origin | {"sha256": _sum(origin, tensor.values)})
    return save({"values": tensor.values}, metadata={"positions": told})


def load(path: Path, *, repository: str, commit: str) -> PositionTensor | None:
    """Return what `serialize` wrote, None where the file is missing, changed, or of another checkpoint."""
    from safetensors import SafetensorError, safe_open

    try:
        if path.stat().st_size > MAX_TENSOR_BYTES + MAX_CONFIG_BYTES:
            return None
        with safe_open(path, framework="numpy") as stored:
            origin = json.loads((stored.metadata() or {}).get("positions", "{}"))
            values: NDArray[np.float32] = stored.get_tensor("values")
        whole = origin.pop("sha256") == _sum(origin, values)
        tensor = PositionTensor(values=values, **origin)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, SafetensorError):
        return None
    same = (tensor.repository, tensor.commit) == (repository, commit)
    return tensor if whole and same and values.ndim == 2 else None


def _sum(origin: Mapping[str, Any], values: NDArray[np.float32]) -> str:
    content = np.ascontiguousarray(values, "<f4").tobytes()
    return hashlib.sha256(json.dumps(origin, sort_keys=True).encode() + content).hexdigest()
