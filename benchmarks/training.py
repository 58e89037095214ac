"""The training page: word vectors with snapshots beside the bare gensim call, and counting 2.0M words."""

from __future__ import annotations

import time
from collections.abc import Callable

import embedlab
from benchmarks.report import Row
from embedlab import training
from embedlab.texts import load_corpus, split_words

RUNS = 2
PASSES = 40


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
    return [
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
