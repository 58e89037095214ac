"""What is asked on the position page, and the table of positions that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import embedlab
from embedlab.positional import alibi_head, relative_bias, relative_buckets, rotary_angles, sinusoidal
from ui.cache import cached
from ui.models import ENCODER, encoder, position_table

__all__ = ["MOST_TOKENS", "SCHEMES", "TOGETHER", "Asked", "axes", "table", "tokens", "trained"]

SCHEMES = ("sinusoidal", "learned", "rotary", "ALiBi", "T5")
MOST_TOKENS = 12  # of a sentence whose vectors are drawn
TOGETHER = {"interleaved": 2, "concatenated": 1}  # columns that are a pair
SMALL = 262_144  # cells, 2 MB: many tables of this size are kept, of larger ones two


@dataclass(frozen=True)
class Asked:
    """Everything that defines one table of positions."""

    scheme: str
    length: int
    dim: int = 64
    base: float = 10_000.0
    order: str = "interleaved"  # layout of the sinusoids
    heads: int = 8
    head: int = 1  # counted from 1
    causal: bool = True  # ALiBi: with a mask; T5: a decoder
    start: int = 0  # first position; ALiBi and T5 know distances only
    repository: str = ""  # of a checkpoint that was downloaded; "" is the bundled table, or T5's buckets
    commit: str = ""
    buckets: int = 32
    max_distance: int = 128
    drawn: str = "angles"  # rotary: or "rotated vectors"
    sentence: str = ""  # whose vectors are rotated

    @property
    def pairwise(self) -> bool:
        """Whether the table has a row for each query and a column for each key."""
        return self.scheme in {"ALiBi", "T5"}


def table(asked: Asked) -> NDArray[Any]:
    """Return the table of a scheme, (length, columns); for ALiBi and T5 of one head, (query, key).

    For T5 without a checkpoint it holds the numbers of the buckets.
    """
    cells = asked.length * (asked.length if asked.pairwise else asked.dim)
    return _small(asked) if cells <= SMALL else _large(asked)


@cached(entries=16)
def _small(asked: Asked) -> NDArray[Any]:
    return _computed(asked)


@cached(entries=2)
def _large(asked: Asked) -> NDArray[Any]:
    return _computed(asked)


def _computed(asked: Asked) -> NDArray[Any]:
    if asked.scheme == "ALiBi":
        return alibi_head(asked.heads, asked.head - 1, asked.length, causal=asked.causal)
    if asked.scheme == "T5":
        return _relative(asked)
    if asked.scheme == "rotary":
        return rotary_angles(asked.length, asked.dim, asked.base, start=asked.start)
    if asked.scheme == "sinusoidal":
        return sinusoidal(asked.length, asked.dim, asked.base, asked.order, start=asked.start)
    part = trained(asked)[asked.start : asked.start + asked.length, : asked.dim]
    return part.copy()  # a view would keep the whole table, up to 64 MB, for as long as itself


def _relative(asked: Asked) -> NDArray[Any]:
    if asked.repository:
        numbers = trained(asked)[:, asked.head - 1 : asked.head]  # the other heads are not needed
        (bias,) = relative_bias(
            numbers, asked.length, max_distance=asked.max_distance, bidirectional=not asked.causal
        )
        if asked.causal:
            bias[np.triu_indices(asked.length, 1)] = -np.inf  # the mask of a decoder
        return bias
    places = np.arange(asked.length)
    buckets = relative_buckets(
        places[None, :] - places[:, None],
        buckets=asked.buckets,
        max_distance=asked.max_distance,
        bidirectional=not asked.causal,
    )
    # a masked key has no bucket
    return np.where(np.tri(asked.length, dtype=bool), buckets, np.nan) if asked.causal else buckets


def trained(asked: Asked) -> NDArray[np.float32]:
    """Return all that was learned: (positions, dim), or for T5 (buckets, heads)."""
    if not asked.repository:
        return position_table(ENCODER)
    from ui.positional import checkpoints

    kind = "relative" if asked.scheme == "T5" else "learned"
    read = checkpoints.read(kind, asked.repository, asked.commit)
    return read.values[read.unused_rows :]


def axes(asked: Asked) -> tuple[str, str]:
    """Return what a row and what a column of the table is."""
    if asked.pairwise:
        return "query", "key"
    return "position", "pair" if asked.scheme == "rotary" else "dimension"


@cached(entries=16)
def tokens(sentence: str) -> embedlab.tokens.Encoding:
    """Return the tokens of the visitor's sentence in the bundled encoder, without the special ones."""
    return encoder(ENCODER).tokenizer.encode(sentence)
