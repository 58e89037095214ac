"""What the lesson shows of one corpus, made in one go by a process of its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from embedlab.texts.corpora import load_corpus, split_words
from embedlab.training.counting import CountedVectors, Factors, compare_factors, count_vectors
from embedlab.training.language_model import LanguageModelRun, train_language_model
from embedlab.training.vocabulary import Watch
from embedlab.training.word_vectors import TrainingOptions, TrainingRun, train_word_vectors
from embedlab.vectors import WordVectors

__all__ = ["CorpusRun", "expected_training_seconds", "learn_corpus", "learn_next_words"]

TRAINING = 0.85  # share of the work
SKIP_GRAM_PASSES = 20


@dataclass(frozen=True)
class CorpusRun:
    """One corpus, learned from in two ways."""

    trained: TrainingRun
    counted: CountedVectors
    factors: Factors

    @property
    def tables(self) -> dict[str, WordVectors]:
        """The tables by their names."""
        trained = self.trained
        return {"trained": trained.vectors, "input + output": trained.both, "counted": self.counted.vectors}


def learn_corpus(name: str, text: str, options: TrainingOptions, *, watch: Watch = bool) -> CorpusRun:
    """Train and count vectors of the same text, with the same dimension, window and vocabulary.

    Args:
        name: of a corpus in `embedlab.texts.CORPORA`; "" for `text`.
        text: the visitor's own.
        options: of the training.
        watch: called with the share that is done.

    Raises:
        InvalidInputError: the text has too few words for the options.
    """
    sentences = split_words(load_corpus(name) if name else text)
    trained = train_word_vectors(sentences, **asdict(options), watch=lambda share: watch(TRAINING * share))
    counted = count_vectors(
        sentences, dim=options.dim, window=options.window,
        watch=lambda share: watch(TRAINING + (0.95 - TRAINING) * share),
    )  # fmt: skip
    factors = compare_factors(trained, sentences)
    watch(1.0)
    return CorpusRun(trained, counted, factors)


def learn_next_words(steps: int, *, watch: Watch = bool) -> tuple[LanguageModelRun, WordVectors]:
    """Train both next-word models on the Lee corpus, and skip-gram vectors on the same text."""
    text = load_corpus("lee")
    run = train_language_model(text, steps=steps, watch=watch)
    return run, train_word_vectors(text, epochs=SKIP_GRAM_PASSES, snapshots=2).vectors


def expected_training_seconds(tokens: int, options: TrainingOptions) -> float:
    """Return about how long `learn_corpus` takes on one core (measured: 21 s for 2.0M words, 5 epochs)."""
    pairs = tokens * options.epochs * options.window * (options.negative_samples + 1)
    return 0.5 + 2e-6 * tokens + pairs * (options.dim + 50) * 7e-10
