"""One token through all layers: how long its state is, who adds to it, and how far it has turned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.attention.trace import LayerTrace
from embedlab.cosine import paired_cosines, vector_lengths
from embedlab.errors import InvalidInputError

__all__ = ["ThroughLayers", "through_layers"]


@dataclass(frozen=True)
class ThroughLayers:
    """The state of one token between the layers, and what each layer adds."""

    lengths: NDArray[np.float64]  # (layers + 1,) of the state
    attention: NDArray[np.float64]  # (layers,) length of what attention adds
    feed_forward: NDArray[np.float64]  # (layers,) length of what the feed-forward part adds
    from_start: NDArray[np.float64]  # (layers + 1,) cosine with the state that enters the first layer
    to_end: NDArray[np.float64]  # (layers + 1,) cosine with the last state


def through_layers(trace: LayerTrace, token: int) -> ThroughLayers:
    """Follow one token (from 0) through the layers; the last state of a Llama model is normalized.

    Raises:
        InvalidInputError: no such token.
    """
    if not 0 <= token < len(trace.tokens):
        raise InvalidInputError(f"token = {token}; choose one from 0 to {len(trace.tokens) - 1}.")
    states, attention, feed_forward = (
        each[:, token].astype(np.float64)
        for each in (trace.states, trace.attention_added, trace.feed_forward_added)
    )
    lengths = (np.asarray(vector_lengths(each)) for each in (states, attention, feed_forward))
    cosines = (paired_cosines(states, np.broadcast_to(states[row], states.shape)) for row in (0, -1))
    return ThroughLayers(*lengths, *cosines)
