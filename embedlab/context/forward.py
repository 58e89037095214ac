"""Token ids of several texts through a model at once: the layers and attentions of each.

The shorter texts are padded at their right, and the padding is masked: it changes no number of an encoder
beyond the last bits, nor of a causal model, whose tokens see only what stands before them. Which texts go
together is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Forward", "Layers"]


@dataclass(frozen=True)
class Layers:
    """What a model computed for one text. Fresh arrays: nothing keeps the rest of the pass alive."""

    hidden_states: NDArray[np.float32]  # (layers + 1, tokens, dim); with `last_only` (1, tokens, dim)
    attentions: NDArray[np.float32]  # (layers, heads, tokens, tokens); no layers where not asked for


class Forward:
    """One way to run a model: which copy of it, and what is wanted.

    Args:
        model: a transformers model in evaluation mode.
        attentions: whether they are wanted; the model must then have eager attention.
        last_only: whether the last layer is enough.
    """

    def __init__(self, model: Any, *, attentions: bool = False, last_only: bool = False) -> None:
        self.model = model
        self.heads = int(model.config.num_attention_heads)
        self.attentions = attentions
        self.last_only = last_only

    def __call__(self, texts: Sequence[Sequence[int]]) -> list[Layers]:
        """Return what the model computes for the ids of each text."""
        import torch

        lengths = [len(ids) for ids in texts]
        ids = np.zeros((len(texts), max(lengths)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = text
            mask[row, : len(text)] = 1
        with torch.inference_mode():
            output = self.model(
                input_ids=torch.from_numpy(ids),
                attention_mask=torch.from_numpy(mask),
                output_hidden_states=not self.last_only,
                output_attentions=self.attentions,
            )
        states = (output.last_hidden_state,) if self.last_only else output.hidden_states
        hidden = [state.numpy() for state in states]
        weights = [layer.numpy() for layer in output.attentions or ()]
        return [
            Layers(
                np.stack([state[row, :length] for state in hidden]),
                np.stack([layer[row, :, :length, :length] for layer in weights])
                if weights
                else np.empty((0, self.heads, length, length), dtype=np.float32),
            )
            for row, length in enumerate(lengths)
        ]
