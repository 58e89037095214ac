"""A decoder writes on, token by token, and every step keeps what else it could have written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder, load_decoder
from embedlab.context.generation import generate
from embedlab.context.next_token import cut_distribution, prepare_prompt, rank_probabilities
from embedlab.errors import InvalidInputError
from embedlab.ranking import Ranking
from embedlab.softmax import softmax
from embedlab.tokens.labels import id_labels

__all__ = ["MAX_TOKENS", "Continuation", "continue_text", "write_on"]

MAX_TOKENS = 60
CHOICES = 5  # tokens of a step that are kept


@dataclass(frozen=True)
class Continuation:
    """What a decoder wrote after a text, and the most probable tokens at each step."""

    text: str  # that was written
    ids: NDArray[np.int64]  # (steps,)
    labels: tuple[str, ...]  # (steps,) as a person reads them
    probabilities: NDArray[np.float64]  # (steps,) in the model's own distribution, before any setting
    choices: tuple[Ranking, ...]  # (steps,) the five most probable tokens of each


def continue_text(
    decoder: Encoder,
    text: str,
    *,
    limit: int = 20,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    random_state: int = 0,
    start: Sequence[int] = (),
    watch: Callable[[float, str], object] | None = None,
) -> Continuation:
    """Let a decoder write after a text; each token is drawn from the distribution that three settings cut.

    Args:
        decoder: tied, of the Llama family.
        text: cut at the decoder's window.
        limit: tokens to write, `start` included; fewer where the decoder ends its text.
        temperature: as `cut_distribution` takes it, as `top_k` and `top_p`.
        top_k: 1 always takes the most probable token.
        top_p: the share that stays.
        random_state: the same draws for the same number.
        start: ids that are written before any is drawn, such as those of another branch.
        watch: called after each token with the share that is done and the text so far.

    Raises:
        InvalidInputError: as `next_tokens`, an id without a token, or no number of tokens from 1 to 60.
    """
    least, size = max(1, len(start)), len(decoder.token_embeddings)
    if not least <= limit <= MAX_TOKENS:
        raise InvalidInputError(f"limit = {limit} tokens; choose a number from {least} to {MAX_TOKENS}.")
    if strange := [token for token in start if not 0 <= token < size]:
        raise InvalidInputError(f"There is no token {strange[0]}; choose ids from 0 to {size - 1:,}.")
    cut = partial(cut_distribution, temperature=temperature, top_k=top_k, top_p=top_p)
    cut(np.zeros(2))  # refuses before the model runs
    random = np.random.default_rng(random_state)
    probabilities: list[float] = []
    choices: list[Ranking] = []

    def pick(logits: NDArray[np.float32]) -> int:
        scores = logits.astype(np.float64)
        draw = random.random()  # one a step, so that a branch draws on as its text did
        if len(choices) < len(start):
            token = int(start[len(choices)])
        else:
            sums = np.cumsum(cut(scores))
            token = min(int(np.searchsorted(sums, draw * sums[-1], side="right")), len(sums) - 1)
        shares = softmax(scores)
        probabilities.append(float(shares[token]))
        choices.append(rank_probabilities(decoder, shares, CHOICES))
        return token

    written: list[int] = []
    for token in generate(decoder, prepare_prompt(decoder, text).ids, limit=limit, pick=pick):
        written.append(token)
        if watch is not None:
            watch(len(written) / limit, decoder.tokenizer.decode(written))
    count = len(written)  # an end token is no part of the text
    return Continuation(
        decoder.tokenizer.decode(written),
        np.array(written, dtype=np.int64),
        id_labels(decoder.tokenizer, written),
        np.array(probabilities[:count]),
        tuple(choices[:count]),
    )


def write_on(
    model: str, text: str, settings: Mapping[str, float], *, watch: Callable[[float, str], object]
) -> Continuation:
    """Return what `continue_text` does with these settings: a task of a worker, which loads the decoder."""
    return continue_text(load_decoder(model), text, watch=watch, **cast(dict[str, Any], settings))
