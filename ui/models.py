"""The models that the pages use, loaded once a process and shared by all visitors."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import embedlab
from embedlab import settings
from embedlab.context.hub_encoder import load_commit
from embedlab.context.vector_cache import VectorCache
from embedlab.processes import Sandbox
from embedlab.vectors.added_tables import added_stamp
from ui import memory
from ui.cache import cached

__all__ = [
    "DECODER",
    "ENCODER",
    "WORD_VECTORS",
    "TokenizerFile",
    "encoder",
    "input_tables",
    "input_words",
    "other_encoder",
    "own_tokenizer",
    "position_table",
    "tokenizer",
    "vector_cache",
    "word_vectors",
]

ENCODER = "all-MiniLM-L6-v2"
WORD_VECTORS = "glove-6b-50d"
DECODER = "smollm2-135m"

_others: dict[tuple[str, str], embedlab.context.Encoder] = {}  # the newest last
_others_lock = threading.Lock()  # of the dict, for a moment
_others_load = threading.Lock()  # of a load


@dataclass(frozen=True)
class TokenizerFile:
    """A `tokenizer.json` of a visitor, told apart by its content."""

    name: str
    key: str  # SHA-256 of name and content
    content: bytes
    begun: Callable[[Sandbox], object] | None = None  # is given the sandbox that loads it


@cached(entries=1)
def vector_cache() -> VectorCache:
    """Return the encoder's vectors of texts that all visitors share."""
    return VectorCache(encoder(ENCODER))


@cached(entries=16)
def tokenizer(name: str) -> embedlab.tokens.Tokenizer:
    """Return a tokenizer of the catalog."""
    with memory.load_model():
        return embedlab.load_tokenizer(name)


@cached(entries=6, seconds=3_600)
def own_tokenizer(file: TokenizerFile) -> embedlab.tokens.Tokenizer:
    """Return a tokenizer that a visitor brought along."""
    return embedlab.tokens.read_tokenizer(file.content, name=file.name, begun=file.begun)


def word_vectors(name: str) -> embedlab.vectors.WordVectors:
    """Return a table of word vectors: of the catalog, or added by the operator."""
    return _word_vectors(name, added_stamp(name))


@cached(entries=4)
def _word_vectors(name: str, stamp: str) -> embedlab.vectors.WordVectors:
    del stamp  # another table of the same name has another one
    with memory.load_model():
        return embedlab.load_word_vectors(name)


@cached(entries=4)
def encoder(name: str) -> embedlab.context.Encoder:
    """Return an encoder of the catalog."""
    with memory.load_model():
        return embedlab.load_encoder(name, tokenizer=tokenizer(name))


def other_encoder(repository: str, commit: str) -> embedlab.context.Encoder:
    """Return a decoder of the catalog (no commit), or an encoder of the hub that was downloaded before.

    A setting says how many are cached, each up to a gigabyte. The least recently used is evicted before one
    more is loaded; callers still using it keep their reference. One is loaded at a time.
    """
    key = (repository, commit)
    if (model := _cached_encoder(key)) is not None:
        return model
    with _others_load:
        if (model := _cached_encoder(key)) is not None:  # another visitor loaded it meanwhile
            return model
        if _evict_encoders():
            memory.release()  # before the next one comes
        model = load_commit(repository, commit) if commit else embedlab.load_decoder(repository)
        with _others_lock:
            _others[key] = model
        return model


def _cached_encoder(key: tuple[str, str]) -> embedlab.context.Encoder | None:
    with _others_lock:
        if key in _others:
            _others[key] = _others.pop(key)  # the most recently used
        return _others.get(key)


def _evict_encoders() -> bool:
    """Make room for one model; returns whether one had to go."""
    with _others_lock:
        surplus = list(_others)[: len(_others) + 1 - settings.MODELS_IN_MEMORY.value()]
        for key in surplus:
            del _others[key]
    return bool(surplus)


@cached(entries=2)
def input_words(name: str) -> embedlab.vectors.WordVectors:
    """Return the whole words of an encoder's input table as word vectors."""
    return embedlab.context.input_word_vectors(encoder(name))


@cached(entries=4)
def position_table(name: str) -> NDArray[np.float32]:
    """Return the learned positions of an encoder of the catalog."""
    return embedlab.load_position_table(name)


@cached(entries=2)
def input_tables(name: str) -> embedlab.positional.InputTables:
    """Return what an encoder of the catalog adds to its token vectors."""
    return embedlab.positional.load_input_tables(name)
