"""The files of a decoder: converted once from its GGUF file into the cache folder, then verified."""

from __future__ import annotations

import importlib.util
import json
import threading
from pathlib import Path

from embedlab.catalog import CatalogEntry, ModelFile
from embedlab.errors import CorruptModelError, MissingModelError, UnavailableError
from embedlab.models.disk import cache_folder, check_space, replace_folder
from embedlab.models.gguf_file import CHECKSUMS, FILES
from embedlab.models.installed import find_file, verify_file
from embedlab.processes import Sandbox
from embedlab.processes.child import MEMORY

__all__ = ["decoder_folder"]

CONVERSION_SECONDS = 180.0
SPACE_BYTES = 700_000_000  # free on the disk, for the converted model
VERSION = "1"  # of the conversion

_one_conversion = threading.Lock()


def decoder_folder(entry: CatalogEntry) -> Path:
    """Return the folder with the files of `gguf_file.FILES`, converted where there is none or a damaged one.

    Raises:
        MissingModelError: the packages that carry and read the decoder are not installed.
        CorruptModelError: its file is not the one the catalog names, or the disk does not keep its content.
        UnavailableError: there is no room for the converted model, or no folder can be written.
    """
    source = find_file(entry, "gguf")
    cache = cache_folder()
    if cache is None:
        raise UnavailableError(
            f"{entry.name} is converted once and kept, and no folder can be written; "
            "name one in the environment: EMBEDLAB_CACHE."
        )
    folder = cache / "decoders" / f"{entry.name}-{entry.files['gguf'].sha256[:12]}-{VERSION}"
    with _one_conversion:
        if not _is_whole(folder, entry):
            _convert(entry, source, folder)
            if not _is_whole(folder, entry):
                raise CorruptModelError(
                    f"The converted {entry.name} does not keep its content on the disk of the cache folder; "
                    "name another folder in the environment: EMBEDLAB_CACHE."
                )
    return folder


def _convert(entry: CatalogEntry, source: Path, target: Path) -> None:
    if importlib.util.find_spec("gguf") is None:
        raise MissingModelError(
            f"Reading {entry.name} needs the package gguf, which is not installed; "
            f"install it with: {', then '.join(entry.install)}"
        )
    check_space(
        target, SPACE_BYTES, what=f"The converted {entry.name}", remedy="name another folder: EMBEDLAB_CACHE"
    )
    name = f"The conversion of {entry.name}"
    with replace_folder(target) as folder, Sandbox(name, memory=MEMORY) as sandbox:
        sandbox.ask(
            "embedlab.models.gguf_file:convert_gguf",
            seconds=CONVERSION_SECONDS,
            source=str(source),
            folder=str(folder),
        )


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
