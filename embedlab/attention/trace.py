"""What happens inside each layer of a model for one text, read from its own forward pass.

A copy of the module on the same weights notes what enters and leaves two of its matrices per layer: the
output projection of attention and the last matrix of the feed-forward part. Nothing is recomputed here.
Texts that several threads trace at the same moment share a pass, as those of `Encoder.encode` do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import ContextualEncoding, Encoder
from embedlab.context.forward import Forward, Layers
from embedlab.context.shared_forward import PASSES
from embedlab.errors import InvalidInputError, check_choice

__all__ = ["IMPLEMENTATIONS", "MAX_TOKENS", "LayerTrace", "LayerTracer", "trace_layers"]

IMPLEMENTATIONS = ("eager", "sdpa")  # of attention in transformers
MAX_TOKENS = 64  # of a text: the attentions of 512 tokens in 30 layers of 9 heads take 283 MB
# output projection and last feed-forward matrix of each layer, from 0
MODULES = (
    ("encoder.layer.{}.attention.output.dense", "encoder.layer.{}.output.dense"),  # BERT
    ("layers.{}.self_attn.o_proj", "layers.{}.mlp.down_proj"),  # Llama
)


@dataclass(frozen=True)
class LayerTrace:
    """One forward pass. Layers count from 0 here: row 0 is the step from state 0 to state 1."""

    encoding: ContextualEncoding  # tokens, hidden_states (layers + 1, tokens, dim), attentions
    causal: bool  # whether a token sees only what stands before it
    head_outputs: NDArray[np.float32]  # (layers, tokens, heads · head dim): Σ weight · value
    attention_added: NDArray[np.float32]  # (layers, tokens, dim): head outputs through the output projection
    feed_forward_added: NDArray[np.float32]  # (layers, tokens, dim)

    @property
    def states(self) -> NDArray[np.float32]:
        """The states between the layers, (layers + 1, tokens, dim); row 0 enters the first layer.

        The last state of a Llama model is normalized: transformers applies the final norm to it.
        """
        return self.encoding.hidden_states

    @property
    def tokens(self) -> list[str]:
        """The tokens, special ones included."""
        return self.encoding.tokens


class LayerTracer:
    """Traces texts through one model; threads share it.

    Args:
        encoder: of the BERT or the Llama family.
        attention: the implementation in transformers; "sdpa" returns no attentions.

    Raises:
        InvalidInputError: a model of another family.
        UnknownNameError: no such implementation.
    """

    def __init__(self, encoder: Encoder, *, attention: str = "eager") -> None:
        check_choice(attention, IMPLEMENTATIONS, "attention")
        self._encoder = encoder
        model = encoder.copy_model(attention=attention)
        self._forward = Forward(model, attentions=attention == "eager")
        self._run = self._trace  # one object, by which threads share passes
        self._notes: dict[str, list[NDArray[np.float32]]] = {}  # of the pass that runs: one at a time
        modules = dict(model.named_modules())
        names = [pair for pair in MODULES if pair[0].format(0) in modules]
        if not names:
            raise InvalidInputError(
                f"{encoder.name} is of neither the BERT nor the Llama family; choose all-MiniLM-L6-v2 or "
                "smollm2-135m."
            )
        for layer in range(encoder.layers):
            projection, last = (modules[name.format(layer)] for name in names[0])
            projection.register_forward_hook(self._note("head_outputs", "attention_added"))
            last.register_forward_hook(self._note("", "feed_forward_added"))

    def __call__(self, text: str) -> LayerTrace:
        """Return the trace of a text, at most 64 tokens of it.

        Raises:
            InvalidInputError: the text is empty.
        """
        encoding = self._encoder.prepare(text, window=MAX_TOKENS)
        ((_, (layers, notes)),) = PASSES.run(self._run, [encoding.ids])
        return LayerTrace(replace(encoding, **vars(layers)), self._encoder.causal, **notes)

    def _trace(self, texts: Sequence[Sequence[int]]) -> list[tuple[Layers, dict[str, NDArray[np.float32]]]]:
        """Return what one pass computes for the ids of each text, and what was noted of it."""
        self._notes = {"head_outputs": [], "attention_added": [], "feed_forward_added": []}
        layers = self._forward(texts)
        notes = {name: np.stack(arrays) for name, arrays in self._notes.items()}  # (layers, texts, tokens, …)
        return [
            (layers[row], {name: array[:, row, : len(ids)].copy() for name, array in notes.items()})
            for row, ids in enumerate(texts)
        ]

    def _note(self, entering: str, leaving: str) -> Any:
        """Return a hook of a module that notes what enters and leaves it, (texts, tokens, numbers)."""

        def hook(module: Any, inputs: Any, output: Any) -> None:
            if entering:
                self._notes[entering].append(inputs[0].numpy())
            self._notes[leaving].append(output.numpy())

        return hook


def trace_layers(encoder: Encoder, text: str, *, attention: str = "eager") -> LayerTrace:
    """Return what happens inside each layer for one text; for many texts, keep one `LayerTracer`.

    Raises:
        InvalidInputError: the text is empty, or the model of another family than BERT and Llama.
        UnknownNameError: no such implementation of attention.
    """
    return LayerTracer(encoder, attention=attention)(text)
