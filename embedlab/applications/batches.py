"""What batches and a cache save: texts embedded in batches of several sizes, and again with vectors kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from embedlab.content_key import content_key
from embedlab.context import Encoder, load_encoder
from embedlab.context.forward import Forward
from embedlab.cosine import unit_rows
from embedlab.search import encoder_key
from embedlab.timing import fastest

__all__ = ["BatchSpeeds", "VectorCache", "measure_batches"]

ENTRIES = 20_000  # vectors: 30 MB
SIZES = (1, 4, 16, 32)
TOKENS = 800  # of the texts that are measured, about
THREADS = (1, 2)
RUNS = 2
ORDERS = ("sorted by length", "as they come")


class VectorCache:
    """Vectors of texts, each under a key of all that decides it. The least recently used go first.

    The key holds the text and `encoder_key`: model, weights, window, pooling and normalization. A cache by
    text alone would hand out vectors of another model, which have the same shape and another meaning.
    """

    def __init__(self, encoder: Encoder, *, entries: int = ENTRIES) -> None:
        self.encoder = encoder
        self.lookups = self.hits = 0
        self._made_by = encoder_key(encoder)
        self._lock = threading.Lock()
        self._vectors: LRUCache[str, NDArray[np.float32]] = LRUCache(entries)

    def missing(self, texts: Sequence[str]) -> list[str]:
        """Return the texts that have no vector yet, each once."""
        with self._lock:
            return [text for text in dict.fromkeys(texts) if self._key(text) not in self._vectors]

    def add(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors that were made elsewhere: text -> (dim,)."""
        with self._lock:
            self._vectors.update({self._key(text): vector for text, vector in vectors.items()})

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of texts, (n, dim); only those that are missing are computed.

        Raises:
            InvalidInputError: there is no text, or one with nothing in it.
        """
        with self._lock:
            entries = {text: self._vectors.get(self._key(text)) for text in texts}
            missing = [text for text, vector in entries.items() if vector is None]
            self.lookups += len(texts)
            self.hits += sum(entries[text] is not None for text in texts)
        if missing or not texts:
            made = dict(zip(missing, self.encoder.embed(missing), strict=True))
            self.add(made)
            entries |= made
        return np.array([entries[text] for text in texts], dtype=np.float32)

    def _key(self, text: str) -> str:
        return content_key(self._made_by, text)


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

    Args:
        texts: one or more; as many as have about 800 tokens are embedded, evenly spaced.
        model: name of an encoder, which is loaded.
        watch: called with the share that is done.
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
