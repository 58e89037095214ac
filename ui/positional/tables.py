"""The table of positions that answers a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import embedlab
from embedlab import positional
from ui.cache import cached
from ui.models import ENCODER, encoder, position_table
from ui.positional import checkpoints, orders
from ui.positional.schemes import T5, Alibi, NoPositions, Query, Rotary, Sinusoidal

__all__ = ["MAX_TOKENS", "View", "encode", "rotated_rows", "table", "trained_rows", "view"]

MAX_TOKENS = 12  # of a sentence whose vectors are drawn
MAX_BYTES = 64_000_000  # of all tables in memory; one has 17 MB at most


@dataclass(frozen=True)
class View:
    """What the page shows: a query and its table."""

    query: Query
    table: NDArray[
        Any
    ]  # (length, columns); (query, key) of one head for ALiBi and T5; (words, 2) of two orders


def view(query: Query) -> View:
    """Return the table of a query, with the query."""
    return View(query, table(query))


@cached(max_bytes=MAX_BYTES)
def table(query: Query) -> NDArray[Any]:
    """Return the table of a scheme, (length, columns); for ALiBi and T5 of one head, (query, key).

    For T5 without a checkpoint it holds the numbers of the buckets; without positions, how far each word's
    vector moves between two orders.
    """
    match query:
        case NoPositions():
            return orders.changes(query.first, query.second)
        case Alibi():
            return positional.alibi_head(query.heads, query.head - 1, query.length, causal=query.causal)
        case T5():
            return _bias(query) if query.checkpoint else _buckets(query)
        case Rotary():
            return positional.rotary_angles(query.length, query.dim, query.base, start=query.start)
        case Sinusoidal():
            return positional.sinusoidal(query.length, query.dim, query.base, query.order, start=query.start)
        case _:
            rows = trained_rows(query)[query.start : query.start + query.length, : query.dim]
            return rows.copy()  # a view would keep the whole table, up to 64 MB, for as long as itself


def _bias(query: T5) -> NDArray[Any]:
    numbers = trained_rows(query)[:, query.head - 1 : query.head]  # the other heads are not needed
    bias = positional.relative_bias(
        numbers, query.length, max_distance=query.max_distance, bidirectional=not query.causal
    )[0]
    if query.causal:
        bias[np.triu_indices(query.length, 1)] = -np.inf  # the mask of a decoder
    return np.asarray(bias)


def _buckets(query: T5) -> NDArray[Any]:
    positions = np.arange(query.length)
    buckets = positional.relative_buckets(
        positions[None, :] - positions[:, None],
        buckets=query.buckets,
        max_distance=query.max_distance,
        bidirectional=not query.causal,
    )
    # a masked key has no bucket
    return np.where(np.tri(query.length, dtype=bool), buckets, np.nan) if query.causal else buckets


def trained_rows(query: Query) -> NDArray[np.float32]:
    """Return all that was learned: (positions, dim), or for T5 (buckets, heads)."""
    if query.checkpoint is None:
        return position_table(ENCODER)
    tensor = checkpoints.read(query.checkpoint)
    return tensor.values[tensor.unused_rows :]


def encode(sentence: str) -> embedlab.tokens.Encoding:
    """Return the tokens of the visitor's sentence in the bundled encoder, without the special ones."""
    return encoder(ENCODER).tokenizer.encode(sentence)


@cached(entries=16)
def rotated_rows(query: Rotary) -> positional.RotatedRows:
    """Return the vectors of the first tokens of the sentence before and after they are turned."""
    ids = list(encode(query.sentence).ids[:MAX_TOKENS])
    rows = encoder(ENCODER).token_embeddings[ids, : query.dim]
    return positional.rotate_rows(rows, base=query.base, start=query.start)
