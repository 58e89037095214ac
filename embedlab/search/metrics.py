"""How well a search does, without a language model as the judge: recall, reciprocal rank and nDCG at k.

Each is a number from 0 to 1 for one query, and its mean for many. Binary relevance, after Järvelin and
Kekäläinen 2002 for nDCG.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

__all__ = ["ndcg_at_k", "recall_at_k", "reciprocal_rank_at_k"]


def recall_at_k(ranked: Sequence[int], relevant: Collection[int], k: int) -> float:
    """Return the share of the relevant texts that is among the first k.

    >>> recall_at_k([4, 2, 9], {2, 7}, k=3)
    0.5
    """
    return len(set(ranked[:k]) & set(relevant)) / len(relevant)


def reciprocal_rank_at_k(ranked: Sequence[int], relevant: Collection[int], k: int) -> float:
    """Return 1 / the rank of the first relevant text; 0 where the first k hold none.

    >>> reciprocal_rank_at_k([4, 2, 9], {2, 7}, k=3)
    0.5
    """
    return next((1 / rank for rank, row in enumerate(ranked[:k], 1) if row in relevant), 0.0)


def ndcg_at_k(ranked: Sequence[int], relevant: Collection[int], k: int) -> float:
    """Return the gain of the first k, discounted by log2(1 + rank), as a share of the best possible.

    >>> ndcg_at_k([2, 4, 7], {2, 7}, k=3).__round__(3)
    0.92
    """
    gain = sum(1 / np.log2(1 + rank) for rank, row in enumerate(ranked[:k], 1) if row in relevant)
    best = sum(1 / np.log2(1 + rank) for rank in range(1, min(len(relevant), k) + 1))
    return float(gain / best)
