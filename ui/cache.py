"""Every cache of the app. Models are loaded once a process; results and figures are kept by content.

What is returned is shared by all visitors and must not be changed. Results are keyed by one SHA-256 of
their inputs, never by the inputs themselves: Streamlit hashes large arguments from a sample.
"""

from __future__ import annotations

import gc
import hashlib
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab.context.hub_encoder import load_commit
from ui import warm_up

__all__ = [
    "encoder",
    "input_tables",
    "input_words",
    "kept",
    "other_encoder",
    "own_tokenizer",
    "position_table",
    "tokenizer",
    "word_vectors",
]

OTHERS = 2  # models besides the bundled one
RESULTS = 64  # of each kind kept

_others: dict[tuple[str, str], embedlab.context.Encoder] = {}  # the newest last
_others_lock = threading.Lock()  # of the dict, for a moment
_others_load = threading.Lock()  # of a load

P = ParamSpec("P")
T = TypeVar("T")


@st.cache_resource(show_spinner=False, max_entries=16)
def tokenizer(name: str) -> embedlab.tokens.Tokenizer:
    """Return a tokenizer of the catalog."""
    with warm_up.loading():
        return embedlab.load_tokenizer(name)


@st.cache_resource(show_spinner=False, max_entries=6, ttl=3_600)
def own_tokenizer(name: str, sha256: str, _content: bytes) -> embedlab.tokens.Tokenizer:
    """Return a tokenizer that a visitor brought along."""
    return embedlab.tokens.read_tokenizer(_content, name=name)


@st.cache_resource(show_spinner=False, max_entries=4)
def word_vectors(name: str) -> embedlab.vectors.WordVectors:
    """Return a table of word vectors of the catalog."""
    with warm_up.loading():
        return embedlab.load_word_vectors(name)


@st.cache_resource(show_spinner=False, max_entries=4)
def encoder(name: str) -> embedlab.context.Encoder:
    """Return an encoder of the catalog."""
    with warm_up.loading():
        return embedlab.load_encoder(name, tokenizer=tokenizer(name))


def other_encoder(repository: str, commit: str) -> embedlab.context.Encoder:
    """Return a decoder of the catalog (no commit), or an encoder of the hub that was downloaded before.

    At most `OTHERS` are kept, each up to a gigabyte. The one not asked for the longest is let go before a
    third is loaded; whoever still computes with it keeps it until that is done. One is loaded at a time.
    Nothing is frozen after a load, because visitors could have that done without end.
    """
    key = (repository, commit)
    if (held := _held(key)) is not None:
        return held
    with _others_load:
        if (held := _held(key)) is not None:  # somebody else loaded it meanwhile
            return held
        with _others_lock:
            while len(_others) >= OTHERS:
                _others.pop(next(iter(_others)))
        gc.collect()  # what was let go leaves the memory before the next one comes
        model = load_commit(repository, commit) if commit else embedlab.load_decoder(repository)
        with _others_lock:
            _others[key] = model
        return model


def _held(key: tuple[str, str]) -> embedlab.context.Encoder | None:
    with _others_lock:
        if key in _others:
            _others[key] = _others.pop(key)  # the newest
        return _others.get(key)


@st.cache_resource(show_spinner=False, max_entries=2)
def input_words(name: str) -> embedlab.vectors.WordVectors:
    """Return the whole words of an encoder's input table as word vectors."""
    return embedlab.context.input_word_vectors(encoder(name))


@st.cache_resource(show_spinner=False, max_entries=4)
def position_table(name: str) -> NDArray[np.float32]:
    """Return the learned positions of an encoder of the catalog."""
    return embedlab.load_position_table(name)


@st.cache_resource(show_spinner=False, max_entries=2)
def input_tables(name: str) -> embedlab.positional.InputTables:
    """Return what an encoder of the catalog adds to its token vectors."""
    return embedlab.positional.load_input_tables(name)


def digest(*parts: Any) -> str:
    """Return one key for any number of inputs; the length before each keeps their borders apart."""
    total = hashlib.sha256()
    for part in parts:
        content = repr(part).encode("utf-8", "surrogatepass")
        total.update(f"{len(content)}:".encode())
        total.update(content)
    return total.hexdigest()


def kept(*, entries: int = RESULTS) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the newest results of a function of plain values (text, numbers, tuples), by their content.

    Two visitors who ask the same thing share the answer: the second waits for the first.
    """

    def decorate(compute: Callable[P, T]) -> Callable[P, T]:
        def by_content(key: str, _args: Any, _kwargs: Any) -> T:
            return compute(*_args, **_kwargs)

        by_content.__qualname__ = compute.__qualname__  # Streamlit tells its caches apart by this name
        by_content.__module__ = compute.__module__
        cached = st.cache_resource(show_spinner=False, max_entries=entries)(by_content)

        @wraps(compute)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            return cached(digest(compute.__qualname__, args, sorted(kwargs.items())), args, kwargs)

        return ask

    return decorate
