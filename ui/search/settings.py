"""The documents of the search page, and the ways to cut them that are embedded ahead."""

from __future__ import annotations

from collections.abc import Iterator

from embedlab.search import Chunking
from embedlab.texts import COLLECTIONS, Collection, load_collection
from ui.search.examples import FAQ, OWN, PYTHON, SOTU, TICKETS

__all__ = ["CHUNKINGS", "DOCUMENTS", "FIRST", "OWN", "YOURS", "ahead"]

DOCUMENTS = {FAQ: "faq", PYTHON: "python-topics", TICKETS: "tickets", SOTU: "sotu"}  # control -> collection
YOURS = "your own"  # the name of such a collection
CHUNKINGS = {  # those that are embedded ahead; control -> how documents are cut
    "128 tokens": Chunking(128),
    "128 tokens, 32 shared": Chunking(128, 32),
    "64 tokens": Chunking(64),
    "32 tokens": Chunking(32),
    "256 tokens": Chunking(256),
    "3 sentences": Chunking(3, unit="sentences"),
    "1 paragraph": Chunking(1, unit="paragraphs"),
    "whole documents": Chunking(),
}
FIRST, *_, WHOLE = CHUNKINGS
MOST = 500_000  # characters of documents that are embedded ahead in every way to cut


def ahead() -> Iterator[tuple[Collection, Chunking]]:
    """Yield what is embedded before a visitor asks; long documents only in the first way to cut, and whole."""
    for cut, chunking in CHUNKINGS.items():
        for documents in map(load_collection, COLLECTIONS):
            if cut in {FIRST, WHOLE} or sum(map(len, documents.texts)) <= MOST:
                yield documents, chunking
