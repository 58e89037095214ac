"""What the page computes for a sentence: one traced forward pass, and one layer of it recomputed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab import attention
from embedlab.context import Encoder
from embedlab.context.attention_heads import Heads
from embedlab.context.attention_weights import AttentionWeights, encoder_attention
from embedlab.display import visible_text
from embedlab.errors import InvalidInputError, quote
from ui import decoder, models
from ui.attention.query import Query
from ui.cache import cached
from ui.models import DECODER

__all__ = ["View", "labels", "layer", "model", "trace", "view", "weights"]


@dataclass(frozen=True)
class View:
    """What the picture shows."""

    query: Query
    trace: attention.LayerTrace
    heads: Heads  # all of the layer
    errors: NDArray[np.float64]  # (heads,) distance to the model's own output, by its length
    token: int  # whose query is asked, from 0

    @property
    def head(self) -> Heads:
        """The head of the picture."""
        return self.heads.head(self.query.head)

    @property
    def labels(self) -> list[str]:
        """The tokens as they are written on the screen."""
        return labels(self.trace)

    @property
    def weights(self) -> NDArray[np.float64]:
        """How much the head takes for the token from each token, (tokens,)."""
        return np.asarray(self.heads.weights[self.query.head - 1, self.token])

    @property
    def key(self) -> tuple[str, str, tuple[int, int]]:
        """The model, the text, and layer and head from 1."""
        return self.query.model, self.query.text, (self.query.layer, self.query.head)


def labels(result: attention.LayerTrace) -> list[str]:
    """Return the tokens of a trace as they are written on the screen, without the sign of a space."""
    return [visible_text(token.removeprefix("Ġ")) or "␣" for token in result.tokens]


def view(query: Query) -> View:
    """Trace the sentence and recompute the layer.

    Raises:
        InvalidInputError: the model has no token for the sentence.
        EmbedLabError: the model cannot be loaded.
    """
    result = trace(query.model, query.text)
    special = result.encoding.special
    token = max(row for row, is_special in enumerate(special) if not is_special)
    if query.token and query.token <= len(special):
        token = query.token - 1
    return View(query, result, *layer(query.model, query.text, query.layer), token)


def model(name: str) -> Encoder:
    """Return the encoder or the decoder."""
    return decoder.load() if name == DECODER else models.encoder(name)


@cached(entries=32)
def trace(name: str, text: str) -> attention.LayerTrace:
    """Return what happens inside each layer of a model for a text.

    Raises:
        InvalidInputError: the model has no token for the sentence.
    """
    result = _tracer(name)(text)
    if all(result.encoding.special):
        raise InvalidInputError(f"{name} has no token for {quote(text)}; type at least one word.")
    return result


@cached(entries=64)
def layer(name: str, text: str, number: int) -> tuple[Heads, NDArray[np.float64]]:
    """Return the heads of a layer, recomputed, and how far each lies from the model's own."""
    return attention.compute_layer(trace(name, text), weights(name, number))


@cached(entries=2, seconds=900)  # it shares the decoder's memory, which may be wanted elsewhere
def _tracer(name: str) -> attention.LayerTracer:
    return attention.LayerTracer(model(name))


@cached(entries=8)
def weights(name: str, number: int) -> AttentionWeights:
    """Return the matrices of a layer."""
    return encoder_attention(model(name), layer=number)
