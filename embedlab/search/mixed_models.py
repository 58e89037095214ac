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
from embedlab.search.building import build_search_index, cut_texts, index_key
from embedlab.search.evaluation import evaluate_search
from embedlab.search.index import SearchIndex
from embedlab.search.storage import IndexStore
from embedlab.texts import Collection
from embedlab.tokens.chunks import Chunking

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
    """Return how well a search does whose documents and labeled queries come from one model, or from two."""
    texts, key = collection.texts, index_key(collection.texts, encoder, chunking)
    noise = np.random.default_rng(0).standard_normal((encoder.dim, encoder.dim))
    rotation = np.linalg.qr(noise)[0].astype(np.float32)

    def by_each_model(vectors: NDArray[np.float32], words: list[str]) -> dict[str, NDArray[np.float32]]:
        table_mean = mean_input_vectors(encoder, words)
        return {encoder.name: vectors, TABLE_MEAN: table_mean, ROTATED: vectors @ rotation}

    index = build_search_index(texts, encoder, chunking=chunking)
    words = [index.chunk_text(row) for row in range(len(index.chunks))]
    queries = [query.text for query in collection.answered]
    chunks = cut_texts(texts, encoder, chunking)
    indexes = {
        name: SearchIndex(texts, chunks, vectors, encoder, key=content_key(key, name))
        for name, vectors in by_each_model(index.vectors, words).items()
    }
    recalls = {}
    for asker, vectors in by_each_model(encoder.embed(queries), queries).items():
        for maker, each in indexes.items():
            result = evaluate_search(
                each, queries, collection.relevant, k, modes=("meaning",), vectors=vectors
            )
            recalls[maker, asker] = result.recall["meaning"]
    keys = {
        "nothing": key,
        "one letter of one document": index_key(("X" + texts[0][1:], *texts[1:]), encoder, chunking),
        "one token more a chunk": index_key(texts, encoder, Chunking((chunking.size or 128) + 1)),
        "the model": indexes[TABLE_MEAN].key,
    }
    is_refused = _is_refused(indexes[TABLE_MEAN], key, encoder)
    return MixedModels(recalls, min(1.0, k / len(texts)), keys, is_refused)


def _is_refused(index: SearchIndex, key: str, encoder: Encoder) -> bool:
    """Whether a store rejects the table of an index that somebody put under another key."""
    with TemporaryDirectory(prefix="embedlab-mixed-") as folder:
        store = IndexStore(Path(folder))
        if path := store.keep(index).path:
            shutil.copytree(path, Path(path).with_name(key))
        return store.read(key, encoder) is None
