"""How long a fit will take: an estimate from the number of points, scaled by what this machine has shown.

The constants were measured on one core (see benchmarks/README.md); `Stopwatch` corrects them by the fits that
were timed since, so that the estimate is right on a slower machine after the first of them.
"""

from __future__ import annotations

import threading
from collections import deque

from embedlab.space.tsne import EXAGGERATED, ITERATIONS, WARM_ITERATIONS
from embedlab.space.umap_layout import EPOCHS, EPOCHS_OF_MANY, MANY, WARM_SHARE

__all__ = ["Stopwatch", "expected_seconds"]

REMEMBERED = 9  # fits


def expected_seconds(
    method: str, points: int, dim: int, *, n_neighbors: float = 15, warm: bool = False
) -> float:
    """Return about how many seconds a fit takes on one core.

    Args:
        method: "pca", "tsne" or "umap".
        points: rows.
        dim: columns.
        n_neighbors: of UMAP, or three times the perplexity of t-SNE: the neighbors that attract each point.
        warm: it starts from a former map.
    """
    search = points**2 * (dim + 60) * 4e-11  # all pairs, for the neighbors and for the quality
    judging = min(points, 2_000) ** 2 * 2e-7
    if method == "tsne":
        iterations = WARM_ITERATIONS if warm else EXAGGERATED + ITERATIONS
        each = (1.6e-6 + 1.2e-8 * n_neighbors) * points if points < 10_000 else 0.02 + 1.4e-6 * points
        return 0.05 + search + judging + iterations * each
    if method == "umap":
        epochs = (EPOCHS if points <= MANY else EPOCHS_OF_MANY) * (WARM_SHARE if warm else 1)
        return 0.15 + search + judging + epochs * points * n_neighbors * 9e-8
    return 0.02 + search + judging


class Stopwatch:
    """Compares estimates with what fits took. Safe to share between threads."""

    def __init__(self) -> None:
        self._ratios: deque[float] = deque(maxlen=REMEMBERED)
        self._lock = threading.Lock()

    def note(self, expected: float, taken: float) -> None:
        """Remember a fit."""
        with self._lock:
            self._ratios.append(max(taken, 1e-3) / max(expected, 1e-3))

    def correct(self, expected: float) -> float:
        """Return an estimate corrected by the median of the fits that were noted."""
        with self._lock:
            ratios = sorted(self._ratios)
        return expected * (ratios[len(ratios) // 2] if ratios else 1.0)
