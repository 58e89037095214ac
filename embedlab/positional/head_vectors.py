"""The queries and keys of one head of a real encoder: what the lessons of this topic turn and compare.

They are computed from the vectors that enter the layer and the layer's own weights, in float64. Values, and
what the head makes of them, are left out. Where the encoder adds its positions at layer 0, as BERT does,
these vectors hold them already.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.errors import InvalidInputError
from embedlab.positional.attention_layer import encoder_attention, project_heads

__all__ = ["HeadVectors", "head_vectors"]


@dataclass(frozen=True)
class HeadVectors:
    """One text at one head."""

    text: str
    tokens: tuple[str, ...]  # special ones included
    layer: int  # from 1
    head: int  # from 1
    queries: NDArray[np.float64]  # (tokens, dim of a head)
    keys: NDArray[np.float64]  # (tokens, dim of a head)

    @property
    def scores(self) -> NDArray[np.float64]:
        """What the head compares before the softmax, (query, key): the dot products over √dim."""
        return np.asarray(self.queries @ self.keys.T / np.sqrt(self.queries.shape[1]))


def head_vectors(encoder: Encoder, text: str, *, layer: int = 1, head: int = 1) -> HeadVectors:
    """Return the queries and keys of one head for every token of a text.

    Source: W x + b of `BertSelfAttention` in transformers, x the output of the layer before.

    Args:
        encoder: of the BERT family; all-MiniLM-L6-v2 is.
        text: cut at the encoder's window.
        layer: from 1.
        head: from 1.

    Raises:
        InvalidInputError: no such layer or head, an empty text, or an encoder of another family.
    """
    if not 1 <= head <= encoder.heads:
        raise InvalidInputError(f"{encoder.name} has no head {head}; choose one from 1 to {encoder.heads}.")
    weights = encoder_attention(encoder, layer=layer)
    if weights.frequencies is not None:  # a decoder of the Llama family: its queries and keys are turned
        raise InvalidInputError(
            f"{encoder.name} turns its queries and keys by their positions; choose an encoder of the BERT "
            "family, as all-MiniLM-L6-v2."
        )
    encoding = encoder.encode([text], attentions=False)[0]
    entering = encoding.hidden_states[layer - 1].astype(np.float64)  # (tokens, dim)
    queries, keys, _ = (part[head - 1] for part in project_heads(entering, weights))
    return HeadVectors(text, tuple(encoding.tokens), layer, head, queries, keys)
