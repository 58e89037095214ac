"""One head of a model for a text, and how far what is computed here lies from the model's own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.attention.trace import LayerTrace, trace_layers
from embedlab.context.attention_heads import Heads, attend
from embedlab.context.attention_weights import AttentionWeights, encoder_attention
from embedlab.context.encoder import Encoder
from embedlab.cosine import vector_lengths
from embedlab.errors import InvalidInputError

__all__ = ["HeadComputation", "compute_layer", "head_computation"]


@dataclass(frozen=True)
class HeadComputation(Heads):
    """One head for one text: the arrays of `Heads` without their first axis."""

    tokens: tuple[str, ...]  # special ones included
    error: float  # distance of the output to the model's own, as a share of the length of that


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
    heads, errors = compute_layer(trace, weights)
    return HeadComputation(
        **vars(heads.head(head)), tokens=tuple(trace.tokens), error=float(errors[head - 1])
    )


def compute_layer(trace: LayerTrace, weights: AttentionWeights) -> tuple[Heads, NDArray[np.float64]]:
    """Recompute the heads of a layer from the state that enters it, and compare them with the model's own.

    Returns:
        The heads, and for each the length of the difference between its output and what the model computed,
        over all tokens, by the length of the latter, (heads,).
    """
    heads = attend(trace.states[weights.layer - 1], weights, causal=trace.causal)
    own = trace.head_outputs[weights.layer - 1]
    own = own.reshape(len(own), weights.heads, -1).swapaxes(0, 1)  # (heads, tokens, head dim)
    difference, length = (vector_lengths(each.reshape(len(own), -1)) for each in (heads.output - own, own))
    return heads, np.asarray(difference / length)
