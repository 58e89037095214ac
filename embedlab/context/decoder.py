"""A decoder as an `Encoder`: the same questions put to a model whose tokens see only what stands before them.

It is optional: the package that carries it is not installed with EmbedLab. Its file is converted once, into
the cache folder (540 MB), and verified by its checksum from then on.
"""

from __future__ import annotations

import importlib.util

from embedlab.catalog import find_entry
from embedlab.context.encoder import Encoder
from embedlab.models.decoder_files import decoder_folder
from embedlab.models.limits import TOKENIZER
from embedlab.models.pretrained import read_pretrained
from embedlab.tokens.json_tokenizer import JsonTokenizer

__all__ = ["WINDOW", "is_installed", "load_decoder", "load_tokenizer"]

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


def load_tokenizer(name: str = "smollm2-135m") -> JsonTokenizer:
    """Load the tokenizer of a decoder of the catalog, without the model.

    Raises:
        EmbedLabError: as `load_decoder`.
    """
    entry = find_entry(name, "decoder")
    content = (decoder_folder(entry) / TOKENIZER).read_text("utf-8")
    return JsonTokenizer(content, name=name, algorithm=entry.algorithm)
