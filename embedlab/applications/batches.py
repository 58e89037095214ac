"""What batches and a cache save: texts embedded in batches of several sizes, and again with vectors kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder, load_encoder
from embedlab.context.forward import Forward
from embedlab.context.vector_cache import VectorCache
from embedlab.cosine import unit_rows
from embedlab.timing import fastest

__all__ = ["BatchSpeeds", "measure_batches"]

SIZES = (1, 4, 16, 32)
TOKENS = 800  # of the texts that are measured, about
THREADS = (1, 2)
RUNS = 2
ORDERS = ("sorted by length", "as they come")


@dataclass(frozen=True)
class BatchSpeeds:
    """Texts embedded in batches, measured once on this machine; and embedded again with a cache."""

    sizes: tuple[int, ...]  # texts of a batch
    texts: int
    speeds: Mapping[str, NDArray[np.float64]]  # "sorted by length, 2 threads" -> (sizes,) texts a second
    middle: int  # texts of the batches whose padding was counted
    padding: Mapping[str, float]  # order -> share of the computed tokens that only fill up these batches
    max_difference: float  # between numbers of vectors made alone and in the largest batch
    cold_seconds: float  # to embed all through an empty cache
    warm_seconds: float  # and again, with one text changed
    hit_rate: float  # of the second time

    @property
    def best(self) -> float:
        """Texts a second in the fastest way."""
        return float(max(speeds.max() for speeds in self.speeds.values()))


def measure_batches(
    texts: Sequence[str], model: str, *, watch: Callable[[float], object] = bool
) -> BatchSpeeds:
    """Embed some of the texts in batches of several sizes, in two orders, with one thread and with two.

    Evenly spaced ones are embedded, as many as have about 800 tokens. The encoder is loaded by its name, and
    `watch` is called with the share that is done.
    """
    import torch

    encoder = load_encoder(model)
    forward = Forward(encoder.model, last_only=True)
    ids = [encoder.tokenizer.encode(text, special_tokens=True).ids for text in texts]
    ids = [each[: encoder.bulk_window - 1] + each[-1:] for each in ids]
    rows = _sample([len(each) for each in ids])
    orders = dict(zip(ORDERS, (sorted(rows, key=lambda row: len(ids[row])), rows), strict=True))
    sizes = (*(size for size in SIZES if size < len(rows)), len(rows))
    ways = [(threads, name, size) for threads in THREADS for name in ORDERS for size in sizes]
    speeds: dict[str, list[float]] = {}
    vectors: dict[int, NDArray[np.float64]] = {}
    before = torch.get_num_threads()
    forward([ids[row] for row in rows[:2]])  # the first pass is slower
    try:
        for number, (threads, name, size) in enumerate(ways, 1):
            torch.set_num_threads(threads)
            order = orders[name]
            batches = [[ids[row] for row in order[at : at + size]] for at in range(0, len(order), size)]
            seconds, made = fastest(partial(_embed, forward, batches), runs=RUNS)
            way = f"{name}, {threads} thread{'s' * (threads > 1)}"
            speeds.setdefault(way, []).append(len(order) / seconds)
            if name == ORDERS[1]:
                vectors[size] = unit_rows([states.mean(axis=0) for states in made])
            watch(number / (len(ways) + 2))
    finally:
        torch.set_num_threads(before)
    middle = sizes[-2:][0]
    padding = {name: _padding([len(ids[row]) for row in order], middle) for name, order in orders.items()}
    difference = float(np.abs(vectors[1] - vectors[sizes[-1]]).max())
    rates = {name: np.array(each) for name, each in speeds.items()}
    cached = _through_cache(encoder, [texts[row] for row in rows])
    return BatchSpeeds(sizes, len(rows), rates, middle, padding, difference, *cached)


def _embed(forward: Forward, batches: Sequence[Sequence[list[int]]]) -> list[NDArray[np.float32]]:
    """Return the hidden states of the last layer of every text, (tokens, dim) each."""
    return [each.hidden_states[0] for batch in batches for each in forward(batch)]


def _sample(lengths: Sequence[int]) -> list[int]:
    """Return evenly spaced rows with about as many tokens as are measured."""
    count = int(np.clip(TOKENS / np.mean(lengths), min(8, len(lengths)), min(SIZES[-1], len(lengths))))
    return list(dict.fromkeys(np.linspace(0, len(lengths) - 1, count).astype(int).tolist()))


def _padding(lengths: Sequence[int], size: int) -> float:
    batches = [lengths[first : first + size] for first in range(0, len(lengths), size)]
    return 1 - sum(lengths) / sum(len(batch) * max(batch) for batch in batches)


def _through_cache(encoder: Encoder, texts: list[str]) -> tuple[float, float, float]:
    """Return the seconds to embed texts, those with one text changed, and the share of hits then."""
    cache = VectorCache(encoder)
    cold, _ = fastest(lambda: cache.embed(texts), runs=1)
    cache.hits = cache.lookups = 0
    warm, _ = fastest(lambda: cache.embed([*texts[:-1], f"{texts[-1]} Thank you."]), runs=1)
    return cold, warm, cache.hits / cache.lookups
