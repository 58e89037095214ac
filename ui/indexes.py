"""Search indexes: read from the disk, built at once where that is quick, else in a worker process."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from embedlab import search
from embedlab.models.disk import alone, cache_folder
from embedlab.search import Chunk, Chunking, IndexStore, SearchIndex
from embedlab.search.building import embed_in_worker
from embedlab.texts import Collection, make_collection
from ui import fit_kinds
from ui.cache import cached
from ui.models import ENCODER, encoder, vector_cache
from ui.work import Work

__all__ = ["as_documents", "embed_ahead", "find_index", "is_short", "prepare_vectors", "ready_index"]

QUICK = 20_000  # characters that are embedded while the page waits
SPEED = 25_000  # characters a second of a worker, before it was measured
DEADLINE = 1_200.0  # seconds, on a busy machine
VECTORS = fit_kinds.records(doing="Embedding", seconds=DEADLINE)

_store = cache(IndexStore)  # on the disk


def is_short(texts: Sequence[str]) -> bool:
    """Whether texts are embedded while the page waits."""
    return sum(map(len, texts)) <= QUICK


def find_index(documents: Collection, chunking: Chunking, *, place: str) -> SearchIndex | None:
    """Return an index; None while a worker is making it, and its progress is on the page.

    Raises:
        EmbedLabError: it cannot be made.
    """
    with contextlib.suppress(LookupError):
        return ready_index(documents, chunking)
    result = _work(documents, chunking).offer("Embed the documents", place=place, automatic=True)
    return None if result is None else ready_index(documents, chunking)


def ready_index(documents: Collection, chunking: Chunking) -> SearchIndex:
    """Return an index that is there already, or that is made quickly.

    Raises:
        LookupError: it is not there, and its documents are long.
    """
    return _ready(documents.without_queries, chunking)


def _build(documents: Collection, chunking: Chunking) -> SearchIndex:
    def embed(texts: Sequence[str], chunks: Sequence[Sequence[Chunk]]) -> NDArray[np.float32]:
        if made := _work(documents, chunking).find():
            vectors: NDArray[np.float32] = made.result
            return vectors
        if not is_short(texts):
            raise LookupError(documents.name)
        return search.embed_chunks(texts, chunks, encoder(ENCODER), bulk=False)  # visitors share it

    return search.build_search_index(
        documents.texts, encoder(ENCODER), chunking=chunking, store=_store(), embed=embed
    )


_ready = cached(entries=24)(_build)


def prepare_vectors(texts: Sequence[str]) -> bool:
    """Return whether the shared cache has vectors of texts, or gets them at once; else a worker makes them.

    Raises:
        EmbedLabError: they cannot be made.
    """
    missing = vector_cache().missing(texts)
    if not is_short(missing):
        index = find_index(as_documents(missing), Chunking(), place="vectors")
        if index is None:
            return False
        vector_cache().add(dict(zip(missing, index.vectors, strict=True)))
    return True


def as_documents(texts: Sequence[str]) -> Collection:
    """Return texts as documents of an index, one vector each."""
    return make_collection("texts", texts, texts)


def embed_ahead(wanted: Iterable[tuple[Collection, Chunking]]) -> None:
    """Embed documents in ways that a visitor can choose, where that was not done on this machine.

    One process of a machine is at it at a time. The others wait and then do what is missing: the first may
    have been stopped. Without a folder for the results there is nothing to do.

    Raises:
        EmbedLabError: it failed, or visitors keep the workers busy.
    """
    with alone(cache_folder(), wait=True) as has_folder:
        for documents, chunking in wanted if has_folder else ():
            if _store().path_of(_key(documents, chunking)) is None:
                _work(documents, chunking).run_ahead()
                _build(documents, chunking)


def _work(documents: Collection, chunking: Chunking) -> Work:
    expected = sum(map(len, documents.texts)) / SPEED
    values = (list(documents.texts), chunking, ENCODER)
    return Work(_key(documents, chunking), embed_in_worker, values, expected, VECTORS)


def _key(documents: Collection, chunking: Chunking) -> str:
    return search.index_key(documents.texts, encoder(ENCODER), chunking)
