"""Loading what the pages need before anyone waits for it, in a thread beside the server.

The stages run in the order in which the pages need them. A page asks `is_ready("encoder")` and, while the
answer is no, shows what it has and looks again; the first page waits for nothing. At the end Python's
garbage collector is told to leave all that was loaded alone (`gc.freeze`), or every collection would walk
a million objects of torch and scikit-learn.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

__all__ = ["freeze", "is_ready", "is_warm", "loading", "start", "stop", "visit"]

LOG = logging.getLogger("embedlab")

GRACE = 0.4  # seconds between the start of the server and that of the warm-up
PATIENCE = 2.0  # seconds that the warm-up waits at most, before each stage, for pages that are being drawn

WORKERS_SECONDS = 120.0  # that the warm-up waits for the worker processes at most

_finished: set[str] = set()
_visits = 0  # pages being drawn at this moment
_quiet = threading.Condition()
_started = threading.Event()
_warm = threading.Event()


def start() -> None:
    """Begin the warm-up in a thread of its own; a second call does nothing."""
    if not _started.is_set():
        _started.set()
        threading.Thread(target=_run, name="warm-up", daemon=True).start()


def stop() -> None:
    """End the worker processes, if there are any."""
    fits = sys.modules.get("ui.fits")
    if fits is not None:
        fits.end()


def is_warm() -> bool:
    """Whether every stage has been run."""
    return _warm.is_set()


def is_ready(stage: str) -> bool:
    """Whether a page may use `stage` without waiting for the warm-up.

    Where no warm-up runs (a test, a bare `streamlit run ui/main.py`), a page loads what it needs itself.
    """
    return not _started.is_set() or _warm.is_set() or stage in _finished


def freeze() -> None:
    """Collect garbage, return it to the system, and exempt all that is left from later collections."""
    gc.collect()
    with suppress(OSError, AttributeError, TypeError):  # glibc only
        ctypes.CDLL(None).malloc_trim(0)
    gc.freeze()


@contextmanager
def visit() -> Iterator[None]:
    """Let the warm-up wait, for a moment, while a page is being drawn: Python runs one of them at a time."""
    global _visits  # noqa: PLW0603  (a counter of the process, under its lock)
    if _warm.is_set():
        yield
        return
    with _quiet:
        _visits += 1
    try:
        yield
    finally:
        with _quiet:
            _visits -= 1
            _quiet.notify_all()


@contextmanager
def loading() -> Iterator[None]:
    """Freeze after a model was loaded once the warm-up is over; during it, the warm-up does that."""
    yield
    if _warm.is_set():
        freeze()


def _run() -> None:
    begun = time.perf_counter()
    time.sleep(GRACE)  # whoever waits for the server to start gets the first page before the imports begin
    for stage, load in STAGES.items():
        with _quiet:
            _quiet.wait_for(lambda: _visits == 0, timeout=PATIENCE)
        try:
            load()
        except (
            Exception
        ):  # a page that needs this stage will say what is wrong; the others must still warm up
            LOG.exception("The warm-up of %s failed", stage)
        _finished.add(stage)
    freeze()
    _warm.set()
    LOG.info("Warm after %.1f s", time.perf_counter() - begun)


def _warm_tokens() -> None:
    from ui import cache

    for name in ("all-MiniLM-L6-v2", "gpt2"):
        cache.tokenizer(name)


def _warm_vectors() -> None:
    from ui import cache

    vectors = cache.word_vectors("glove-6b-50d")
    vectors.neighbors("king", 1)


def _warm_encoder() -> None:
    from ui import cache

    cache.encoder("all-MiniLM-L6-v2").encode(["warm"])


def _warm_context() -> None:
    from ui.context import view

    view.anisotropy()  # sends the bundled sentences through the encoder


def _warm_space() -> None:
    """Wait for the worker processes, which warm themselves, and load what the page computes at once."""
    import numpy as np

    import embedlab
    from ui import fits

    matrix = np.random.default_rng(0).normal(size=(20, 8))  # only to load the library; never shown
    projection = embedlab.project(matrix, method="pca")
    embedlab.projection_quality(matrix, projection.coordinates, k=3)
    deadline = time.monotonic() + WORKERS_SECONDS
    while not fits.pool().is_warm and time.monotonic() < deadline:
        time.sleep(0.1)


# in the order in which the pages need them; the other tokenizers (150 MB) wait until somebody chooses one
STAGES: dict[str, Callable[[], None]] = {
    "tokens": _warm_tokens,
    "vectors": _warm_vectors,
    "encoder": _warm_encoder,
    "context": _warm_context,
    "space": _warm_space,
}
