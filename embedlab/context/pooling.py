"""From the vectors of several tokens to one vector."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["TEXT_POOLINGS", "WORD_POOLINGS", "pool_tokens"]

TEXT_POOLINGS = ("mean", "cls", "max")
WORD_POOLINGS = ("mean", "first", "last", "max")


def pool_tokens(states: NDArray[np.float32], pooling: str) -> NDArray[np.float32]:
    """Reduce the token axis of (..., tokens, dim) to one vector, shape (..., dim).

    "mean" averages, "max" takes the largest of each dimension, "first" and "cls" take the first token,
    "last" the last one.
    """
    pooled: NDArray[np.float32]
    if pooling == "mean":
        pooled = states.mean(axis=-2)
    elif pooling == "max":
        pooled = states.max(axis=-2)
    else:
        pooled = states[..., -1 if pooling == "last" else 0, :]
    return pooled
