"""Where a share that was measured on a sample lies."""

from __future__ import annotations

__all__ = ["score_interval"]


def score_interval(right: int, total: int) -> tuple[float, float]:
    """Return where a share lies with 95% confidence (Wilson 1927).

    >>> tuple(round(bound, 3) for bound in score_interval(8, 10))
    (0.49, 0.943)
    """
    from scipy.stats import binomtest

    bounds = binomtest(right, total).proportion_ci(method="wilson")
    return float(bounds.low), float(bounds.high)
