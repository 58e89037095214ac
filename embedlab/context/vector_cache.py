"""Vectors of texts, kept: each under a key of all that decides it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from embedlab.content_key import content_key
from embedlab.context.encoder import Encoder

__all__ = ["VectorCache", "encoder_key"]

ENTRIES = 20_000  # vectors: 30 MB
SAMPLE = 256  # numbers of each parameter in the key of a model


def encoder_key(encoder: Encoder) -> str:
    """Return a key of what decides a vector: name, size, window, pooling and a sample of all weights.

    Two models of one size differ in their weights, perhaps only in those of the last layers: their vectors
    must never meet in one table.
    """
    weights = [each.detach().numpy().ravel() for each in encoder.model.parameters()]
    sample = np.concatenate([each[:: max(1, len(each) // SAMPLE)] for each in weights])
    return content_key("encoder", encoder.name, encoder.dim, encoder.bulk_window, "mean", "unit", sample)


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
