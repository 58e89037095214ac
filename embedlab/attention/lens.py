"""The logit lens: what the output matrix reads in the state after each layer (nostalgebraist 2020).

Row `layers` is the model's own output, which checks the whole: transformers returns the last state after
the final norm, so only earlier states are still to be normalized. A lens is not what a layer "believes":
no layer but the last was trained to be read so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.context.decoder import final_norm
from embedlab.context.next_token import encode_prompt
from embedlab.errors import check_choice
from embedlab.ranking import top_k
from embedlab.tokens.labels import id_labels

__all__ = ["NORMS", "LogitLens", "logit_lens"]

NORMS = ("right", "none", "twice")
BLOCK = 256  # states times the output matrix at once: 50 MB of logits, three times as fast as twenty


@dataclass(frozen=True)
class LogitLens:
    """What each layer would write after each token; row 0 is the state that enters the first layer."""

    tokens: tuple[str, ...]  # of the text that are read
    ids: NDArray[np.int64]  # (layers + 1, tokens, k), the most probable first
    probabilities: NDArray[np.float64]  # (layers + 1, tokens, k)
    answer_ranks: NDArray[np.int64]  # (layers + 1, tokens) of the model's own answer there, from 1
    words: NDArray[np.str_]  # (layers + 1, tokens, k) the tokens as a person reads them

    @property
    def answer(self) -> str:
        """What the model writes after the text."""
        return str(self.words[-1, -1, 0])


def logit_lens(
    decoder: Encoder, text: str, *, k: int = 5, norm: str = "right", last: int | None = None
) -> LogitLens:
    """Read the states of a text between all layers with the output matrix.

    Args:
        decoder: tied, of the Llama family.
        text: cut at the decoder's window.
        k: tokens of each reading.
        norm: "right": the final norm once; "none": left out before the last state; "twice": again on the
            last state, which is normalized already.
        last: tokens of the text whose states are read, from its end; None for all.

    Raises:
        InvalidInputError: the text is empty, or the model is an encoder or not tied.
        UnknownNameError: no such norm.
    """
    check_choice(norm, NORMS, "norm")
    encoding = encode_prompt(decoder, text)
    first = 0 if last is None else max(0, len(encoding.ids) - last)
    states = encoding.hidden_states[:, first:].copy()  # (layers + 1, tokens, dim)
    matrix = decoder.token_embeddings
    answers = (states[-1] @ matrix.T).argmax(axis=1)  # (tokens,)
    if norm != "none":
        states[:-1] = final_norm(decoder, states[:-1])
    if norm == "twice":
        states[-1] = final_norm(decoder, states[-1])
    shape = states.shape[:2]  # layers + 1, tokens
    states, own = states.reshape(-1, states.shape[-1]), np.tile(answers, shape[0])
    ids = np.empty((len(states), k), dtype=np.int64)
    probabilities = np.empty(ids.shape)
    ranks = np.empty(len(states), dtype=np.int64)
    for start in range(0, len(states), BLOCK):
        rows = slice(start, start + BLOCK)
        logits = states[rows] @ matrix.T
        ids[rows] = [top_k(each, k) for each in logits]
        ranks[rows] = 1 + (logits > np.take_along_axis(logits, own[rows, None], axis=1)).sum(axis=1)
        logits -= np.take_along_axis(logits, ids[rows, :1], axis=1)
        np.exp(logits, out=logits)
        shares = np.take_along_axis(logits, ids[rows], axis=1)
        probabilities[rows] = shares / logits.sum(axis=1, keepdims=True)
    distinct, rows = np.unique(ids, return_inverse=True)
    words = np.array(id_labels(decoder.tokenizer, distinct.tolist()))[rows]
    return LogitLens(
        id_labels(decoder.tokenizer, encoding.ids[first:]),
        ids.reshape(*shape, k),
        probabilities.reshape(*shape, k),
        ranks.reshape(shape),
        words.reshape(*shape, k),
    )
