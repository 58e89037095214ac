"""Building an index: texts are cut, and each chunk gets a vector, unless a store has them already."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from embedlab.content_key import content_key
from embedlab.context import Encoder, load_encoder
from embedlab.context.vector_cache import encoder_key
from embedlab.errors import InvalidInputError
from embedlab.search.index import SearchIndex
from embedlab.search.storage import IndexStore
from embedlab.tokens.chunks import Chunk, Chunking

__all__ = ["build_search_index", "cut_texts", "embed_chunks", "embed_in_worker", "index_key"]

BATCH = 64  # chunks between two reports
VERSION = 1  # of what an index is made of

Watch = Callable[[float], object]
Vectors = NDArray[np.float32]  # (texts, dim)


def index_key(texts: Sequence[str], encoder: Encoder, chunking: Chunking) -> str:
    """Return the key of an index: the texts, how they are cut, the model, and the version of the code."""
    return content_key("search index", VERSION, encoder_key(encoder), chunking, list(texts))


def cut_texts(texts: Sequence[str], encoder: Encoder, chunking: Chunking) -> list[tuple[Chunk, ...]]:
    """Return the chunks of each text."""
    return [chunking.cut(text, encoder.tokenizer) for text in texts]


def embed_chunks(
    texts: Sequence[str],
    chunks: Sequence[Sequence[Chunk]],
    encoder: Encoder,
    *,
    watch: Watch | None = None,
    bulk: bool = True,
) -> Vectors:
    """Return the vectors of all chunks, (chunks, dim), longest first, so that little is padded.

    `watch` is called with the share that is done; `bulk` as in `Encoder.embed`.
    """
    words = [chunk.of(text) for text, each in zip(texts, chunks, strict=True) for chunk in each]
    order = sorted(range(len(words)), key=lambda row: -len(words[row]))
    vectors = np.empty((len(words), encoder.dim), dtype=np.float32)
    done, total = 0, max(1, sum(map(len, words)))
    for first in range(0, len(order), BATCH):
        rows = order[first : first + BATCH]
        batch = [words[row] for row in rows]
        vectors[rows] = encoder.embed(batch, bulk=bulk)
        done += sum(map(len, batch))
        if watch is not None:
            watch(done / total)
    return vectors


def embed_in_worker(texts: Sequence[str], chunking: Chunking, model: str, *, watch: Watch) -> Vectors:
    """Return the vectors of all chunks, (chunks, dim), with the encoder loaded for this once."""
    encoder = load_encoder(model)
    return embed_chunks(texts, cut_texts(texts, encoder, chunking), encoder, watch=watch)


def build_search_index(
    texts: Sequence[str],
    encoder: Encoder,
    *,
    chunking: Chunking | None = None,
    store: IndexStore | None = None,
    watch: Watch | None = None,
    embed: Callable[[Sequence[str], Sequence[Sequence[Chunk]]], Vectors] | None = None,
) -> SearchIndex:
    """Return an index of some texts.

    >>> import embedlab
    >>> encoder = embedlab.load_encoder("all-MiniLM-L6-v2")
    >>> index = embedlab.build_search_index(["The stock went down.", "I'm sad today."], encoder)
    >>> index.search("unhappy").rows.tolist()
    [1, 0]

    Args:
        texts: the documents; one without a word is never found.
        encoder: makes the vectors.
        chunking: how the texts are cut; each is one chunk if None. The model reads at most 256 tokens of a
            chunk.
        store: keeps the index on the disk; an index that was built before is read from there.
        watch: called with the share of the work that is done.
        embed: makes the vectors of all chunks of the texts elsewhere, if not the encoder here.

    Raises:
        InvalidInputError: there is no text, or none with a word.
    """
    if isinstance(texts, str):
        raise TypeError("texts must be a list of texts, not one text; wrap it in a list: [text]")
    if not any(text.strip() for text in texts):
        raise InvalidInputError(f"Among {len(texts)} documents there is none with a word; give at least one.")
    cut = chunking or Chunking()
    chunks = cut_texts(texts, encoder, cut)
    key = index_key(texts, encoder, cut)
    vectors = None if store is None else store.read(key, encoder)
    if store is not None and vectors is not None and len(vectors) == sum(map(len, chunks)):
        index = SearchIndex(texts, chunks, vectors, encoder, key=key)
        index.path = str(store.path_of(key) or "")
        return index
    vectors = embed_chunks(texts, chunks, encoder, watch=watch) if embed is None else embed(texts, chunks)
    index = SearchIndex(texts, chunks, vectors, encoder, key=key)
    return index if store is None else store.keep(index)
