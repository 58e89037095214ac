"""What if a head were off, a token hidden? The next token is predicted again, by the model itself.

Hidden: no token sees it, which is what attention's mask does. How much the prediction then changes is a
token's influence; how much attention the last token pays it is another number (Jain and Wallace 2019).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.attention.trace import MAX_TOKENS, trace_layers
from embedlab.context import Encoder
from embedlab.context.next_token import prepare_prompt
from embedlab.errors import InvalidInputError
from embedlab.softmax import softmax
from embedlab.tokens.labels import id_labels

__all__ = ["TokenInfluence", "changed_bits", "hide_tokens", "switch_head_off", "token_influence"]

PROJECTION = "layers.{}.self_attn.o_proj.weight"  # of the Llama family


@dataclass(frozen=True)
class TokenInfluence:
    """How much the last token attends to each token before it, and what hiding that one changes."""

    tokens: tuple[str, ...]  # of the text but for its last
    weights: NDArray[np.float64]  # (tokens,) of the last token, mean over all heads of all layers
    bits: NDArray[np.float64]  # (tokens,) change of the prediction without it
    correlation: float  # Spearman's, without the first token, where heads rest; nan below three others
    cut: int  # tokens of the text beyond the first 64, which are left out


def changed_bits(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    """Return how far a distribution lies from another, in bits: Kullback and Leibler's divergence.

    >>> changed_bits(np.array([0.5, 0.5]), np.array([0.25, 0.75])).__round__(3)
    0.208
    """
    likely = before > 0
    return float((before[likely] * np.log2(before[likely] / np.maximum(after[likely], 1e-300))).sum())


def switch_head_off(decoder: Encoder, text: str, *, layer: int, head: int) -> NDArray[np.float64]:
    """Return the logit of each next token, (vocabulary,), where one head adds nothing.

    Layer and head count from 1. The decoder, tied and of the Llama family, stays as it is.

    Raises:
        InvalidInputError: no such layer or head, or as `next_logits`.
    """
    ids = prepare_prompt(decoder, text).ids
    if not (1 <= layer <= decoder.layers and 1 <= head <= decoder.heads):
        raise InvalidInputError(
            f"{decoder.name} has no head {head} in layer {layer}; choose a layer from 1 to {decoder.layers} "
            f"and a head from 1 to {decoder.heads}."
        )
    name = PROJECTION.format(layer - 1)
    weight = decoder.model.get_parameter(name).detach().clone()  # (dim, heads · head dim)
    size = weight.shape[1] // decoder.heads
    weight[:, (head - 1) * size : head * size] = 0
    (states,) = decoder.last_layer_with([ids], {name: weight})
    return np.asarray(decoder.token_embeddings @ states[-1], dtype=np.float64)


def hide_tokens(
    decoder: Encoder, text: str, hidden: Sequence[Collection[int]], *, window: int | None = None
) -> NDArray[np.float64]:
    """Return the logits, (sets, vocabulary), where each set of tokens in turn is hidden from all others.

    Args:
        decoder: tied.
        text: cut at the window.
        hidden: sets of places from 0; an empty one hides nothing.
        window: tokens at most; the decoder's own if None.

    Raises:
        InvalidInputError: no such token, or as `next_logits`.
    """
    ids = prepare_prompt(decoder, text, window=window).ids
    for place in (place for places in hidden for place in places):
        if not 0 <= place < len(ids):
            raise InvalidInputError(f"There is no token {place}; choose one from 0 to {len(ids) - 1}.")
    rows = [[~token if row in places else token for row, token in enumerate(ids)] for places in hidden]
    states = np.stack([layer[-1] for layer in decoder.last_layer_with(rows, {})])
    return np.asarray(states @ decoder.token_embeddings.T, dtype=np.float64)


def token_influence(decoder: Encoder, text: str) -> TokenInfluence:
    """Return attention and influence of each token but the last, of the first 64 tokens of a text.

    Raises:
        InvalidInputError: a text of one token, or as `next_logits`.
    """
    from scipy.stats import spearmanr

    prompt = prepare_prompt(decoder, text, window=MAX_TOKENS)
    ids = prompt.ids[:-1]
    if not ids:
        raise InvalidInputError("The text has one token and nothing to attend to; type a longer one.")
    hidden = [(), *((place,) for place in range(len(ids)))]
    before, *after = softmax(hide_tokens(decoder, text, hidden, window=MAX_TOKENS))
    bits = np.array([changed_bits(before, shares) for shares in after])
    weights = trace_layers(decoder, text).encoding.attentions[:, :, -1, :-1].mean((0, 1), dtype=np.float64)
    enough = len(ids) > 3
    correlation = float(spearmanr(weights[1:], bits[1:]).statistic) if enough else float("nan")
    return TokenInfluence(id_labels(decoder.tokenizer, ids), weights, bits, correlation, prompt.cut)
