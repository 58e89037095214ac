"""The matrices of one attention layer, read from a model that is loaded: BERT's and Llama's families.

BERT adds its positions to the input and normalizes behind each layer. Llama normalizes before it (RMSNorm),
turns queries and keys by their positions, has no biases, and several queries may share a key and a value
head (grouped queries, Ainslie et al. 2023).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import Encoder
from embedlab.errors import InvalidInputError

__all__ = ["AttentionWeights", "bert_weights", "encoder_attention", "project_heads"]

BERT = "encoder.layer.{}.attention."  # layers from 0
LLAMA = "layers.{}."

Array = NDArray[np.float64]
Read = Callable[[str], Array]


@dataclass(frozen=True)
class AttentionWeights:
    """The projections of one layer; a matrix is (out, in), as the checkpoint stores it."""

    source: str
    layer: int  # from 1
    heads: int  # of queries
    query: NDArray[np.float64]  # (heads · head dim, dim)
    query_bias: NDArray[np.float64]  # (heads · head dim,)
    key: NDArray[np.float64]  # (key heads · head dim, dim)
    key_bias: NDArray[np.float64]  # (key heads · head dim,)
    value: NDArray[np.float64]  # (key heads · head dim, dim)
    value_bias: NDArray[np.float64]  # (key heads · head dim,)
    output: NDArray[np.float64]  # (dim, heads · head dim)
    output_bias: NDArray[np.float64]  # (dim,)
    norm: NDArray[np.float64] | None = None  # (dim,) of the RMSNorm in front; None where there is none
    epsilon: float = 0.0  # of that norm
    frequencies: NDArray[np.float64] | None = None  # (head dim / 2,) radians per position, where rotary

    @property
    def head_dim(self) -> int:
        """Numbers of a query, a key or a value."""
        return len(self.query) // self.heads

    @property
    def key_heads(self) -> int:
        """Heads of keys and of values."""
        return len(self.key) // self.head_dim


def encoder_attention(encoder: Encoder, *, layer: int = 1) -> AttentionWeights:
    """Return the projections of one layer of an encoder or decoder that is loaded, in float64.

    Args:
        encoder: of the BERT family, as all-MiniLM-L6-v2, or of the Llama family, as smollm2-135m.
        layer: from 1.

    Raises:
        InvalidInputError: no such layer, or a model of another family.
    """
    if not 1 <= layer <= encoder.layers:
        raise InvalidInputError(
            f"{encoder.name} has no layer {layer}; choose one from 1 to {encoder.layers}."
        )
    parameters = dict(encoder.model.named_parameters())

    def read(tensor: str) -> NDArray[np.float64]:
        if tensor not in parameters:
            raise InvalidInputError(
                f"{encoder.name} keeps its queries and keys elsewhere than BERT does; choose an encoder of "
                "the BERT family, as all-MiniLM-L6-v2."
            )
        return np.asarray(parameters[tensor].detach().numpy(), dtype=np.float64)

    if f"{LLAMA.format(layer - 1)}self_attn.q_proj.weight" in parameters:
        return _llama_weights(read, encoder, layer)
    return bert_weights(read, encoder.name, layer, encoder.heads)


def bert_weights(read: Read, source: str, layer: int, heads: int) -> AttentionWeights:
    """Return the projections of one layer of BERT.

    Args:
        read: returns a tensor of the checkpoint by its name.
        source: the name of the model.
        layer: from 1.
        heads: of the layer.
    """
    prefix = BERT.format(layer - 1)
    names = ("self.query", "self.key", "self.value", "output.dense")
    matrices = [read(f"{prefix}{name}.weight") for name in names]
    biases = [read(f"{prefix}{name}.bias") for name in names]
    return _weights(source, layer, heads, matrices, biases)


def _llama_weights(read: Read, encoder: Encoder, layer: int) -> AttentionWeights:
    prefix = LLAMA.format(layer - 1)
    names = ("q_proj", "k_proj", "v_proj", "o_proj")
    matrices = [read(f"{prefix}self_attn.{name}.weight") for name in names]
    biases = [np.zeros(len(matrix)) for matrix in matrices]
    config = encoder.model.config
    rotary = getattr(encoder.model, "rotary_emb")  # noqa: B009  # a module of the Llama family
    return replace(
        _weights(encoder.name, layer, encoder.heads, matrices, biases),
        norm=read(f"{prefix}input_layernorm.weight"),
        epsilon=float(getattr(config, "rms_norm_eps")),  # noqa: B009
        frequencies=rotary.inv_freq.numpy().astype(np.float64),
    )


def _weights(
    source: str, layer: int, heads: int, matrices: Sequence[Array], biases: Sequence[Array]
) -> AttentionWeights:
    """Return the weights of a layer from its four matrices (query, key, value, output) and their biases."""
    (query, key, value, output), (query_bias, key_bias, value_bias, output_bias) = matrices, biases
    return AttentionWeights(
        source, layer, heads, query, query_bias, key, key_bias, value, value_bias, output, output_bias
    )


def project_heads(
    inputs: NDArray[np.float64], weights: AttentionWeights
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return queries, keys and values of (tokens, dim), each (its heads, tokens, dim of a head)."""
    queries, keys, values = (
        (inputs @ matrix.T + bias).reshape(len(inputs), -1, weights.head_dim).swapaxes(0, 1)
        for matrix, bias in (
            (weights.query, weights.query_bias),
            (weights.key, weights.key_bias),
            (weights.value, weights.value_bias),
        )
    )
    return queries, keys, values
