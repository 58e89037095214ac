"""The logit lens: what the output matrix reads in the state after each layer (nostalgebraist 2020).

Row `layers` is the model's own output, which checks the whole: transformers returns the last state after
the final norm, so only earlier states are still to be normalized. A lens is not what a layer "believes":
no layer but the last was trained to be read so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.attention.next_token import encode_prompt, output_labels
from embedlab.context import Encoder
from embedlab.context.decoder import final_norm
from embedlab.errors import check_choice
from embedlab.ranking import top_k

__all__ = ["NORMS", "LogitLens", "logit_lens"]

NORMS = ("right", "none", "twice")


@dataclass(frozen=True)
class LogitLens:
    """What each layer would write after each token; row 0 is the state that enters the first layer."""

    tokens: tuple[str, ...]  # of the text that are read
    ids: NDArray[np.int64]  # (layers + 1, tokens, k), the most probable first
    probabilities: NDArray[np.float64]  # (layers + 1, tokens, k)
    answer_ranks: NDArray[np.int64]  # (layers + 1, tokens) of the model's own answer there, from 1
    labels: dict[int, str]  # of each id

    @property
    def answer(self) -> str:
        """What the model writes after the text."""
        return self.labels[int(self.ids[-1, -1, 0])]


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
    layers, tokens = states.shape[:2]
    ids = np.empty((layers, tokens, k), dtype=np.int64)
    probabilities = np.empty((layers, tokens, k))
    ranks = np.empty((layers, tokens), dtype=np.int64)
    for layer, layer_states in enumerate(states):
        for token, logits in enumerate(layer_states @ matrix.T):
            best = top_k(logits, k)
            ids[layer, token] = best
            total = np.exp(logits - logits[best[0]]).sum(dtype=np.float64)
            probabilities[layer, token] = np.exp(logits[best] - logits[best[0]]) / total
            ranks[layer, token] = 1 + np.count_nonzero(logits > logits[answers[token]])
    distinct = np.unique(np.concatenate((ids.ravel(), answers))).tolist()
    labels = dict(zip(distinct, output_labels(decoder, distinct), strict=True))
    names = output_labels(decoder, encoding.ids[first:])
    return LogitLens(names, ids, probabilities, ranks, labels)
