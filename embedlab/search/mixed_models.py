"""The classic fault of an index: the query by one model, the documents by another of the same width.

Nothing complains, as the numbers of dimensions agree. The other models here have 384 numbers, too: the mean
of MiniLM's input vectors, which is related to its output; and MiniLM after a random rotation, which changes
no cosine within the model, as a second training ends with other axes, and leaves only chance of a mix.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from embedlab.content_key import content_key
from embedlab.context import Encoder
from embedlab.cosine import unit_rows
from embedlab.search.building import cut_texts, embed_chunks, index_key
from embedlab.search.chunks import Chunking
from embedlab.search.collections import Collection
from embedlab.search.evaluation import evaluate_search
from embedlab.search.index import SearchIndex
from embedlab.search.storage import IndexStore

__all__ = ["ROTATED", "TABLE_MEAN", "MixedModels", "mean_input_vectors", "mix_models"]

TABLE_MEAN = "mean of its input table"  # the other model: related to the first
ROTATED = "itself, axes rotated"  # the other model: only chance of a mix is left


@dataclass(frozen=True)
class MixedModels:
    """Recall by the model of the documents and that of the queries, and what the store says of a mix."""

    recalls: dict[tuple[str, str], float]  # (model of the documents, of the queries) -> mean recall at k
    chance: float  # of documents in random order
    keys: dict[str, str]  # what was changed -> the key of the index
    is_refused: bool  # whether the store rejects the other model's table under this model's key


def mean_input_vectors(encoder: Encoder, texts: list[str]) -> NDArray[np.float32]:
    """Return the mean of the input vectors of each text's tokens, length 1, (texts, dim): no context."""
    table = encoder.token_embeddings
    means = [table[encoder.tokenizer.encode(text).ids or [0]].mean(axis=0) for text in texts]
    return unit_rows(np.array(means)).astype(np.float32)


def mix_models(collection: Collection, encoder: Encoder, chunking: Chunking, k: int = 5) -> MixedModels:
    """Return how well a search does whose documents and queries come from one model, or from two.

    Args:
        collection: with labeled queries.
        encoder: the one model; the mean of its input table is the other.
        chunking: how the documents are cut.
        k: hits that count.
    """
    texts = collection.texts
    chunks = cut_texts(texts, encoder, chunking)
    words = [chunk.of(text) for text, each in zip(texts, chunks, strict=True) for chunk in each]
    queries = [query.text for query in collection.answered]
    documents, asked = (
        _by_each_model(encoder, vectors, each)
        for vectors, each in (
            (embed_chunks(texts, chunks, encoder), words),
            (encoder.embed(queries), queries),
        )
    )
    recalls = {}
    for maker, vectors in documents.items():
        index = SearchIndex(texts, chunks, vectors, encoder)
        for asker, each in asked.items():
            result = evaluate_search(index, queries, collection.relevant, k, modes=("meaning",), vectors=each)
            recalls[maker, asker] = result.recall["meaning"]
    key = index_key(texts, encoder, chunking)
    mixed = SearchIndex(texts, chunks, documents[TABLE_MEAN], encoder, key=content_key(key, TABLE_MEAN))
    changed = ("X" + texts[0][1:], *texts[1:])
    keys = {
        "nothing": key,
        "one letter of one document": index_key(changed, encoder, chunking),
        "one token more a chunk": index_key(texts, encoder, Chunking((chunking.size or 128) + 1)),
        "the model": mixed.key,
    }
    return MixedModels(recalls, min(1.0, k / len(texts)), keys, _is_refused(mixed, key, encoder))


def _by_each_model(
    encoder: Encoder, vectors: NDArray[np.float32], texts: list[str]
) -> dict[str, NDArray[np.float32]]:
    """Return the vectors of some texts by the encoder, which are known, and by the other two models."""
    noise = np.random.default_rng(0).standard_normal((encoder.dim, encoder.dim))
    rotation = np.linalg.qr(noise)[0].astype(np.float32)
    return {
        encoder.name: vectors,
        TABLE_MEAN: mean_input_vectors(encoder, texts),
        ROTATED: vectors @ rotation,
    }


def _is_refused(index: SearchIndex, key: str, encoder: Encoder) -> bool:
    """Whether a store rejects the table of an index that somebody put under another key."""
    with TemporaryDirectory(prefix="embedlab-mixed-") as folder:
        store = IndexStore(Path(folder))
        store.write(index)
        path = store.path_of(index.key)
        if path is not None:
            shutil.copytree(path, path.with_name(key))
        return store.read(key, encoder) is None
