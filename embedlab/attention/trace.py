"""What happens inside each layer of a model for one text, read from its own forward pass.

A copy of the module on the same weights notes what enters and leaves two of its matrices per layer: the
output projection of attention and the last matrix of the feed-forward part. Nothing is recomputed here.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import ContextualEncoding, Encoder
from embedlab.context.forward import Forward
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
    """Traces texts through one model; safe to share between threads, which take turns.

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
        self._lock = threading.Lock()
        model = encoder.copy_model(attention=attention)
        self._forward = Forward(model, attentions=attention == "eager")
        self._notes: dict[str, list[NDArray[np.float32]]] = {}
        modules = dict(model.named_modules())
        for projection, last in self._names(modules):
            modules[projection].register_forward_hook(self._note("heads", "attention"))
            modules[last].register_forward_hook(self._note("", "feed forward"))

    def __call__(self, text: str) -> LayerTrace:
        """Return the trace of a text, at most 64 tokens of it.

        Raises:
            InvalidInputError: the text is empty.
        """
        encoding = self._encoder.prepare(text, window=MAX_TOKENS)
        with self._lock:
            self._notes = {"heads": [], "attention": [], "feed forward": []}
            (layers,) = self._forward([encoding.ids])
            notes = {name: np.stack(arrays) for name, arrays in self._notes.items()}
        return LayerTrace(
            replace(encoding, hidden_states=layers.hidden_states, attentions=layers.attentions),
            notes["heads"],
            notes["attention"],
            notes["feed forward"],
        )

    def _names(self, modules: dict[str, Any]) -> list[tuple[str, str]]:
        for projection, last in MODULES:
            if projection.format(0) in modules:
                return [(projection.format(row), last.format(row)) for row in range(self._encoder.layers)]
        raise InvalidInputError(
            f"{self._encoder.name} is of neither the BERT nor the Llama family; choose all-MiniLM-L6-v2 or "
            "smollm2-135m."
        )

    def _note(self, entering: str, leaving: str) -> Any:
        """Return a hook of a module that notes what enters and leaves it for the one text of the pass."""

        def hook(module: Any, inputs: Any, output: Any) -> None:
            if entering:
                self._notes[entering].append(inputs[0][0].numpy().copy())
            self._notes[leaving].append(output[0].numpy().copy())

        return hook


def trace_layers(encoder: Encoder, text: str, *, attention: str = "eager") -> LayerTrace:
    """Return what happens inside each layer for one text; for many texts, keep one `LayerTracer`.

    Raises:
        InvalidInputError: the text is empty, or the model of another family than BERT and Llama.
        UnknownNameError: no such implementation of attention.
    """
    return LayerTracer(encoder, attention=attention)(text)
