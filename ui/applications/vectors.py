"""Vectors of labeled texts: kept by content for all visitors, made ahead, or made by a worker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embedlab.applications import LabeledTexts
from embedlab.search import Chunking
from embedlab.texts import Collection, make_collection
from ui import indexes
from ui.cache import cached
from ui.models import vector_cache

__all__ = ["as_documents", "prepare", "vectors_of"]


def as_documents(texts: Sequence[str]) -> Collection:
    """Return texts as documents of an index, one vector each."""
    return make_collection("labeled", texts, texts)


def prepare(*collections: LabeledTexts) -> bool:
    """Return whether all vectors are there, or quickly made; else a worker makes them, seen on the page."""
    for data in collections:
        missing = vector_cache().missing(data.texts)
        if not indexes.is_short(missing):
            index = indexes.find_index(as_documents(missing), Chunking(), place="labeled")
            if index is None:
                return False
            vector_cache().add(dict(zip(missing, index.vectors, strict=True)))
    return True


@cached(entries=16)
def vectors_of(data: LabeledTexts) -> NDArray[np.float32]:
    """Return the vectors of labeled texts, (n, dim); only those of new texts are computed."""
    return vector_cache().embed(data.texts)
