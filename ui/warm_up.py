"""Loading what the pages need before anyone waits for it, in a thread beside the server.

The stages run in the order in which the pages need them. A page asks `readiness.is_ready("encoder")` and,
while the answer is no, shows what it has and looks again; the first page waits for nothing.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable

from embedlab import settings
from ui import memory, readiness

__all__ = ["start", "stop"]

LOG = logging.getLogger("embedlab")

GRACE = 0.4  # seconds between the start of the server and that of the warm-up
PATIENCE = 2.0  # seconds that the warm-up waits at most, before each stage, for pages that are being drawn

AHEAD_DELAY = 120.0  # seconds: a server that is tried out and stopped begins nothing long
WORKERS_SECONDS = 120.0  # that the warm-up waits for the worker processes at most


def start() -> None:
    """Begin the warm-up in a thread of its own; a second call does nothing."""
    if readiness.begin():
        threading.Thread(target=_run, name="warm-up", daemon=True).start()


def stop() -> None:
    """End the processes of all visitors, if there are any."""
    for name in ("ui.fits", "ui.readings"):
        if (module := sys.modules.get(name)) is not None:
            module.end()


def _run() -> None:
    begun = time.perf_counter()
    time.sleep(GRACE)  # whoever waits for the server to start gets the first page before the imports begin
    for stage, load in STAGES.items():
        readiness.wait_for_quiet(PATIENCE)
        try:
            load()
        except Exception:  # a page that needs this stage says what is wrong; the others must still warm up
            LOG.exception("The warm-up of %s failed", stage)
            readiness.fail_stage(stage)
        readiness.finish_stage(stage)
    memory.freeze()
    readiness.finish()
    LOG.info("Warm after %.1f s", time.perf_counter() - begun)
    _convert_decoder()
    _compute_ahead()


def _compute_ahead() -> None:
    """Compute once a machine what visitors would wait for, unless a setting forbids it."""
    if not settings.AHEAD.value():
        return
    time.sleep(AHEAD_DELAY)
    for what, compute in AHEAD.items():
        try:
            compute()
        except Exception:  # whoever asks for it sees the progress instead
            LOG.warning("Not computed ahead: %s", what, exc_info=True)


def _embed_eras() -> None:
    """Embed the passages of the eras in a worker."""
    from embedlab.search import Chunking
    from ui import indexes
    from ui.applications import collections

    eras = indexes.as_documents(collections.bundled(collections.ERAS).texts)
    indexes.embed_ahead([(eras, Chunking())])


def _embed_documents() -> None:
    """Embed long documents in a worker."""
    from ui import indexes
    from ui.search.settings import ahead

    indexes.embed_ahead(ahead())


def _train_vectors() -> None:
    """Train what the parts of the training page show first, in a worker where no visitor needs it."""
    from ui.training import corpus_run, language_model, sweep

    corpus_run.run_ahead()
    language_model.TRAINING.run_ahead()
    sweep.TRAINING.run_ahead()


def _probe_layers() -> None:
    from ui.attention import knows

    knows.probe_ahead()


def _convert_decoder() -> None:
    """Write the files of the decoder in a process of its own, once a machine: no visitor waits for it."""
    from embedlab.catalog import find_entry
    from embedlab.context.decoder import is_installed
    from embedlab.models.decoder_files import decoder_folder
    from ui.models import DECODER

    try:
        if is_installed(DECODER):
            decoder_folder(find_entry(DECODER, "decoder"))
    except Exception:  # whoever asks for the decoder tries again, and is told what is wrong
        LOG.warning("%s was not converted ahead", DECODER, exc_info=True)


def _warm_tokens() -> None:
    from ui import models

    for name in ("all-MiniLM-L6-v2", "gpt2"):
        models.tokenizer(name)


def _warm_vectors() -> None:
    from ui import models

    vectors = models.word_vectors("glove-6b-50d")
    vectors.neighbors("king", 1)


def _warm_encoder() -> None:
    from ui import models

    models.encoder("all-MiniLM-L6-v2").encode(["warm"])


def _warm_context() -> None:
    from ui.context import uses

    uses.anisotropy()  # sends the bundled sentences through the encoder


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


def _warm_search() -> None:
    """Embed the short documents."""
    from ui import indexes
    from ui.search.settings import CHUNKINGS, FIRST, ahead

    for documents, chunking in ahead():
        if chunking == CHUNKINGS[FIRST] and indexes.is_short(documents.texts):
            indexes.ready_index(documents, chunking)


def _warm_applications() -> None:
    from ui.applications import predictions

    predictions.warm()  # the vectors of the bundled texts


def _warm_training() -> None:
    from ui.training import picture

    picture.warm()


# in the order in which the pages need them; the other tokenizers (150 MB) wait until somebody chooses one
STAGES: dict[str, Callable[[], None]] = {
    "tokens": _warm_tokens,
    "vectors": _warm_vectors,
    "encoder": _warm_encoder,
    "context": _warm_context,
    "space": _warm_space,
    "search": _warm_search,
    "applications": _warm_applications,
    "training": _warm_training,
}

# the short work first, then in the order of the course
AHEAD: dict[str, Callable[[], None]] = {
    "the vectors of the eras": _embed_eras,
    "the word vectors of the training page": _train_vectors,
    "what the layers of the models know": _probe_layers,
    "the vectors of the documents to search": _embed_documents,
}
