"""An encoder of somebody else: by its name on the Hugging Face hub, or from a folder of this machine.

Three files are read (config.json, tokenizer.json, model.safetensors); `encoder_files` checks them before
anything is allocated. No code comes with them, and no pickle is opened. Its tokenizer runs in a process of
its own. A folder is for notebooks: no page takes a path.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from embedlab.context.encoder import Encoder
from embedlab.errors import InvalidInputError, one_line
from embedlab.models.encoder_files import (
    CONFIG,
    MAX_CONFIG_BYTES,
    MAX_TOKENIZER_BYTES,
    TOKENIZER,
    WEIGHTS,
    check_files,
    check_header,
    read_config,
)
from embedlab.models.hub import Downloaded, check_repository, download_files, find_downloaded
from embedlab.models.position_rows import usable_window
from embedlab.models.pretrained import read_pretrained
from embedlab.tokens import read_tokenizer

if TYPE_CHECKING:
    from transformers import PreTrainedConfig, PreTrainedModel

__all__ = [
    "MAX_WINDOW",
    "download_encoder",
    "fetch_encoder",
    "load_commit",
    "load_downloaded",
    "read_encoder",
]

FILES = (TOKENIZER, WEIGHTS, CONFIG)  # with the last one the download counts as whole
DOWNLOAD_SECONDS = 900.0  # in all
MAX_WINDOW = (
    512  # tokens: a pass cannot be interrupted, everybody waits for it, and it grows with their square
)

_one_load = threading.Lock()


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


def fetch_encoder(repository: str, *, revision: str = "main") -> Downloaded:
    """Download the three files of an encoder, or find those downloaded before.

    Raises:
        InvalidInputError: as `download_encoder`.
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


def load_commit(repository: str, commit: str) -> Encoder:
    """Load an encoder that was downloaded before; the hub is not asked.

    Raises:
        InvalidInputError: it is no longer in the cache folder, or its files do not belong together.
    """
    found = find_downloaded(check_repository(repository), FILES, revision=commit)
    if found is None:
        raise InvalidInputError(
            f"The encoder {repository} is no longer in the cache folder of this server; download it again."
        )
    return load_downloaded(found)


def load_downloaded(found: Downloaded) -> Encoder:
    """Load an encoder that `fetch_encoder` returned.

    Raises:
        InvalidInputError: its files do not belong together.
    """
    return read_encoder(found.paths[CONFIG].parent, name=found.name)


def read_encoder(folder: str | os.PathLike[str], *, name: str | None = None) -> Encoder:
    """Load an encoder from a folder with config.json, tokenizer.json and model.safetensors.

    Args:
        folder: on this machine.
        name: for messages and sources; that of the folder if None.

    Raises:
        InvalidInputError: a file is missing, or the model is none that EmbedLab reads.
    """
    place = Path(folder)
    label = name or place.name
    for file in (CONFIG, TOKENIZER, WEIGHTS):
        if not (place / file).is_file():
            raise InvalidInputError(f"The folder {label} has no {file}; choose one with an encoder in it.")
    if (place / TOKENIZER).stat().st_size > MAX_TOKENIZER_BYTES:
        raise InvalidInputError(
            f"The {TOKENIZER} of {label} is larger than {MAX_TOKENIZER_BYTES:,} bytes; choose another model."
        )
    with (place / CONFIG).open("rb") as stream:
        config = read_config(stream.read(MAX_CONFIG_BYTES + 1), name=label)
    check_header(place / WEIGHTS, config, name=label)
    tokenizer = read_tokenizer((place / TOKENIZER).read_bytes(), name=label)
    if tokenizer.vocabulary_size > config.vocab_size:
        raise InvalidInputError(
            f"The {TOKENIZER} of {label} has {tokenizer.vocabulary_size:,} ids, and the model vectors for "
            f"{config.vocab_size:,}; choose one whose files belong together."
        )
    try:
        with _one_load:
            model = _load(place, config, label)
    except InvalidInputError:
        raise
    except Exception as error:  # the libraries that load check in their own ways
        raise InvalidInputError(
            f"The model {label} cannot be loaded ({one_line(error)}); choose another one."
        ) from error
    return Encoder(model, tokenizer, name=label, window=min(usable_window(config), MAX_WINDOW))


def _load(place: Path, config: PreTrainedConfig, label: str) -> PreTrainedModel:
    """Return the model in evaluation mode, every tensor of it read from the file."""
    model, report = read_pretrained(place, config=config)
    made_up = [key for key in report["missing_keys"] if not key.startswith("pooler.")]
    if made_up or report["mismatched_keys"]:
        raise InvalidInputError(
            f"The weights of {label} lack {', '.join(made_up[:3]) or 'some tensors'}; choose another model."
        )
    broken = [key for key, weight in model.named_parameters() if not weight.isfinite().all()]
    if broken:
        raise InvalidInputError(
            f"The weights of {label} have numbers that are none (NaN or infinite) in {broken[0]}; "
            "choose another model."
        )
    return model
