"""The heads of an attention layer, step by step, from the vectors that enter it and the layer's own matrices.

x → queries, keys, values → positions → scores q · k / √d → mask → softmax → Σ weight · value → output
projection (Vaswani et al. 2017, equation 1; grouped queries: Ainslie et al. 2023). Computed in float64.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.context.attention_weights import AttentionWeights, project_heads
from embedlab.context.rotation import rotate_pairs
from embedlab.errors import InvalidInputError
from embedlab.softmax import softmax

__all__ = ["Heads", "attend"]


@dataclass(frozen=True)
class Heads:
    """All heads of a layer for one text, or one of them: then without the first axis."""

    inputs: NDArray[np.float64]  # (tokens, dim) what the three matrices get
    plain_queries: NDArray[np.float64]  # (heads, tokens, head dim) before positions
    queries: NDArray[np.float64]  # (heads, tokens, head dim) after positions, as they are compared
    plain_keys: NDArray[np.float64]  # (heads, tokens, head dim) before positions
    keys: NDArray[np.float64]  # (heads, tokens, head dim) after positions
    values: NDArray[np.float64]  # (heads, tokens, head dim)
    scores: NDArray[np.float64]  # (heads, tokens, tokens) q · k / √head dim, before the mask
    weights: NDArray[np.float64]  # (heads, tokens, tokens) after mask and softmax; each row sums to 1
    output: NDArray[np.float64]  # (heads, tokens, head dim) Σ weight · value
    projection: NDArray[np.float64]  # (heads, head dim, dim) each head's part of the output projection

    @property
    def written(self) -> NDArray[np.float64]:
        """What is added to each token's state, (heads, tokens, dim), without the layer's bias."""
        return np.asarray(self.output @ self.projection)

    def head(self, number: int) -> Heads:
        """Return one of all heads, from 1."""
        names = (field.name for field in fields(Heads) if field.name != "inputs")
        return replace(self, **{name: getattr(self, name)[number - 1] for name in names})


def attend(states: ArrayLike, weights: AttentionWeights, *, causal: bool = False) -> Heads:
    """Run the heads of a layer over the vectors of one text.

    Args:
        states: (tokens, dim) that enter the layer.
        weights: of the layer.
        causal: mask every key that stands after the query, as decoders do.

    Raises:
        InvalidInputError: states of another shape.
    """
    inputs = np.asarray(states, dtype=np.float64)
    dim = weights.query.shape[1]
    if inputs.ndim != 2 or inputs.shape[1] != dim or not len(inputs):
        raise InvalidInputError(f"inputs has the shape {inputs.shape}; it needs (tokens, {dim}).")
    if weights.norm is not None:  # RMSNorm, Zhang and Sennrich 2019
        size = np.sqrt((inputs**2).mean(axis=-1, keepdims=True) + weights.epsilon)
        inputs = inputs / size * weights.norm
    plain_queries, plain_keys, values = project_heads(inputs, weights)
    group = weights.heads // weights.key_heads
    plain_keys, values = (np.repeat(each, group, axis=0) for each in (plain_keys, values))
    queries, keys = plain_queries, plain_keys
    if weights.frequencies is not None:
        angles = np.arange(len(inputs))[:, None] * weights.frequencies
        queries, keys = rotate_pairs(queries, angles), rotate_pairs(keys, angles)
    scores = queries @ keys.swapaxes(1, 2) / np.sqrt(weights.head_dim)
    later = np.triu(np.ones(scores.shape[1:], dtype=bool), k=1) & causal
    shares = softmax(np.where(later, -np.inf, scores))
    projection = weights.output.T.reshape(weights.heads, weights.head_dim, -1)
    return Heads(
        inputs, plain_queries, queries, plain_keys, keys, values, scores, shares, shares @ values, projection
    )
