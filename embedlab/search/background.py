"""Embedding many texts outside the process that answers visitors."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from embedlab.search.building import cut_texts, embed_chunks
from embedlab.search.chunks import Chunking

__all__ = ["embed_in_sandbox", "embed_in_worker", "embed_texts"]

MEMORY = 1_500 << 20
REMEDY = "the pages that need it embed their documents themselves"


def embed_in_worker(
    texts: Sequence[str], chunking: Chunking, model: str, *, watch: Callable[[float], object]
) -> NDArray[np.float32]:
    """Return the vectors of all chunks, (chunks, dim), with the encoder loaded for this once."""
    from embedlab.context import load_encoder

    encoder = load_encoder(model)
    return embed_chunks(texts, cut_texts(texts, encoder, chunking), encoder, watch=watch)


def embed_texts(texts: list[str], size: int, overlap: int, unit: str, model: str) -> NDArray[np.float32]:
    """Return the vectors of all chunks: a task of a sandbox; size 0 leaves the texts whole."""
    return embed_in_worker(texts, Chunking(size or None, overlap, unit), model, watch=bool)


def embed_in_sandbox(
    texts: Sequence[str], chunking: Chunking, model: str, *, seconds: float
) -> NDArray[np.float32]:
    """Return the vectors of all chunks, computed in a process of low priority that ends with it.

    Raises:
        EmbedLabError: it took too long, or the process could not be started.
    """
    from embedlab.processes import Sandbox

    with Sandbox("Embedding the documents", remedy=REMEDY, memory=MEMORY) as sandbox:
        vectors: NDArray[np.float32] = sandbox.ask(
            "embedlab.search.background:embed_texts",
            seconds=seconds,
            texts=list(texts),
            size=chunking.size or 0,
            overlap=chunking.overlap,
            unit=chunking.unit,
            model=model,
        )
    return vectors
