"""Scores as shares: the softmax of attention and of the next token."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["softmax"]


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each row of scores, (…, n), as positive shares that sum to 1; a score of −∞ gets 0."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))
