"""Training: where the numbers in a table of vectors come from."""

from embedlab.training.corpus_run import (
    CorpusRun,
    expected_training_seconds,
    learn_corpus,
    learn_next_words,
)
from embedlab.training.counting import (
    CountedVectors,
    Factors,
    compare_factors,
    cooccurrences,
    count_vectors,
    pmi,
)
from embedlab.training.language_model import LanguageModelRun, NextWordModel, train_language_model
from embedlab.training.letter_text import (
    LetterText,
    count_vowel_neighbors,
    is_vowel,
    read_letters,
)
from embedlab.training.letters import LetterModel, LetterRun, start_letters, train_letters
from embedlab.training.next_sign import Baselines, count_baselines
from embedlab.training.pairs import PairUpdate, SkipGramStep, follow_pairs, skip_gram_step
from embedlab.training.scores import Comparison, compare_tables, random_vectors, rank_error
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
    "Baselines", "Comparison", "CorpusRun", "CountedVectors", "Factors", "LanguageModelRun",
    "LetterModel", "LetterRun", "LetterText", "NextWordModel", "PairUpdate", "SkipGramStep",
    "SnapshotMap", "Sweep", "TracedNeighbors", "TrainingOptions", "TrainingRun",
    "compare_factors", "compare_tables", "cooccurrences", "count_baselines",
    "count_vectors", "count_vocabulary", "count_vowel_neighbors", "expected_training_seconds",
    "follow_pairs", "frequent_content", "is_vowel", "learn_corpus", "learn_next_words",
    "map_words", "pmi", "random_vectors", "rank_error", "read_letters", "skip_gram_step", "snapshot_map",
    "start_letters", "sweep_settings", "trace_neighbors", "train_language_model", "train_letters",
    "train_word_vectors",
]  # fmt: skip
