"""The indexes of the page: read from the disk, built at once where that is quick, else in a worker process."""

from __future__ import annotations

import contextlib
from functools import cache

from embedlab import search
from embedlab.models.disk import cache_folder
from embedlab.search import COLLECTIONS, Chunking, Collection, IndexStore, SearchIndex, load_collection
from embedlab.search.background import alone, embed_in_sandbox, embed_in_worker
from ui import fit_kinds, fits
from ui.cache import cached
from ui.models import ENCODER, encoder
from ui.search.settings import CHUNKINGS, FIRST

__all__ = ["embed_ahead", "find_index", "index_now", "ready_index", "store", "warm"]

QUICK = 20_000  # characters that are embedded while the page waits
SPEED = 25_000  # characters a second of a worker, before it was measured


VECTORS = fit_kinds.records(doing="Embedding")


@cache
def store() -> IndexStore:
    """Return the indexes on the disk."""
    return IndexStore()


def find_index(documents: Collection, chunking: Chunking, *, place: str) -> SearchIndex | None:
    """Return an index; None while a worker is making it, and its progress is on the page.

    Raises:
        EmbedLabError: it cannot be made.
    """
    with contextlib.suppress(LookupError):
        return ready_index(documents, chunking)
    key = search.index_key(documents.texts, encoder(ENCODER), chunking)
    vectors = fits.offer(
        key,
        embed_in_worker,
        list(documents.texts),
        chunking,
        ENCODER,
        expected=sum(map(len, documents.texts)) / SPEED,
        label="Embed the documents",
        automatic=True,
        place=place,
        kind=VECTORS,
    )
    return None if vectors is None else ready_index(documents, chunking)


def ready_index(documents: Collection, chunking: Chunking) -> SearchIndex:
    """Return an index that is there already, or that is made quickly.

    Raises:
        LookupError: it is not there, and its documents are long.
    """
    return _ready(documents.without_queries, chunking)


@cached(entries=24)
def _ready(documents: Collection, chunking: Chunking) -> SearchIndex:
    model = encoder(ENCODER)
    key = search.index_key(documents.texts, model, chunking)
    vectors = store().read(key, model)
    made = fits.find(key, VECTORS) if vectors is None else None
    if made is not None:
        chunks = search.cut_texts(documents.texts, model, chunking)
        return store().keep(SearchIndex(documents.texts, chunks, made, model, key=key))
    if vectors is None and sum(map(len, documents.texts)) > QUICK:
        raise LookupError(documents.name)
    return index_now(documents, chunking)


def index_now(documents: Collection, chunking: Chunking) -> SearchIndex:
    """Return an index, whatever time that takes: for the warm-up."""
    return search.build_search_index(documents.texts, encoder(ENCODER), chunking=chunking, store=store())


def warm() -> None:
    """Embed the short documents before anyone visits the page."""
    for documents in map(load_collection, COLLECTIONS):
        if sum(map(len, documents.texts)) <= QUICK:
            index_now(documents, CHUNKINGS[FIRST])


def embed_ahead(*others: Collection) -> None:
    """Embed documents in the ways that a visitor can choose, where that was not done on this machine.

    Args:
        others: documents of other pages, which are not cut; they come first.

    Raises:
        EmbedLabError: a process could not be started, or took too long.
    """
    with alone(cache_folder()) as first:
        if first:
            for documents in others:
                _embed(documents, Chunking())
            for documents in map(load_collection, COLLECTIONS):
                for chunking in CHUNKINGS.values() if documents.queries else (CHUNKINGS[FIRST],):
                    _embed(documents, chunking)


def _embed(documents: Collection, chunking: Chunking) -> None:
    model = encoder(ENCODER)
    key = search.index_key(documents.texts, model, chunking)
    if store().path_of(key) is None:
        chunks = search.cut_texts(documents.texts, model, chunking)
        vectors = embed_in_sandbox(documents.texts, chunks, ENCODER)
        store().keep(SearchIndex(documents.texts, chunks, vectors, model, key=key))
