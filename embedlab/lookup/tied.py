"""One table, two jobs: a decoder whose input matrix also writes its output (weight tying).

The last state times the table is one logit per token (Press and Wolf 2017). The last hidden state that
transformers returns is normalized already; a row of the table is not, and is read back with the final norm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.context.decoder import final_norm
from embedlab.context.next_token import encode_prompt
from embedlab.lookup.embedding_matrix import EmbeddingMatrix
from embedlab.ranking import Ranking
from embedlab.softmax import softmax

__all__ = ["TiedOutput", "next_shares", "own_token_share", "read_back", "tied_output"]

BLOCK = 500  # rows times the whole table at once


@dataclass(frozen=True)
class TiedOutput:
    """What follows a text: its last state times the table."""

    tokens: tuple[str, ...]  # of the text
    state: NDArray[np.float32]  # (D,) the last state of the last token, normalized
    logits: NDArray[np.float32]  # (V,)
    next_tokens: Ranking  # with probabilities


def next_shares(table: EmbeddingMatrix, state: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the probability of each token of a tied table, (V,), after a state (D,)."""
    return softmax((table.matrix @ state).astype(np.float64))


def tied_output(decoder: Encoder, table: EmbeddingMatrix, text: str, *, k: int = 10) -> TiedOutput:
    """Return the k most probable next tokens of a decoder, computed as last state × its own tied table.

    Raises:
        InvalidInputError: the text is empty, or the model is an encoder or not tied.
    """
    encoding = encode_prompt(decoder, text)
    state = encoding.hidden_states[-1][-1]
    tokens = tuple(table.labels[token_id] for token_id in encoding.ids)
    return TiedOutput(tokens, state, table.matrix @ state, table.rank(next_shares(table, state), k))


def read_back(decoder: Encoder, table: EmbeddingMatrix, token_id: int) -> tuple[Ranking, Ranking]:
    """Return what the output of a tied decoder reads in the row of a token, with and without the final norm.

    Raises:
        InvalidInputError: an id without a row.
    """
    (row,) = table.lookup([token_id])
    normed, plain = (table.rank(next_shares(table, state), 5) for state in (final_norm(decoder, row), row))
    return normed, plain


def own_token_share(table: EmbeddingMatrix, *, rows: int = 1_000, random_state: int = 0) -> float:
    """Return for which share of a sample of rows the largest product with the table is the row's own.

    Long rows win: only one row in ten is its own best match in SmolLM2.
    """
    generator = np.random.default_rng(random_state)
    sample = generator.choice(len(table.matrix), min(rows, len(table.matrix)), replace=False)
    own = 0
    for ids in np.array_split(sample, -(-len(sample) // BLOCK)):
        own += int(((table.matrix[ids] @ table.matrix.T).argmax(axis=1) == ids).sum())
    return own / len(sample)
