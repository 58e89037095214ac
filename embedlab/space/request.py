"""What every method of drawing a map gets; what it gives back is a `Projection`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["METRICS", "WARM", "Request", "frame_steps"]

METRICS = ("cosine", "euclidean")
WARM = "a former map"  # the `init` of a map that grew out of another one


@dataclass(frozen=True)
class Request:
    """A question to a method, checked."""

    points: NDArray[np.float32]  # (n, dim)
    n_components: int = 2
    random_state: int = 0
    metric: str = "cosine"
    start: NDArray[np.float32] | None = None  # (n, n_components) a map to start from
    frames: int = 0  # states to keep on the way
    watch: Callable[[float], object] | None = None

    def tell(self, share: float) -> None:
        """Say how much is done; whoever watches may raise to end the fit."""
        if self.watch is not None:
            self.watch(min(max(float(share), 0.0), 1.0))

    def watching(self, low: float, high: float) -> Callable[[float], object] | None:
        """Return a watcher of one part of the work, None where nobody watches."""
        return None if self.watch is None else (lambda share: self.tell(low + (high - low) * share))


def frame_steps(total: int, frames: int) -> list[int]:
    """Return the steps after which a state is kept: dense at first, where most happens; the last included.

    >>> frame_steps(100, 4)
    [7, 27, 58, 100]
    """
    if not frames:
        return []
    shares = (np.arange(1, frames + 1) / frames) ** 1.9
    return sorted({max(1, round(share * total)) for share in shares})
