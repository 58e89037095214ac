"""The k largest of many scores, without sorting them.

The maximum of each block is taken first; only blocks whose maximum reaches the k-th largest of these can
hold an answer. One pass over the scores, then a few hundred candidates.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["top_k"]

BLOCK = 256  # scores a block


def top_k(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Return the indices of the `k` largest scores, best first; among equals the lower index first.

    Args:
        scores: (n,)
        k: at most n.
    """
    whole = len(scores) // BLOCK * BLOCK
    maxima = scores[:whole].reshape(-1, BLOCK).max(axis=1)  # (blocks,)
    if k >= len(maxima):
        candidates = np.arange(len(scores))
    else:
        # at least k scores reach the k-th largest maximum, so nothing below it can be among the k best
        threshold = np.partition(maxima, -k)[-k]
        blocks = np.flatnonzero(maxima >= threshold)
        inside = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
        inside = np.concatenate((inside, np.arange(whole, len(scores))))
        candidates = inside[scores[inside] >= threshold]
    order = np.lexsort((candidates, -scores[candidates]))
    best: NDArray[np.int64] = candidates[order[:k]]
    return best
