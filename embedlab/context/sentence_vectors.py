"""Two whole sentences compared, under three ways to make one vector of all their tokens.

all-MiniLM-L6-v2 was trained with the mean over all tokens, special ones included. "cls" and "max" are read
from the same last layer, but it was never trained to make them comparable: their cosines lie elsewhere. So
each pooling gets its own yardstick, the cosines of sentences of different pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import Encoder
from embedlab.context.pooling import TEXT_POOLINGS
from embedlab.cosine import cosine_matrix
from embedlab.errors import InvalidInputError, quote
from embedlab.texts.sentence_pairs import SENTENCE_PAIRS, SentencePair

__all__ = ["PairCosines", "compare_poolings"]

MAX_PAIRS = 500  # a thousand sentences: half a million cross pairs


@dataclass(frozen=True)
class PairCosines:
    """How similar the two sentences of each pair are, and two sentences of different pairs."""

    pairs: tuple[SentencePair, ...]
    poolings: tuple[str, ...]
    cosines: NDArray[np.float64]  # (poolings, pairs)
    cross_pairs: int  # of two sentences of different pairs; 0 with a single pair
    mean: NDArray[np.float64]  # (poolings,) cosine of the cross pairs; nan where there is none
    low: NDArray[np.float64]  # (poolings,) 5th percentile of them
    high: NDArray[np.float64]  # (poolings,) 95th percentile of them
    cut: tuple[tuple[int, int], ...]  # tokens of each sentence beyond the model's window, left out

    def of(self, pooling: str) -> NDArray[np.float64]:
        """Return the cosine of each pair under one of `poolings`, shape (pairs,)."""
        row: NDArray[np.float64] = self.cosines[self.poolings.index(pooling)]
        return row

    def kind_means(self, pooling: str) -> dict[str, float]:
        """Return the mean cosine of the pairs of each kind under one of `poolings`."""
        cosines, kinds = self.of(pooling), np.array([pair.kind for pair in self.pairs])
        return {kind: float(cosines[kinds == kind].mean()) for kind in dict.fromkeys(kinds.tolist())}


def compare_poolings(
    encoder: Encoder,
    pairs: Sequence[SentencePair] = SENTENCE_PAIRS,
    *,
    poolings: Sequence[str] = TEXT_POOLINGS,
) -> PairCosines:
    """Return the cosine of each pair under each pooling, with those of all cross pairs beside them.

    Args:
        encoder: the model to use.
        pairs: at most 500; two of them at least for a yardstick.
        poolings: "mean", "cls" or "max", as `Encoder.embed` understands them.

    Raises:
        InvalidInputError: there is no pair or there are too many, or a sentence is empty.
        UnknownNameError: no such pooling.
    """
    texts = [text for pair in _checked(pairs) for text in (pair.first, pair.second)]
    rows = [_measure(encoder.embed(texts, pooling=pooling)) for pooling in poolings]
    lengths = [len(encoder.tokenizer.encode(text, special_tokens=True).ids) for text in texts]
    beyond = [max(0, length - encoder.bulk_window) for length in lengths]
    return PairCosines(
        pairs=tuple(pairs),
        poolings=tuple(poolings),
        cosines=np.stack([row.cosines for row in rows]),
        cross_pairs=2 * len(pairs) * (len(pairs) - 1),  # four for every two pairs
        mean=np.array([row.mean for row in rows]),
        low=np.array([row.low for row in rows]),
        high=np.array([row.high for row in rows]),
        cut=tuple(zip(beyond[::2], beyond[1::2], strict=True)),
    )


@dataclass(frozen=True)
class _Measured:
    """One pooling."""

    cosines: NDArray[np.float64]  # (pairs,)
    mean: float
    low: float
    high: float


def _measure(units: NDArray[np.float32]) -> _Measured:
    """Compare unit vectors of which two neighbors each make a pair, shape (2 × pairs, dim)."""
    cosines = cosine_matrix(units)
    pair = np.arange(len(units)) // 2
    cross = cosines[np.triu(pair[:, None] != pair[None, :])]
    low, high = np.quantile(cross, [0.05, 0.95]) if cross.size else (np.nan, np.nan)
    mean = float(cross.mean()) if cross.size else float("nan")
    return _Measured(cosines[::2, 1::2].diagonal().copy(), mean, float(low), float(high))


def _checked(pairs: Sequence[SentencePair]) -> Sequence[SentencePair]:
    if not 1 <= len(pairs) <= MAX_PAIRS:
        raise InvalidInputError(
            f"{len(pairs)} pairs of sentences cannot be compared; give 1 to {MAX_PAIRS} of them."
        )
    for number, pair in enumerate(pairs, start=1):
        for place, text in (("first", pair.first), ("second", pair.second)):
            if not text.strip():
                raise InvalidInputError(
                    f"The {place} sentence of pair {number} is empty ({quote(text)}); type at least one word."
                )
    return pairs
