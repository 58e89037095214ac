"""An encoder of somebody else: by its name on the Hugging Face hub, or from a folder of this machine.

Three files are read (config.json, tokenizer.json, model.safetensors); `encoder_files` checks them before
anything is allocated. No code comes with them, and no pickle is opened. Its tokenizer runs in a process of
its own. A folder is for notebooks: no page takes a path.
"""

from __future__ import annotations

import os
from pathlib import Path

from embedlab.context.encoder import Encoder
from embedlab.errors import InvalidInputError
from embedlab.models.encoder_files import FILES, check_encoder, fetch_encoder, read_weights
from embedlab.models.hub import Downloaded, check_repository, find_downloaded
from embedlab.models.limits import CONFIG, TOKENIZER
from embedlab.models.position_rows import usable_window
from embedlab.tokens import read_tokenizer

__all__ = ["download_encoder", "load_commit", "read_encoder"]

MAX_WINDOW = 512  # tokens: a pass cannot be interrupted, all wait for it, and it grows with their square


def download_encoder(repository: str, *, revision: str = "main") -> Encoder:
    """Download an encoder from the Hugging Face hub, pinned to the commit its `name` ends with, and load it.

    What was downloaded once is found again without a network.

    Args:
        repository: owner/name.
        revision: a branch, tag or commit.

    Raises:
        InvalidInputError: no such name; missing or private, gated, too large, pickles only, custom code, in
            parts, without tokenizer.json, of a type that EmbedLab does not read; or the hub did not answer.
    """
    return load_downloaded(fetch_encoder(repository, revision=revision))


def load_commit(repository: str, commit: str) -> Encoder:
    """Load an encoder that was downloaded before; the hub is not asked.

    Raises:
        InvalidInputError: it is no longer in the cache folder, or its files do not belong together.
    """
    downloaded = find_downloaded(check_repository(repository), FILES, revision=commit)
    if downloaded is None:
        raise InvalidInputError(
            f"The encoder {repository} is no longer in the cache folder of this server; download it again."
        )
    return load_downloaded(downloaded)


def load_downloaded(downloaded: Downloaded) -> Encoder:
    """Load an encoder that `fetch_encoder` returned.

    Raises:
        InvalidInputError: its files do not belong together.
    """
    return read_encoder(downloaded.paths[CONFIG].parent, name=downloaded.name)


def read_encoder(folder: str | os.PathLike[str], *, name: str | None = None) -> Encoder:
    """Load an encoder from a folder with config.json, tokenizer.json and model.safetensors.

    Args:
        folder: on this machine.
        name: for messages and sources; that of the folder if None.

    Raises:
        InvalidInputError: a file is missing, or the model is none that EmbedLab reads.
    """
    path = Path(folder)
    label = name or path.name
    config = check_encoder(path, name=label)
    tokenizer = read_tokenizer((path / TOKENIZER).read_bytes(), name=label)
    if tokenizer.vocabulary_size > config.vocab_size:
        raise InvalidInputError(
            f"The {TOKENIZER} of {label} has {tokenizer.vocabulary_size:,} ids, and the model vectors for "
            f"{config.vocab_size:,}; choose one whose files belong together."
        )
    model = read_weights(path, config, name=label)
    return Encoder(model, tokenizer, name=label, window=min(usable_window(config), MAX_WINDOW))
