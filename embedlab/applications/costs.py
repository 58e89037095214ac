"""What vectors of a collection cost: tokens, money and memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embedlab.context.encoder import Encoder
from embedlab.errors import InvalidInputError
from embedlab.precision import PRECISIONS

__all__ = ["MAX_COPIES", "CollectionCost", "collection_cost"]

MAX_COPIES = 10**9  # texts
SAMPLE = 500  # texts whose tokens are counted


@dataclass(frozen=True)
class CollectionCost:
    """What it takes to embed a collection once and to hold its vectors."""

    texts: int
    tokens: int  # estimated from a sample, special tokens included
    price: float  # in the currency of the price of a million tokens
    bytes: dict[str, int]  # precision -> memory of the vectors alone


def collection_cost(
    encoder: Encoder, sample: Sequence[str], *, texts: int, million_price: float, dim: int | None = None
) -> CollectionCost:
    """Return what a collection of `texts` texts costs, with the mean length of a sample of them.

    Of a long sample, at most 500 evenly spaced texts are counted. The vectors have `dim` numbers each; if
    None, as many as the encoder's.

    Raises:
        InvalidInputError: fewer than one text or number, or more than 10^9 texts.
    """
    dim = encoder.dim if dim is None else dim
    if dim < 1:
        raise InvalidInputError(f"A vector of {dim:,} numbers is not possible; choose 1 or more.")
    if not 1 <= texts <= MAX_COPIES:
        raise InvalidInputError(f"{texts:,} texts cannot be counted here; choose 1 to {MAX_COPIES:,}.")
    evenly = sample[:: -(-len(sample) // SAMPLE)]
    lengths = [len(encoder.tokenizer.encode(text, special_tokens=True).ids) for text in evenly]
    tokens = round(float(np.mean(lengths)) * texts)
    sizes = {name: -(-texts * dim * bits // 8) for name, bits in PRECISIONS.items()}
    return CollectionCost(texts, tokens, tokens / 1e6 * million_price, sizes)
