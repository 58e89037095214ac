"""A decoder as an `Encoder`: the same questions put to a model whose tokens see only what stands before them.

It is optional: the package that carries it is not installed with EmbedLab. Its file is converted once, into
the cache folder (540 MB), and verified by its checksum from then on.
"""

from __future__ import annotations

import importlib.util

import numpy as np
from numpy.typing import NDArray

from embedlab.catalog import find_entry
from embedlab.context.encoder import Encoder, load_encoder
from embedlab.models.checkpoints import checkpoint_kind
from embedlab.models.decoder_files import decoder_folder
from embedlab.models.limits import TOKENIZER
from embedlab.models.pretrained import read_pretrained
from embedlab.tokens.json_tokenizer import JsonTokenizer

__all__ = ["WINDOW", "final_norm", "is_installed", "load_decoder", "load_model", "load_tokenizer"]

WINDOW = 512  # tokens; the model takes 8,192, whose attentions would take 72 GB


def is_installed(name: str = "smollm2-135m") -> bool:
    """Whether a decoder of the catalog can be loaded without installing anything."""
    entry = find_entry(name, "decoder")
    return all(importlib.util.find_spec(package) is not None for package in (entry.package, "gguf"))


def load_decoder(name: str = "smollm2-135m") -> Encoder:
    """Load a decoder of the catalog; `causal` is True and `window` 512 tokens.

    The first time takes half a minute, because its file is converted; later ones take a second.

    Raises:
        UnknownNameError: no decoder of that name.
        MissingModelError: the packages that carry and read it are not installed; the message has the lines.
        CorruptModelError: its file is not the one the catalog names.
        UnavailableError: there is no room for the converted model.
    """
    model, _ = read_pretrained(decoder_folder(find_entry(name, "decoder")))
    return Encoder(model, load_tokenizer(name), name=name, window=WINDOW, causal=True)


def load_model(name: str) -> Encoder:
    """Load an encoder or a decoder of the catalog; raises as `load_encoder` and `load_decoder`."""
    return load_decoder(name) if checkpoint_kind(name) == "decoder" else load_encoder(name)


def load_tokenizer(name: str = "smollm2-135m") -> JsonTokenizer:
    """Load the tokenizer of a decoder of the catalog, without the model.

    Raises:
        EmbedLabError: as `load_decoder`.
    """
    entry = find_entry(name, "decoder")
    content = (decoder_folder(entry) / TOKENIZER).read_text("utf-8")
    return JsonTokenizer(content, name=name, algorithm=entry.algorithm)


def final_norm(decoder: Encoder, states: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return states (..., D) after the decoder's final norm: root mean square 1, times its weights.

    Source: RMSNorm, Zhang and Sennrich 2019.
    """
    norm = getattr(decoder.model, "norm")  # noqa: B009  # a module of the Llama family
    weight, epsilon = norm.weight.detach().numpy(), float(norm.variance_epsilon)
    scale = np.sqrt((states.astype(np.float64) ** 2).mean(axis=-1, keepdims=True) + epsilon)
    result: NDArray[np.float32] = (states / scale * weight).astype(np.float32)
    return result
