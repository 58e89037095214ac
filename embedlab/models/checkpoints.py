"""What the header of an installed checkpoint says: how many numbers the model has."""

from __future__ import annotations

from math import prod
from typing import Literal

from embedlab.catalog import CATALOG, find_entry
from embedlab.models.decoder_files import decoder_folder
from embedlab.models.installed import find_file
from embedlab.models.limits import WEIGHTS
from embedlab.models.safetensors_file import check_layout, file_reader, read_header

__all__ = ["checkpoint_kind", "count_parameters"]


def checkpoint_kind(name: str) -> Literal["decoder", "encoder"]:
    """Return whether a name of the catalog is that of a decoder; every other one is read as an encoder."""
    is_decoder = any(entry.name == name and "decoder" in entry.kinds for entry in CATALOG)
    return "decoder" if is_decoder else "encoder"


def count_parameters(name: str) -> int:
    """Return the sum of the sizes of all tensors in the checkpoint of an encoder or a decoder.

    all-MiniLM-L6-v2 stores the numbers 0 to 511 of its positions as one of them.

    Raises:
        UnknownNameError: no such model.
        MissingModelError: the package that carries it is not installed.
    """
    kind = checkpoint_kind(name)
    entry = find_entry(name, kind)
    path = decoder_folder(entry) / WEIGHTS if kind == "decoder" else find_file(entry, "weights")
    header = read_header(file_reader(path), path.stat().st_size, label=f"The checkpoint of {name}")
    return sum(map(prod, check_layout(header).values()))
