"""Training: where the numbers in a table of vectors come from."""

from embedlab.training.corpus_run import (
    CorpusRun,
    expected_training_seconds,
    learn_corpus,
    learn_next_words,
)
from embedlab.training.counting import CountedVectors, Factors, compare_factors, count_vectors
from embedlab.training.language_model import LanguageModelRun, NextWordModel, train_language_model
from embedlab.training.letter_text import LetterText, count_vowel_neighbors, read_letters
from embedlab.training.letters import LetterRun, train_letters
from embedlab.training.next_sign import Baselines
from embedlab.training.pairs import PairUpdate, SkipGramStep, follow_pairs, skip_gram_step
from embedlab.training.snapshots import (
    SnapshotMap,
    TracedNeighbors,
    frequent_content,
    map_words,
    snapshot_map,
    trace_neighbors,
)
from embedlab.training.sweep import Sweep, sweep_settings
from embedlab.training.vocabulary import count_vocabulary
from embedlab.training.word_vectors import TrainingOptions, TrainingRun, train_word_vectors

__all__ = [
    "Baselines", "CorpusRun", "CountedVectors", "Factors", "LanguageModelRun", "LetterRun",
    "LetterText", "NextWordModel", "PairUpdate", "SkipGramStep", "SnapshotMap", "Sweep",
    "TracedNeighbors", "TrainingOptions", "TrainingRun", "compare_factors", "count_vectors",
    "count_vocabulary", "count_vowel_neighbors", "expected_training_seconds", "follow_pairs",
    "frequent_content", "learn_corpus", "learn_next_words", "map_words", "read_letters",
    "skip_gram_step", "snapshot_map", "sweep_settings", "trace_neighbors", "train_language_model",
    "train_letters", "train_word_vectors",
]  # fmt: skip
