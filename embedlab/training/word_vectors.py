"""Training word vectors: gensim's skip-gram with negative samples, watched on its way.

gensim's compiled update runs batch by batch in this thread, with gensim's own order and learning rates, so
that the result equals that of `gensim.models.Word2Vec(…, sg=1, workers=1)` to the bit. Between batches the
table is copied, the loss is measured, and the work can be stopped. One thread, a sorted vocabulary and a
seed of its own make the same vectors each time, whatever PYTHONHASHSEED or the number of cores.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.texts.corpora import as_sentences
from embedlab.training.loss_sample import LossSample
from embedlab.vectors import WordVectors

if TYPE_CHECKING:
    from gensim.models import Word2Vec

__all__ = ["TrainingOptions", "TrainingRun", "Watch", "count_words", "train_word_vectors", "unwatched"]

LIMITS = {  # option -> the least and the most, what it counts
    "dim": (2, 300, "numbers per vector"),
    "window": (1, 20, "words on each side"),
    "negative_samples": (1, 50, "negative samples per pair"),
    "epochs": (1, 200, "passes over the text"),
    "min_count": (1, 1_000, "occurrences"),
    "random_state": (0, 2**32 - 1, "as the seed"),
}
FEWEST_WORDS = 200  # in the text: windows of five would meet hardly any pair twice
FEWEST_CONTENT = 10  # different words that are no stop words
SHORT_TEXT = 200_000  # words, below which two occurrences suffice
BATCH = 10_000  # words; gensim's own batch and the most that its update takes at once
SNAPSHOTS = 24
SNAPSHOT_WORDS = 1_000  # the most frequent ones: all snapshots of all words would fill the memory

Watch = Callable[[float], object]  # called with the share that is done; what it raises ends the work


def unwatched(share: float) -> None:
    """Take no notice of how far the work is."""


@dataclass(frozen=True)
class TrainingOptions:
    """Settings of a training; their limits are checked before any work.

    Raises:
        InvalidInputError: a value outside its limits.
    """

    dim: int = 50
    window: int = 5
    negative_samples: int = 5
    epochs: int = 5
    random_state: int = 0
    subsampling: float = 1e-3  # relative frequency above which occurrences are dropped at random; 0 keeps all
    learning_rate: float = 0.025
    min_count: int | None = None  # of a word to have a vector; None: 2 in a text below 200,000 words, else 5

    def __post_init__(self) -> None:
        """Check the limits."""
        for name, (low, high, what) in LIMITS.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise InvalidInputError(
                    f"{name} = {value:,} is outside its limits; choose {low:,} to {high:,} {what}."
                )
        if not 0 <= self.subsampling <= 1 or not 0 < self.learning_rate <= 1:
            raise InvalidInputError(
                f"subsampling = {self.subsampling:g} and learning_rate = {self.learning_rate:g} must lie "
                "between 0 and 1."
            )


@dataclass(frozen=True)
class TrainingRun:
    """Trained vectors and how they came about."""

    vectors: WordVectors  # the input table, most frequent word first
    outputs: WordVectors  # the output table: what a word is as a context
    counts: NDArray[np.int64]  # (words,) occurrences in the text
    snapshots: NDArray[np.float32]  # (steps, at most 1,000 words, dim) of the input table, result last
    steps: NDArray[np.int64]  # (steps,) words of the text read so far
    losses: NDArray[np.float64]  # (steps,) mean loss of a pair
    tokens: int  # words of the text
    seconds: float

    @property
    def both(self) -> WordVectors:
        """Input plus output vectors, as Levy, Goldberg and Dagan (2015) suggest."""
        return WordVectors(
            self.vectors.words, self.vectors.matrix + self.outputs.matrix, name="input + output"
        )


def count_words(sentences: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return each word with its number of occurrences, most frequent first, then by the alphabet."""
    counts = Counter(chain.from_iterable(sentences))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def train_word_vectors(
    text_or_sentences: str | Sequence[Sequence[str]],
    *,
    dim: int = 50,
    window: int = 5,
    negative_samples: int = 5,
    epochs: int = 5,
    random_state: int = 0,
    subsampling: float = 1e-3,
    learning_rate: float = 0.025,
    min_count: int | None = None,
    snapshots: int = SNAPSHOTS,
    watch: Watch = unwatched,
) -> TrainingRun:
    """Train skip-gram vectors with negative samples (Mikolov et al. 2013) and watch them form.

    Args:
        text_or_sentences: a text, whose lines are passages that no window crosses, or lists of words.
        dim: numbers per vector.
        window: words on each side; each center draws its own window from 1 to this.
        negative_samples: random words per pair, drawn by count to the power ¾.
        epochs: passes over the text.
        random_state: seed of the start, the windows and the negatives.
        subsampling: relative frequency above which occurrences are dropped at random; 0 keeps all.
        learning_rate: at the start; it falls in a straight line to 0.0001.
        min_count: occurrences of a word to have a vector; None: 2 in a text below 200,000 words, else 5.
        snapshots: states that are copied, denser at the beginning; at least 2.
        watch: called with the share that is done; what it raises ends the work.

    Raises:
        InvalidInputError: a setting outside its limits, or a text with too few words.
    """
    options = TrainingOptions(
        dim, window, negative_samples, epochs, random_state, subsampling, learning_rate, min_count
    )
    begun = time.perf_counter()
    sentences = as_sentences(text_or_sentences)
    model, tokens = _model(sentences, options)
    batches = list(_batches(sentences))
    total = len(batches) * epochs
    when = {round(total * (each / (snapshots - 1)) ** 2) for each in range(snapshots)}
    sample = LossSample.draw(model, sentences, random_state)
    tables, steps, losses = [], [], []

    def copy(seen: int) -> None:
        tables.append(np.array(model.wv.vectors[:SNAPSHOT_WORDS]))
        losses.append(sample.loss(model.wv.vectors, model.syn1neg))
        steps.append(seen)

    copy(0)
    seen = 0
    for done, (batch, rate) in enumerate(_schedule(batches, len(sentences), options), 1):
        seen += _update(model, batch, rate)
        if done in when:
            copy(seen)
        watch(done / total)
    words = list(model.wv.index_to_key)
    return TrainingRun(
        WordVectors(words, model.wv.vectors, name="trained"),
        WordVectors(words, model.syn1neg, name="trained, output"),
        np.asarray(model.wv.expandos["count"], dtype=np.int64),
        np.stack(tables),
        np.array(steps),
        np.array(losses),
        tokens,
        time.perf_counter() - begun,
    )


