"""Embedding many texts outside the process that answers visitors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder, load_encoder
from embedlab.search.building import cut_texts, embed_chunks
from embedlab.tokens.chunks import Chunk, Chunking

__all__ = ["embed_in_sandbox", "embed_in_worker", "embed_texts"]

MEMORY = 1_500 << 20
SECONDS = 600.0  # for a batch, on a busy machine
REMEDY = "the pages that need it embed their documents themselves"
TASK = "embedlab.search.background:embed_texts"

_encoder = cache(load_encoder)  # of a sandbox


def embed_in_worker(
    texts: Sequence[str], chunking: Chunking, model: str, *, watch: Callable[[float], object]
) -> NDArray[np.float32]:
    """Return the vectors of all chunks, (chunks, dim), with the encoder loaded for this once."""
    encoder = load_encoder(model)
    return embed_chunks(texts, cut_texts(texts, encoder, chunking), encoder, watch=watch)


def embed_texts(texts: list[str], model: str) -> dict[str, NDArray[np.float32]]:
    """Return the vectors of a few texts, (texts, dim), as a task of a sandbox."""
    return {"vectors": _encoder(model).embed(texts, bulk=True)}


def embed_in_sandbox(
    texts: Sequence[str], chunks: Sequence[Sequence[Chunk]], encoder: Encoder
) -> NDArray[np.float32]:
    """Return what `embed_chunks` does, from a process of low priority; `EmbedLabError` where it fails."""
    from embedlab.processes import Sandbox

    with Sandbox("Embedding the documents", remedy=REMEDY, memory=MEMORY) as sandbox:

        def embed(batch: list[str]) -> NDArray[np.float32]:
            answer = sandbox.ask(TASK, seconds=SECONDS, texts=batch, model=encoder.name)
            vectors: NDArray[np.float32] = answer["vectors"]
            return vectors

        return embed_chunks(texts, chunks, encoder, embed=embed)
