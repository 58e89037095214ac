"""A new token: the table gets one more row. What is written into it decides what the model predicts.

In a tied table the new row also competes at the output of every text: its logit is the last state times the
row. A random row of the usual length can win there before a single step of training.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.errors import check_choice
from embedlab.lookup.embedding_matrix import EmbeddingMatrix
from embedlab.lookup.tied import TiedOutput, next_shares
from embedlab.ranking import Ranking

__all__ = ["STARTS", "NewToken", "follow_new_token", "new_rows", "predict_new_token"]

# what is written into the row of a new token
STARTS = ("zero", "random", "mean")
DRAWS = 1_000  # random rows
SEED = 0


@dataclass(frozen=True)
class NewToken:
    """A token nobody trained, at the output of a text; each field is taken over the draws of a random row."""

    probability: float  # the mean
    largest: float  # probability
    rank: float  # among all tokens, 1 is the most probable; the median
    best: float  # rank
    wins: float  # share of the draws in which it is the most probable of all
    logits: NDArray[np.float64]  # (draws,) one where nothing is random


def new_rows(table: EmbeddingMatrix, start: str) -> NDArray[np.float32]:
    """Return rows for a new token, (draws, D); one where nothing is random.

    "random" draws each number from a normal distribution with the spread of the table's own numbers, so that
    the row is about as long as the others. "mean" is the mean of all rows.

    Raises:
        UnknownNameError: no such start.
    """
    check_choice(start, STARTS, "start of a new row")
    dim = table.matrix.shape[1]
    if start == "zero":
        return np.zeros((1, dim), dtype=np.float32)
    if start == "mean":
        return np.asarray(table.matrix.mean(axis=0, dtype=np.float64, keepdims=True), dtype=np.float32)
    spread = float(table.matrix.std(dtype=np.float64))
    return np.random.default_rng(SEED).normal(0, spread, (DRAWS, dim)).astype(np.float32)


def predict_new_token(table: EmbeddingMatrix, output: TiedOutput, start: str) -> NewToken:
    """Return how probable the new token of a tied table is after a text, by how its row begins.

    Raises:
        UnknownNameError: no such start.
    """
    logits = (new_rows(table, start) @ output.state).astype(np.float64)
    old = output.logits.astype(np.float64)
    top = max(float(old.max()), float(logits.max()))
    new = np.exp(logits - top)
    shares = new / (new + np.exp(old - top).sum())
    ranks = 1 + len(old) - np.searchsorted(np.sort(old), logits, side="right")
    return NewToken(
        probability=float(shares.mean()),
        largest=float(shares.max()),
        rank=float(np.median(ranks)),
        best=float(ranks.min()),
        wins=float((ranks == 1).mean()),
        logits=logits,
    )


def follow_new_token(
    decoder: Encoder, table: EmbeddingMatrix, text: str, start: str, *, k: int = 6
) -> Ranking:
    """Return the k tokens that a decoder predicts after a text that ends with the new token.

    Raises:
        InvalidInputError: the text is empty.
        UnknownNameError: no such start.
    """
    import torch

    ids = decoder.tokenizer.encode(text).ids[: decoder.window - 1]
    rows = np.vstack([table.lookup(ids), new_rows(table, start)[:1]])  # (n + 1, D)
    model: Any = decoder.model
    with torch.inference_mode():
        hidden = model(inputs_embeds=torch.from_numpy(rows[None]), use_cache=False).last_hidden_state
    return table.rank(next_shares(table, hidden[0, -1].numpy()), k)
