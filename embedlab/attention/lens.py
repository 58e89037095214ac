"""The logit lens: what the output matrix reads in the state after each layer (nostalgebraist 2020).

Row `layers` is the model's own output, which checks the whole: transformers returns the last state after
the final norm, so only earlier states are still to be normalized. A lens is not what a layer "believes":
no layer but the last was trained to be read so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.context.decoder import final_norm
from embedlab.context.next_token import encode_prompt
from embedlab.errors import check_choice
from embedlab.ranking import top_k
from embedlab.tokens.labels import id_labels

__all__ = ["NORMS", "LogitLens", "logit_lens"]

# how often the final norm is applied to the last state: once, never, twice
NORMS = ("right", "none", "twice")
LAYERS = 8  # times the output matrix at once: 31 MB of logits for twenty tokens


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
    import torch

    check_choice(norm, NORMS, "norm")
    encoding = encode_prompt(decoder, text)
    first = 0 if last is None else max(0, len(encoding.ids) - last)
    states = encoding.hidden_states[:, first:].copy()  # (layers + 1, tokens, dim)
    table: Any = decoder.model.get_input_embeddings().weight
    shape = states.shape[:2]  # layers + 1, tokens
    ids = np.empty((*shape, k), dtype=np.int64)
    probabilities = np.empty(ids.shape)
    ranks = np.empty(shape, dtype=np.int64)
    with torch.inference_mode():  # in PyTorch, whose products take as many threads as its passes
        answers = (torch.from_numpy(states[-1]) @ table.T).argmax(dim=1)  # (tokens,)
        if norm != "none":
            states[:-1] = final_norm(decoder, states[:-1])
        if norm == "twice":
            states[-1] = final_norm(decoder, states[-1])
        for start in range(0, shape[0], LAYERS):
            rows = slice(start, start + LAYERS)
            logits = torch.from_numpy(states[rows]) @ table.T  # (layers, tokens, vocabulary)
            own = logits.gather(2, answers[None, :, None].expand(len(logits), -1, 1))
            ranks[rows] = 1 + (logits > own).sum(dim=2).numpy()
            ids[rows] = np.apply_along_axis(top_k, 2, logits.numpy(), k)
            probabilities[rows] = logits.softmax(dim=2).gather(2, torch.from_numpy(ids[rows])).numpy()
    distinct, places = np.unique(ids, return_inverse=True)
    words = np.array(id_labels(decoder.tokenizer, distinct.tolist()))[places]
    inputs = id_labels(decoder.tokenizer, encoding.ids[first:])
    return LogitLens(inputs, ids, probabilities, ranks, words.reshape(ids.shape))