def check_text(counts: dict[str, int], options: TrainingOptions) -> int:
    """Return the occurrences that a word needs to have a vector in a text.

    Raises:
        InvalidInputError: the text has too few words for the options.
    """
    from gensim.parsing.preprocessing import STOPWORDS

    tokens = sum(counts.values())
    if tokens < FEWEST_WORDS:
        raise InvalidInputError(
            f"The text has {tokens:,} words; training needs at least {FEWEST_WORDS}, so add text."
        )
    least = options.min_count or (2 if tokens < SHORT_TEXT else 5)
    words = [word for word, count in counts.items() if count >= least]
    content = sum(word not in STOPWORDS for word in words)
    if content < FEWEST_CONTENT:
        raise InvalidInputError(
            f"{content} different words besides stop words such as “the” occur at least {least} times; "
            f"training needs {FEWEST_CONTENT}, so add text."
        )
    if len(words) <= options.negative_samples:
        raise InvalidInputError(
            f"{len(words)} words occur at least {least} times, no more than the {options.negative_samples} "
            "negative samples per pair; choose fewer negative samples or add text."
        )
    return least


def _model(sentences: list[list[str]], options: TrainingOptions) -> tuple[Word2Vec, int]:
    """Return an untrained model of gensim's with its vocabulary, and the words of the text."""
    least = check_text(count_words(sentences), options)
    from gensim.models import Word2Vec

    model = Word2Vec(
        sg=1,
        vector_size=options.dim,
        window=options.window,
        negative=options.negative_samples,
        epochs=options.epochs,
        seed=options.random_state,
        sample=options.subsampling,
        alpha=options.learning_rate,
        min_count=least,
        workers=1,
    )
    model.build_vocab(sentences)
    return model, int(model.corpus_total_words)


def _batches(sentences: list[list[str]]) -> Iterator[list[list[str]]]:
    """Yield the sentences in gensim's batches of at most 10,000 words."""
    batch: list[list[str]] = []
    size = 0
    for words in sentences:
        if batch and size + len(words) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(words)
        size += len(words)
    yield batch


def _schedule(
    batches: list[list[list[str]]], count: int, options: TrainingOptions
) -> Iterator[tuple[list[list[str]], float]]:
    """Yield each batch of each epoch with its learning rate, as gensim's job producer does."""
    low = 0.0001
    for epoch in range(options.epochs):
        pushed = 0
        for batch in batches:
            share = (epoch + pushed / count) / options.epochs
            yield batch, options.learning_rate - (options.learning_rate - low) * share
            pushed += len(batch)


def _update(model: Word2Vec, batch: list[list[str]], rate: float) -> int:
    """Train on a batch with gensim's compiled update; return its words."""
    from gensim.models import word2vec

    memory: Any = model._get_thread_working_mem()
    word2vec.train_batch_sg(model, batch, rate, memory[0], False)
    return sum(map(len, batch))
