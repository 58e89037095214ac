"""One table, two jobs: a decoder whose input matrix also writes its output (weight tying).

The last state times the table is one logit per token (Press and Wolf 2017). The last hidden state that
transformers returns is normalized already; a row of the table is not, and is read back with the final norm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.errors import InvalidInputError
from embedlab.lookup.embedding_matrix import EmbeddingMatrix
from embedlab.ranking import Ranking, top_k

__all__ = [
    "ReadBack",
    "TiedOutput",
    "final_norm",
    "own_token_share",
    "probabilities",
    "read_back",
    "tied_output",
]

BLOCK = 500  # rows times the whole table at once


@dataclass(frozen=True)
class TiedOutput:
    """What follows a text: its last state times the table."""

    tokens: tuple[str, ...]  # of the text
    state: NDArray[np.float32]  # (D,) the last state of the last token, normalized
    logits: NDArray[np.float32]  # (V,)
    next_tokens: Ranking  # with probabilities


@dataclass(frozen=True)
class ReadBack:
    """A row of the table, sent straight to the output: what the table reads in it."""

    with_norm: Ranking  # with probabilities
    without_norm: Ranking


def tied_output(decoder: Encoder, table: EmbeddingMatrix, text: str, *, k: int = 10) -> TiedOutput:
    """Return the next-token probabilities of a decoder, computed as last state × table.

    Args:
        decoder: whose output is tied to its input.
        table: its own.
        text: to be continued.
        k: next tokens in the ranking.

    Raises:
        InvalidInputError: the text is empty, or the model is an encoder or not tied.
    """
    _check_tied(decoder, table)
    if not text.strip():
        raise InvalidInputError("The text is empty (0 words); type the beginning of a sentence.")
    (encoding,) = decoder.encode([text], attentions=False)
    state = encoding.hidden_states[-1][-1]
    logits = table.matrix @ state
    labels = table.labels
    return TiedOutput(
        tokens=tuple(labels[token_id] for token_id in encoding.ids),
        state=state,
        logits=logits,
        next_tokens=_ranking(table, probabilities(logits), k),
    )


def final_norm(decoder: Encoder, states: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return states (..., D) after the decoder's final norm: root mean square 1, times its weights.

    Source: RMSNorm, Zhang and Sennrich 2019.
    """
    norm = getattr(decoder.model, "norm")  # noqa: B009  # a module of the Llama family
    weight, epsilon = norm.weight.detach().numpy(), float(norm.variance_epsilon)
    scale = np.sqrt((states.astype(np.float64) ** 2).mean(axis=-1, keepdims=True) + epsilon)
    result: NDArray[np.float32] = (states / scale * weight).astype(np.float32)
    return result


def read_back(decoder: Encoder, table: EmbeddingMatrix, token_id: int, *, k: int = 5) -> ReadBack:
    """Return what the output reads in the row of a token, with and without the final norm.

    Raises:
        InvalidInputError: an id without a row, or the model is not tied.
    """
    _check_tied(decoder, table)
    (row,) = table.lookup([token_id])
    return ReadBack(
        with_norm=_ranking(table, probabilities(table.matrix @ final_norm(decoder, row)), k),
        without_norm=_ranking(table, probabilities(table.matrix @ row), k),
    )


def own_token_share(
    table: EmbeddingMatrix, *, decoder: Encoder | None = None, rows: int = 1_000, random_state: int = 0
) -> float:
    """Return for which share of a sample of rows the largest product with the table is the row's own.

    Without the norm long rows win: only one row in ten is its own best match in SmolLM2.

    Args:
        table: of a tied decoder.
        decoder: apply its final norm first; None for the rows as they are.
        rows: in the sample.
        random_state: of the sample.
    """
    generator = np.random.default_rng(random_state)
    sample = generator.choice(len(table.matrix), min(rows, len(table.matrix)), replace=False)
    right = 0
    for start in range(0, len(sample), BLOCK):
        ids = sample[start : start + BLOCK]
        vectors = table.matrix[ids]
        states = vectors if decoder is None else final_norm(decoder, vectors)
        right += int(((states @ table.matrix.T).argmax(axis=1) == ids).sum())
    return right / len(sample)


def probabilities(logits: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the softmax of logits along the last axis, in float64."""
    shifted = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    result: NDArray[np.float64] = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def _ranking(table: EmbeddingMatrix, shares: NDArray[np.float64], k: int) -> Ranking:
    rows = top_k(shares, k)
    return Ranking(rows, shares[rows], tuple(table.labels[row] for row in rows))


def _check_tied(decoder: Encoder, table: EmbeddingMatrix) -> None:
    if not decoder.causal or not table.is_tied:
        raise InvalidInputError(
            f"{decoder.name} does not write its output with its input table; choose a tied decoder "
            "such as smollm2-135m."
        )
