"""Training word vectors: gensim's skip-gram with negative samples, watched on its way.

gensim's compiled update runs batch by batch in this thread, with gensim's own order and learning rates, so
that the result equals that of `gensim.models.Word2Vec(…, sg=1, workers=1)` to the bit. Between batches the
table is copied, the loss is measured, and the work can be stopped. One thread, a sorted vocabulary and a
seed of its own make the same vectors each time, whatever PYTHONHASHSEED or the number of cores.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import check_range
from embedlab.texts.corpora import as_sentences
from embedlab.training.loss_sample import LossSample
from embedlab.training.vocabulary import Watch, count_vocabulary, drop_frequent, encode
from embedlab.vectors import WordVectors

__all__ = ["TrainingOptions", "TrainingRun", "train_word_vectors"]

LIMITS = {  # option -> the least and the most, what it counts
    "dim": (2, 300, "numbers per vector"),
    "window": (1, 20, "words on each side"),
    "negative_samples": (1, 50, "negative samples per pair"),
    "epochs": (1, 200, "passes over the text"),
    "random_state": (0, 2**32 - 1, "as the seed"),
    "subsampling": (0, 1, "as a share"),
}
RATES = 0.025, 0.0001  # the learning rate at the start and at the end; it falls in a straight line
BATCH = 10_000  # words; gensim's own batch and the most that its update takes at once
SNAPSHOTS, MAX_SNAPSHOTS = 24, 200
SNAPSHOT_WORDS = 1_000  # the most frequent ones: all snapshots of all words would fill the memory

Sentences = Sequence[Sequence[str]]


@dataclass(frozen=True)
class TrainingOptions:
    """Settings of a training; their limits are checked before any work.

    Raises:
        InvalidInputError: a value outside its limits.
    """

    dim: int = 50  # numbers per vector
    window: int = 5  # words on each side; each center draws its own window from 1 to this
    negative_samples: int = 5  # random words per pair, drawn by count to the power ¾
    epochs: int = 5  # passes over the text
    random_state: int = 0  # seed of the start, the windows and the negatives
    subsampling: float = 1e-3  # relative frequency above which occurrences are dropped at random; 0 keeps all

    def __post_init__(self) -> None:
        """Check the limits."""
        for name, limits in LIMITS.items():
            check_range(name, getattr(self, name), *limits)


@dataclass(frozen=True)
class TrainingRun:
    """Trained vectors and how they came about."""

    options: TrainingOptions
    vectors: WordVectors  # the input table, most frequent word first
    outputs: WordVectors  # the output table: what a word is as a context
    counts: NDArray[np.int64]  # (words,) occurrences in the text
    snapshots: NDArray[np.float32]  # (steps, at most 1,000 words, dim) of the input table, result last
    steps: NDArray[np.int64]  # (steps,) words of the text read so far
    losses: NDArray[np.float64]  # (steps,) mean loss of a pair
    tokens: int  # words of the text
    seconds: float  # of one processor

    @property
    def both(self) -> WordVectors:
        """Input plus output vectors, as Levy, Goldberg and Dagan (2015) suggest."""
        return WordVectors(
            self.vectors.words, self.vectors.matrix + self.outputs.matrix, name="input + output"
        )


def train_word_vectors(
    text_or_sentences: str | Sentences,
    *,
    dim: int = 50,
    window: int = 5,
    negative_samples: int = 5,
    epochs: int = 5,
    random_state: int = 0,
    subsampling: float = 1e-3,
    snapshots: int = SNAPSHOTS,
    watch: Watch = bool,
) -> TrainingRun:
    """Train skip-gram vectors with negative samples (Mikolov et al. 2013) and watch them form.

    The settings are those of `TrainingOptions`. A word gets a vector if it occurs twice, in a text of 200,000
    words or more five times.

    Args:
        text_or_sentences: a text, whose lines are passages that no window crosses, or lists of words.
        snapshots: states that are copied, denser at the beginning; 2 to 200.
        watch: called with the share that is done; what it raises ends the work.

    Raises:
        InvalidInputError: a setting outside its limits, or a text with too few words.
    """
    options = TrainingOptions(dim, window, negative_samples, epochs, random_state, subsampling)
    check_range("snapshots", snapshots, 2, MAX_SNAPSHOTS)
    from gensim.models import word2vec

    begun = time.thread_time()
    sentences = as_sentences(text_or_sentences)
    model, batches = _build(sentences, options), list(_batches(sentences))
    words = list(model.wv.index_to_key)
    counts: NDArray[np.int64] = np.asarray(model.wv.expandos["count"], dtype=np.int64)
    total = len(batches) * epochs
    when = {round(total * (each / (snapshots - 1)) ** 2) for each in range(snapshots)}
    random = np.random.default_rng([random_state, 1])
    ids = drop_frequent(encode(sentences, words, margin=window), counts, subsampling, random)
    sample = LossSample.draw(ids, counts, window=window, negative_samples=negative_samples, random=random)
    tables, steps, losses, seen = [], [], [], 0
    for done, (batch, rate) in enumerate(_schedule(batches, len(sentences), epochs)):
        if done in when:
            tables.append(np.array(model.wv.vectors[:SNAPSHOT_WORDS]))
            losses.append(sample.loss(model.wv.vectors, model.syn1neg))
            steps.append(seen)
        if batch:
            word2vec.train_batch_sg(model, batch, rate, model._get_thread_working_mem()[0], False)
            seen += sum(map(len, batch))
            watch((done + 1) / total)
    return TrainingRun(
        options,
        WordVectors(words, model.wv.vectors, name="trained"),
        WordVectors(words, model.syn1neg, name="trained, output"),
        counts,
        np.stack(tables),
        np.array(steps),
        np.array(losses),
        sum(map(len, sentences)),
        time.thread_time() - begun,
    )


def _build(sentences: Sentences, options: TrainingOptions) -> Any:
    """Return an untrained model of gensim's with its vocabulary."""
    vocabulary = count_vocabulary(sentences, negative_samples=options.negative_samples)
    from gensim.models import Word2Vec

    model = Word2Vec(
        sg=1,
        vector_size=options.dim,
        window=options.window,
        negative=options.negative_samples,
        epochs=options.epochs,
        seed=options.random_state,
        sample=options.subsampling,
        alpha=RATES[0],
        min_count=min(vocabulary.values()),
        workers=1,
    )
    model.build_vocab(sentences)
    return model


def _batches(sentences: Sentences) -> Iterator[list[Sequence[str]]]:
    """Yield the sentences in gensim's batches of at most 10,000 words."""
    batch: list[Sequence[str]] = []
    size = 0
    for words in sentences:
        if batch and size + len(words) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(words)
        size += len(words)
    yield batch


def _schedule(
    batches: list[list[Sequence[str]]], count: int, epochs: int
) -> Iterator[tuple[list[Any], float]]:
    """Yield each batch of each epoch with its learning rate, as gensim's job producer does; at last none."""
    for epoch in range(epochs):
        pushed = 0
        for batch in batches:
            yield batch, RATES[0] - (RATES[0] - RATES[1]) * (epoch + pushed / count) / epochs
            pushed += len(batch)
    yield [], 0.0
