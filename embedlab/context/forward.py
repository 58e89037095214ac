"""Token ids of several texts through a model at once: the layers and attentions of each.

The shorter texts are padded at their right, and the padding is masked: it changes no number of an encoder
beyond the last bits, nor of a causal model, whose tokens see only what stands before them. Which texts go
together is decided elsewhere.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote

__all__ = ["Forward", "Layers", "share_weights"]


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
        place: the row of the position table that every token gets; None for a place of its own.
    """

    def __init__(
        self, model: Any, *, attentions: bool = False, last_only: bool = False, place: int | None = None
    ) -> None:
        self.model = model
        self.heads = int(model.config.num_attention_heads)
        self.attentions = attentions
        self.last_only = last_only
        self.place = place

    def __call__(self, texts: Sequence[Sequence[int]]) -> list[Layers]:
        """Return what the model computes for the ids of each text; one that is `~id` no other token sees."""
        import torch

        lengths = [len(ids) for ids in texts]
        ids = np.zeros((len(texts), max(lengths)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, text in enumerate(texts):
            numbers = np.asarray(text)
            ids[row, : len(text)] = np.where(numbers < 0, ~numbers, numbers)
            mask[row, : len(text)] = numbers >= 0
        places = {} if self.place is None else {"position_ids": torch.full(ids.shape, self.place)}
        with torch.inference_mode():
            output = self.model(
                input_ids=torch.from_numpy(ids),
                attention_mask=torch.from_numpy(mask),
                output_hidden_states=not self.last_only,
                output_attentions=self.attentions,
                **places,
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


def share_weights(model: Any, others: Mapping[str, Any] | None = None) -> Any:
    """Return a copy of a model on the same tensors, but for those given; the model itself stays as it is.

    The copy is a module of its own: whoever runs or reads the model meanwhile sees nothing of it.

    Args:
        model: a transformers model that no thread is running: a pass may change its modules for its time.
        others: tensors by the names of the parameters they stand for in the copy.

    Raises:
        InvalidInputError: the model has no parameter of such a name.
    """
    parameters = dict(model.named_parameters())
    given = dict(others or {})
    if unknown := sorted(given.keys() - parameters.keys()):
        raise InvalidInputError(
            f"The model has no parameter {quote(unknown[0])}; choose one of its {len(parameters)} names."
        )
    shared: dict[int, Any] = {id(weight): given.get(name, weight) for name, weight in parameters.items()}
    return copy.deepcopy(model, shared)
