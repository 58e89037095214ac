"""A real decoder read in the wrong rotary convention: what it then says, and how surprised it is.

Its weights are not changed. Turning neighbors (2i, 2i + 1) where the weights were made for halves
(i, i + d/2) equals turning halves after the rows of the query and key weights were put in another order. So a
copy of those rows runs in their place for one pass. Only the next token is asked for; writing is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.errors import InvalidInputError, quote
from embedlab.positional.conventions import half_split_order
from embedlab.ranking import Ranking, top_k

__all__ = ["Misread", "Reading", "misread_decoder"]

MAX_TOKENS = 128
MOST = 20  # next tokens


@dataclass(frozen=True)
class Reading:
    """What a decoder makes of a text."""

    next_tokens: Ranking  # by their probability
    losses: NDArray[np.float64]  # (tokens − 1,) −ln of the probability of each token from the second on

    @property
    def loss(self) -> float:
        """The mean of the losses, in nats a token."""
        return float(self.losses.mean())


@dataclass(frozen=True)
class Misread:
    """One text, read in the convention of the weights and in the other one."""

    text: str
    tokens: tuple[str, ...]
    right: Reading  # half-split, as transformers reads a Llama
    wrong: Reading  # interleaved, on the same weights


def misread_decoder(decoder: Encoder, texts: Sequence[str], *, k: int = 5) -> tuple[Misread, ...]:
    """Read each text in both conventions.

    Args:
        decoder: of the Llama family, as "smollm2-135m"; its output table is its input table.
        texts: of 2 to 128 tokens each.
        k: next tokens, 1 to 20.

    Raises:
        InvalidInputError: the model is no Llama with a shared table, or a value outside its limits.
    """
    _check_llama(decoder)
    if not 1 <= k <= MOST:
        raise InvalidInputError(f"{k} next tokens cannot be shown; choose 1 to {MOST}.")
    tokenized = [_tokens(decoder, text) for text in texts]
    ids = [token_ids for token_ids, _ in tokenized]
    readings = [
        [_read(decoder, *both, k) for both in zip(ids, decoder.last_layer_with(ids, weights), strict=True)]
        for weights in ({}, _reordered(decoder.model))
    ]
    return tuple(
        Misread(text, tokens, right, wrong)
        for text, (_, tokens), right, wrong in zip(texts, tokenized, *readings, strict=True)
    )


def _reordered(model: Any) -> dict[str, Any]:
    """Return every query and key weight with each head's rows in the order 0, 2, 4, …, 1, 3, 5, …"""
    config = model.config
    size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    order = half_split_order(size)
    ends = tuple(f"{part}_proj.{kind}" for part in "qk" for kind in ("weight", "bias"))
    return {
        name: weight.detach().unflatten(0, (-1, size))[:, order].flatten(0, 1)
        for name, weight in model.named_parameters()
        if name.endswith(ends)
    }


def _check_llama(decoder: Encoder) -> None:
    config: Any = decoder.model.config
    if config.model_type != "llama" or not config.tie_word_embeddings:
        raise InvalidInputError(
            f"{decoder.name} is of the family {quote(config.model_type)}; this needs a Llama whose output "
            "table is its input table, as smollm2-135m."
        )


def _tokens(decoder: Encoder, text: str) -> tuple[list[int], tuple[str, ...]]:
    encoding = decoder.tokenizer.encode(text, special_tokens=True)
    if not 2 <= len(encoding.ids) <= MAX_TOKENS:
        raise InvalidInputError(
            f"{quote(text)} has {len(encoding.ids):,} tokens; write a text of 2 to {MAX_TOKENS}."
        )
    return encoding.ids, tuple(decoder.tokenizer.decode([token_id]) for token_id in encoding.ids)


def _read(decoder: Encoder, ids: Sequence[int], hidden: NDArray[np.float32], k: int) -> Reading:
    logits = (hidden @ decoder.token_embeddings.T).astype(np.float64)  # (tokens, vocabulary)
    highest = logits.max(axis=1, keepdims=True)
    logits -= highest + np.log(np.exp(logits - highest).sum(axis=1, keepdims=True))  # now ln of probabilities
    best = top_k(logits[-1], k)
    tokens = tuple(decoder.tokenizer.decode([token_id]) for token_id in best.tolist())
    return Reading(
        next_tokens=Ranking(best, np.exp(logits[-1, best]), tokens),
        losses=-logits[np.arange(len(ids) - 1), ids[1:]],
    )
