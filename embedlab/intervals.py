"""Where a share or a mean that was measured on a sample lies."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["bootstrap_interval", "score_interval"]

DRAWS = 2_000


def bootstrap_interval(
    values: ArrayLike, *, share: float = 0.95, random_state: int = 0
) -> tuple[float, float]:
    """Return where the mean lies in `share` of 2,000 samples of the values, drawn with replacement.

    A percentile bootstrap (Efron 1979).
    """
    numbers: NDArray[np.float64] = np.asarray(values, dtype=np.float64)
    draws = np.random.default_rng(random_state).integers(len(numbers), size=(DRAWS, len(numbers)))
    low, high = np.quantile(numbers[draws].mean(axis=1), [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)


def score_interval(right: int, total: int) -> tuple[float, float]:
    """Return where a share lies with 95% confidence (Wilson 1927).

    >>> tuple(round(bound, 3) for bound in score_interval(8, 10))
    (0.49, 0.943)
    """
    from scipy.stats import binomtest

    bounds = binomtest(right, total).proportion_ci(method="wilson")
    return float(bounds.low), float(bounds.high)
