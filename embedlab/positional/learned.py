"""Learned positions: one trained vector for each position, up to a hard end (as in BERT and GPT-2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.catalog import find_entry
from embedlab.models.installed import find_file

__all__ = ["PARAMETER", "load_position_table"]

PARAMETER = "embeddings.position_embeddings.weight"  # of the encoders of the catalog


def load_position_table(name: str) -> NDArray[np.float32]:
    """Return the learned position table of an encoder's checkpoint, shape (window, dim).

    For "all-MiniLM-L6-v2" that is (512, 384): position 512 does not exist.

    Raises:
        UnknownNameError: no encoder of that name.
        MissingModelError: the package that carries it is not installed.
        CorruptModelError: its file is not the one the catalog names.
    """
    from safetensors import safe_open

    path = find_file(find_entry(name, "encoder"), "weights")
    with safe_open(path, framework="numpy") as checkpoint:
        table: NDArray[np.float32] = checkpoint.get_tensor(PARAMETER)
    return table
