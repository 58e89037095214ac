"""The k largest of many scores, without sorting them.

The scores are split into groups and the maximum of each is taken; only groups whose maximum reaches the
k-th largest of these can hold an answer. One pass over the scores, then a few thousand candidates.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["top_k"]

ROWS = 256  # scores a group


def top_k(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Return the indices of the `k` largest scores, best first; among equals the lower index first.

    Args:
        scores: (n,)
        k: at most n.
    """
    columns = len(scores) // ROWS
    whole = ROWS * columns
    grid = scores[:whole].reshape(ROWS, columns)  # a group is a column: the maximum of all runs along memory
    if k >= columns:
        candidates = np.arange(len(scores))
    else:
        maxima = grid.max(axis=0)
        # at least k scores reach the k-th largest maximum, so nothing below it can be among the k best
        threshold = np.partition(maxima, -k)[-k]
        chosen = np.flatnonzero(maxima >= threshold)
        inside = (np.arange(ROWS)[:, None] * columns + chosen).ravel()
        inside = np.concatenate((inside, np.arange(whole, len(scores))))
        candidates = inside[scores[inside] >= threshold]
    order = np.lexsort((candidates, -scores[candidates]))
    best: NDArray[np.int64] = candidates[order[:k]]
    return best
