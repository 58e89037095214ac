"""A decoder as an `Encoder`: the same questions put to a model whose tokens see only what stands before them.

It is optional: the package that carries it is not installed with EmbedLab. Its file is converted once, into
the cache folder (540 MB), and verified by its checksum from then on. It is not made to write text here.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import tempfile
import threading
from pathlib import Path

from embedlab.catalog import CatalogEntry, ModelFile, find_entry
from embedlab.context.encoder import Encoder
from embedlab.errors import CorruptModelError, MissingModelError, UnavailableError
from embedlab.models.disk import cache_folder
from embedlab.models.gguf_file import CHECKSUMS, FILES
from embedlab.models.installed import find_file, verify_file
from embedlab.models.pretrained import read_pretrained
from embedlab.processes import Sandbox

__all__ = ["WINDOW", "is_installed", "load_decoder"]

WINDOW = 512  # tokens; the model takes 8,192, whose attentions would take 72 GB
CONVERSION_SECONDS = 180.0
SPACE_BYTES = 700_000_000  # free on the disk, for the converted model
VERSION = "1"  # of the conversion

_one_conversion = threading.Lock()


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
    from embedlab.tokens.json_tokenizer import JsonTokenizer

    entry = find_entry(name, "decoder")
    folder = _converted(entry)
    model, _ = read_pretrained(folder)
    content = (folder / "tokenizer.json").read_text("utf-8")
    tokenizer = JsonTokenizer(content, name=name, algorithm=entry.algorithm)
    return Encoder(model, tokenizer, name=name, window=WINDOW, causal=True)


def _converted(entry: CatalogEntry) -> Path:
    """Return the folder of the converted model, made anew where there is none or a damaged one."""
    source = find_file(entry, "gguf")
    kept = cache_folder()
    if kept is None:
        raise UnavailableError(
            f"{entry.name} is converted once and kept, and no folder can be written; "
            "name one in the environment: EMBEDLAB_CACHE."
        )
    target = kept / "decoders" / f"{entry.name}-{entry.files['gguf'].sha256[:12]}-{VERSION}"
    with _one_conversion:
        if not _is_whole(target, entry):
            _convert(entry, source, target)
            if not _is_whole(target, entry):
                raise CorruptModelError(
                    f"The converted {entry.name} does not keep its content on the disk of the cache folder; "
                    "name another folder in the environment: EMBEDLAB_CACHE."
                )
    return target


def _convert(entry: CatalogEntry, source: Path, target: Path) -> None:
    if importlib.util.find_spec("gguf") is None:
        raise MissingModelError(
            f"Reading {entry.name} needs the package gguf, which is not installed; "
            f"install it with: {', then '.join(entry.install)}"
        )
    target.parent.mkdir(mode=0o700, exist_ok=True)
    free = shutil.disk_usage(target.parent).free
    if free < SPACE_BYTES:
        raise UnavailableError(
            f"The converted {entry.name} needs {SPACE_BYTES / 1e6:.0f} MB in the cache folder, and "
            f"{free / 1e6:.0f} MB are free; make room, or name another folder: EMBEDLAB_CACHE."
        )
    with tempfile.TemporaryDirectory(prefix="unfinished-", dir=target.parent) as unfinished:
        made = Path(unfinished) / "model"
        made.mkdir()
        with Sandbox(f"The conversion of {entry.name}") as sandbox:
            sandbox.ask(
                "embedlab.models.gguf_file:convert_gguf",
                seconds=CONVERSION_SECONDS,
                source=str(source),
                folder=str(made),
            )
        shutil.rmtree(target, ignore_errors=True)  # a damaged one
        with contextlib.suppress(OSError):  # another process was quicker: theirs is as good
            os.replace(made, target)


def _is_whole(folder: Path, entry: CatalogEntry) -> bool:
    """Whether a converted model is there with the content it was written with."""
    try:
        sums = json.loads((folder / CHECKSUMS).read_text("utf-8"))
        for name in FILES:
            file = ModelFile(name, str(sums[name]["sha256"]), int(sums[name]["size"]))
            verify_file(folder / name, file, entry.distribution)
    except (OSError, ValueError, LookupError, TypeError, CorruptModelError):
        return False
    return True
