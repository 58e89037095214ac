"""The training page: word vectors beside the bare gensim call, counting 2.0M words, a class of visitors."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import embedlab
from benchmarks.client import crowd
from benchmarks.processes import ours as serve
from benchmarks.report import Row
from embedlab import training
from embedlab.texts import load_corpus, split_words

RUNS = 2
PASSES = 40
CLASS, CLICKS, THINK = 30, 20, 1.0  # visitors, clicks of each, seconds between two of them


def measure() -> list[Row]:
    """Train on Lee both ways, in turn; count the State of the Union messages."""
    sentences = split_words(load_corpus("lee"))
    training.train_word_vectors(sentences, epochs=1)  # the imports
    ours = bare = float("inf")
    for _ in range(RUNS):  # the faster of each: the machine may be busy with something else
        bare = min(bare, _seconds(lambda: _bare(sentences)))
        ours = min(ours, _seconds(lambda: embedlab.train_word_vectors(sentences, epochs=PASSES)))
    text = load_corpus("sotu")
    counted = _seconds(lambda: training.count_vectors(text))
    letters = training.read_letters(text)
    steps = min(_seconds(lambda: training.train_letters(letters, steps=100)) for _ in range(RUNS))
    with serve(warm=True) as server:
        step = asyncio.run(crowd(server.address, "training", clients=CLASS, reruns=CLICKS, think=THINK))
    return [
        Row(
            "letters: 100 steps, processor time",
            *(f"{1e3 * steps:.0f} ms", "limit 100 ms", 1e3 * steps, 100, "ms"),
        ),
        Row(
            f"{CLASS} visitors, a click a second each: a rerun, p95",
            f"{1e3 * step.p(95):.0f} ms, {max(step.sizes) / 1e3:.0f} kB",
            f"p50 {1e3 * step.p(50):.0f} ms",
            *(1e3 * step.p(95), 250, "ms"),
        ),
        Row(
            "Lee, 40 passes, 24 snapshots and their losses: processor time", f"{ours:.1f} s",
            f"bare gensim {bare:.1f} s", ours / bare, 1.2,
        ),
        Row("PPMI and SVD of 2.0M words: processor time", f"{counted:.1f} s", "limit 15 s", counted, 15, "s"),
    ]  # fmt: skip


def _bare(sentences: list[list[str]]) -> object:
    from gensim.models import Word2Vec

    settings = {"vector_size": 50, "window": 5, "negative": 5, "min_count": 2}
    return Word2Vec(sentences, sg=1, epochs=PASSES, workers=1, **settings)


def _seconds(work: Callable[[], object]) -> float:
    """Return the processor time of some work: both sides are one thread, and the machine may be busy."""
    begun = time.process_time()
    work()
    return time.process_time() - begun
