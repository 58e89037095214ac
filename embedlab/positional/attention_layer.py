"""One attention layer, computed here: a trained encoder's own weights, in float64, with or without a mask.

scores = q kᵀ / √d, weights = softmax(scores), output = weights v (Vaswani et al. 2017, equation 1). Without a
mask the layer is blind to order: reordered inputs give reordered outputs. A causal mask is not blind, because
each token then sees another set. The output projection, the residual and the feed-forward part are left out;
they treat each token by itself and can tell no order either.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.catalog import find_entry
from embedlab.context.attention_heads import attend as attend_heads
from embedlab.context.attention_weights import (
    AttentionWeights,
    bert_weights,
    encoder_attention,
    project_heads,
)
from embedlab.cosine import vector_lengths
from embedlab.errors import InvalidInputError
from embedlab.models.installed import find_file

__all__ = [
    "AttentionOutput",
    "AttentionWeights",
    "attend",
    "encoder_attention",
    "load_attention_weights",
    "project_heads",
    "relative_change",
]


@dataclass(frozen=True)
class AttentionOutput:
    """What a layer did with its inputs."""

    weights: NDArray[np.float64]  # (heads, query, key); each row sums to 1
    outputs: NDArray[np.float64]  # (tokens, heads · dim of a head), the heads side by side


def load_attention_weights(name: str, *, layer: int = 1) -> AttentionWeights:
    """Return the query, key and value projections of one layer of a catalog's encoder.

    Args:
        name: in the catalog.
        layer: from 1.

    Raises:
        InvalidInputError: no such layer.
        UnknownNameError: no encoder of that name.
        MissingModelError: the package that carries it is not installed.
        CorruptModelError: its file is not the one the catalog names.
    """
    from safetensors import safe_open

    entry = find_entry(name, "encoder")
    config = json.loads(find_file(entry, "config").read_text("utf-8"))
    layers = int(config["num_hidden_layers"])
    if not 1 <= layer <= layers:
        raise InvalidInputError(f"layer = {layer} is none of {name}; choose from 1 to {layers}.")
    with safe_open(find_file(entry, "weights"), framework="numpy") as checkpoint:

        def read(tensor: str) -> NDArray[np.float64]:
            return np.asarray(checkpoint.get_tensor(tensor), dtype=np.float64)

        return bert_weights(read, name, layer, int(config["num_attention_heads"]))


def attend(
    inputs: ArrayLike, weights: AttentionWeights, *, head: int | None = None, causal: bool = False
) -> AttentionOutput:
    """Run the layer over the vectors of one text.

    Args:
        inputs: (tokens, dim).
        weights: of the layer.
        head: one of them, from 1; all if None.
        causal: mask every key that stands after the query.

    Raises:
        InvalidInputError: inputs of another shape, or no such head.
    """
    if head is not None and not 1 <= head <= weights.heads:
        raise InvalidInputError(f"head = {head} is none of this layer; choose from 1 to {weights.heads}.")
    result = attend_heads(inputs, weights, causal=causal)
    rows = slice(None) if head is None else slice(head - 1, head)
    output = result.output[rows].swapaxes(0, 1)  # (tokens, heads, dim of a head)
    return AttentionOutput(result.weights[rows], output.reshape(len(output), -1))


def relative_change(first: ArrayLike, second: ArrayLike, places: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how far each vector moved, as a share of its length, (…, tokens).

    Args:
        first: (…, tokens, dim) in one order.
        second: (…, tokens, dim) in the other.
        places: (tokens,) where each token of the first stands in the second.

    >>> relative_change([[3, 4], [1, 0]], [[1, 0], [3, 4]], np.array([1, 0])).tolist()
    [0.0, 0.0]
    """
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)[..., places, :]
    return np.asarray(vector_lengths(one - other) / vector_lengths(one))
