"""What the models that guess the next letter or word share: their batches, and what guessing costs alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Baselines", "count_baselines", "random_places", "windows"]

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Baselines:
    """What guessing costs on held-out text without any vectors, in nats per sign."""

    uniform: float  # every sign alike
    unigram: float  # how often each sign is
    bigram: float  # how often it follows the last one


def count_baselines(train: Ids, held_out: Ids, size: int, *, context: int = 1) -> Baselines:
    """Return what guessing from counts costs.

    Each count has one added; a sign after another is mixed with its own share, the more so the more different
    signs have followed (Witten and Bell 1991), so that nothing is impossible.

    Args:
        train: (n,) ids that are counted.
        held_out: (m,) ids that are guessed, those after the first `context`.
        size: different ids.
        context: signs that the model sees.
    """
    counts = np.bincount(train, minlength=size) + 1
    shares = counts / counts.sum()
    pairs, times = np.unique(train[:-1] * size + train[1:], return_counts=True)
    followers = np.bincount(pairs // size, minlength=size) + 1  # different ones
    before, targets = held_out[context - 1 : -1], held_out[context:]
    row = np.minimum(np.searchsorted(pairs, before * size + targets), len(pairs) - 1)
    seen = np.where(pairs[row] == before * size + targets, times[row], 0)
    total = np.bincount(train[:-1], minlength=size) + followers
    mixed = (seen + followers[before] * shares[targets]) / total[before]
    return Baselines(float(np.log(size)), *(float(-np.log(each).mean()) for each in (shares[targets], mixed)))


def windows(ids: Ids, context: int) -> Ids:
    """Return `context` signs and the next one for every place, (n, context + 1)."""
    return np.lib.stride_tricks.sliding_window_view(ids, context + 1)


def random_places(places: int, shape: tuple[int, int], *, random_state: int = 0) -> Ids:
    """Return the places of the text that each step trains on, (steps, batch); its own stream of numbers."""
    return np.random.default_rng([random_state, 1]).integers(0, places, shape)
