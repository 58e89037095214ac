"""One attention head, step by step, from the state that enters its layer and the layer's own matrices.

x → queries, keys, values → positions → scores q · k / √d → mask → softmax → Σ weight · value → output
projection (Vaswani et al. 2017, equation 1; grouped queries: Ainslie et al. 2023). Computed in float64;
`relative_errors` says how far that lies from what the model computed itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.attention.trace import LayerTrace, trace_layers
from embedlab.context.attention_weights import AttentionWeights, encoder_attention, project_heads
from embedlab.context.encoder import Encoder
from embedlab.context.rotation import rotate_pairs
from embedlab.cosine import vector_lengths
from embedlab.errors import InvalidInputError
from embedlab.softmax import softmax

__all__ = [
    "HeadComputation",
    "LayerComputation",
    "compute_layer",
    "head_computation",
    "relative_errors",
]


@dataclass(frozen=True)
class HeadComputation:
    """One head for one text."""

    text: str
    tokens: tuple[str, ...]  # special ones included
    layer: int  # from 1
    head: int  # from 1
    inputs: NDArray[np.float64]  # (tokens, dim) what the three matrices get: normalized first in Llama
    queries: NDArray[np.float64]  # (tokens, head dim) after positions, as they are compared
    keys: NDArray[np.float64]  # (tokens, head dim) after positions
    values: NDArray[np.float64]  # (tokens, head dim)
    scores: NDArray[np.float64]  # (tokens, tokens) q · k / √head dim, before the mask
    weights: NDArray[np.float64]  # (tokens, tokens) after mask and softmax; each row sums to 1
    output: NDArray[np.float64]  # (tokens, head dim) Σ weight · value
    written: NDArray[np.float64]  # (tokens, dim) output through this head's columns of the output projection


@dataclass(frozen=True)
class LayerComputation:
    """All heads of one layer for one text; the heads stand first in every array."""

    layer: int  # from 1
    causal: bool  # whether a token sees only what stands before it
    weights_of: AttentionWeights
    inputs: NDArray[np.float64]  # (tokens, dim)
    queries: NDArray[np.float64]  # (heads, tokens, head dim) after positions
    plain_queries: NDArray[np.float64]  # (heads, tokens, head dim) before them
    keys: NDArray[np.float64]  # (key heads, tokens, head dim) after positions
    plain_keys: NDArray[np.float64]  # (key heads, tokens, head dim) before them
    values: NDArray[np.float64]  # (key heads, tokens, head dim)
    scores: NDArray[np.float64]  # (heads, tokens, tokens) before the mask
    weights: NDArray[np.float64]  # (heads, tokens, tokens) after mask and softmax
    outputs: NDArray[np.float64]  # (heads, tokens, head dim)

    @property
    def group(self) -> int:
        """Heads of queries that share one head of keys and values."""
        return self.weights_of.heads // self.weights_of.key_heads

    def written(self, head: int) -> NDArray[np.float64]:
        """Return what a head (from 1) adds to each token's state, (tokens, dim), without the layer's bias."""
        size = self.weights_of.head_dim
        columns = self.weights_of.output[:, (head - 1) * size : head * size]
        return np.asarray(self.outputs[head - 1] @ columns.T)


def head_computation(encoder: Encoder, text: str, *, layer: int = 1, head: int = 1) -> HeadComputation:
    """Return every step of one head for a text.

    Args:
        encoder: of the BERT family, as all-MiniLM-L6-v2, or of the Llama family, as smollm2-135m.
        text: its first 64 tokens count.
        layer: from 1.
        head: of queries, from 1.

    Raises:
        InvalidInputError: no such layer or head, an empty text, or a model of another family.
    """
    if not 1 <= head <= encoder.heads:
        raise InvalidInputError(f"{encoder.name} has no head {head}; choose one from 1 to {encoder.heads}.")
    weights = encoder_attention(encoder, layer=layer)
    trace = trace_layers(encoder, text)
    result = compute_layer(trace, weights, causal=encoder.causal)
    shared = (head - 1) // result.group
    return HeadComputation(
        trace.encoding.text,
        tuple(trace.tokens),
        layer,
        head,
        result.inputs,
        result.queries[head - 1],
        result.keys[shared],
        result.values[shared],
        result.scores[head - 1],
        result.weights[head - 1],
        result.outputs[head - 1],
        result.written(head),
    )


def compute_layer(trace: LayerTrace, weights: AttentionWeights, *, causal: bool) -> LayerComputation:
    """Recompute all heads of a layer from the state that enters it.

    Args:
        trace: of the text.
        weights: of the layer.
        causal: mask every key that stands after the query, as decoders do.
    """
    inputs = trace.states[weights.layer - 1].astype(np.float64)  # (tokens, dim)
    if weights.norm is not None:  # RMSNorm, Zhang and Sennrich 2019
        size = np.sqrt((inputs**2).mean(axis=-1, keepdims=True) + weights.epsilon)
        inputs = inputs / size * weights.norm
    plain_queries, plain_keys, values = project_heads(inputs, weights)
    queries, keys = plain_queries, plain_keys
    if weights.frequencies is not None:
        angles = np.arange(len(inputs))[:, None] * weights.frequencies
        queries, keys = rotate_pairs(queries, angles), rotate_pairs(keys, angles)
    group = weights.heads // weights.key_heads
    scores = queries @ np.repeat(keys, group, axis=0).swapaxes(1, 2) / np.sqrt(weights.head_dim)
    later = np.triu(np.ones(scores.shape[1:], dtype=bool), k=1) & causal
    shares = softmax(np.where(later, -np.inf, scores))
    return LayerComputation(
        weights.layer,
        causal,
        weights,
        inputs,
        queries,
        plain_queries,
        keys,
        plain_keys,
        values,
        scores,
        shares,
        shares @ np.repeat(values, group, axis=0),
    )


def relative_errors(result: LayerComputation, trace: LayerTrace) -> NDArray[np.float64]:
    """Return how far each head's recomputed output lies from the model's own, as a share of its length.

    Returns: (heads,), the length of the difference over all tokens by the length of the model's output.
    """
    own = trace.head_outputs[result.layer - 1]
    own = own.reshape(len(own), result.weights_of.heads, -1).swapaxes(0, 1)  # (heads, tokens, head dim)
    flat = len(own), -1
    difference = vector_lengths((result.outputs - own).reshape(flat))
    return np.asarray(difference / vector_lengths(own.reshape(flat)))
