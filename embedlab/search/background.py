"""Embedding many texts outside the process that answers visitors."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.search.building import cut_texts, embed_chunks
from embedlab.search.chunks import Chunk, Chunking

__all__ = ["alone", "embed_in_sandbox", "embed_in_worker", "embed_texts"]

MEMORY = 1_500 << 20
BATCH = 16  # chunks of one task
SECONDS = 300.0  # for a batch, on a busy machine
REMEDY = "the pages that need it embed their documents themselves"


def embed_in_worker(
    texts: Sequence[str], chunking: Chunking, model: str, *, watch: Callable[[float], object]
) -> NDArray[np.float32]:
    """Return the vectors of all chunks, (chunks, dim), with the encoder loaded for this once."""
    from embedlab.context import load_encoder

    encoder = load_encoder(model)
    return embed_chunks(texts, cut_texts(texts, encoder, chunking), encoder, watch=watch)


def embed_texts(texts: list[str], model: str) -> dict[str, NDArray[np.float32]]:
    """Return the vectors of a few texts, (texts, dim), as a task of a sandbox."""
    return {"vectors": _encoder(model).embed(texts, bulk=True)}


@cache
def _encoder(model: str) -> Encoder:
    from embedlab.context import load_encoder

    return load_encoder(model)


def embed_in_sandbox(
    texts: Sequence[str], chunks: Sequence[Sequence[Chunk]], model: str
) -> NDArray[np.float32]:
    """Return the vectors of all chunks, computed in a process of low priority that ends with this one.

    Raises:
        EmbedLabError: a batch took too long, or the process could not be started.
    """
    from embedlab.processes import Sandbox

    words = [chunk.of(text) for text, each in zip(texts, chunks, strict=True) for chunk in each]
    order = sorted(range(len(words)), key=lambda row: -len(words[row]))
    parts: list[NDArray[np.float32]] = []
    with Sandbox("Embedding the documents", remedy=REMEDY, memory=MEMORY) as sandbox:
        for first in range(0, len(order), BATCH):
            batch = [words[row] for row in order[first : first + BATCH]]
            answer = sandbox.ask(
                "embedlab.search.background:embed_texts", seconds=SECONDS, texts=batch, model=model
            )
            parts.append(answer["vectors"])
    vectors = np.concatenate(parts)
    return vectors[np.argsort(order)]


@contextlib.contextmanager
def alone(folder: Path | None) -> Iterator[bool]:
    """Yield whether no other process of this machine embeds ahead; the lock ends with the process."""
    try:
        import fcntl
    except ImportError:  # a system without such locks: two may do the same work
        yield True
        return
    if folder is None:
        yield False
        return
    with (folder / "embedding.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
