"""Training: where the numbers in a table of vectors come from."""

from embedlab.training.corpus_run import CorpusRun, expected_training_seconds, learn_corpus
from embedlab.training.counting import (
    CountedVectors,
    Factors,
    compare_factors,
    cooccurrences,
    count_vectors,
    pmi,
)
from embedlab.training.language_model import (
    LanguageModelRun,
    NextWordModel,
    guess_losses,
    train_language_model,
)
from embedlab.training.letter_text import (
    LetterText,
    count_vowel_neighbors,
    is_vowel,
    read_letters,
    vowel_rows,
)
from embedlab.training.letters import (
    CONTEXT,
    Baselines,
    LetterModel,
    LetterRun,
    count_baselines,
    letter_batches,
    start_letters,
    train_letters,
)
from embedlab.training.pairs import PairUpdate, PairVectors, SkipGramStep, follow_pairs, skip_gram_step
from embedlab.training.repeats import TableDifference, compare_repeats, fingerprint
from embedlab.training.scores import FEWEST_PAIRS, Comparison, TableScore, compare_tables, random_vectors
from embedlab.training.snapshots import (
    SnapshotMap,
    TracedNeighbors,
    frequent_content,
    map_words,
    snapshot_map,
    trace_neighbors,
)
from embedlab.training.sweep import SEEDS, Sweep, SweepPoint, sweep_settings
from embedlab.training.word_vectors import TrainingOptions, TrainingRun, train_word_vectors

__all__ = [
    "CONTEXT", "FEWEST_PAIRS", "SEEDS", "Baselines", "Comparison", "CorpusRun", "CountedVectors",
    "Factors", "LanguageModelRun", "LetterModel", "LetterRun", "LetterText", "NextWordModel",
    "PairUpdate", "PairVectors", "SkipGramStep", "SnapshotMap", "Sweep", "SweepPoint",
    "TableDifference", "TableScore", "TracedNeighbors", "TrainingOptions", "TrainingRun",
    "compare_factors", "compare_repeats", "compare_tables", "cooccurrences", "count_baselines",
    "count_vectors", "count_vowel_neighbors", "expected_training_seconds", "fingerprint",
    "follow_pairs", "frequent_content", "guess_losses", "is_vowel", "learn_corpus", "letter_batches",
    "map_words", "pmi", "random_vectors", "read_letters", "skip_gram_step", "snapshot_map",
    "start_letters", "sweep_settings", "trace_neighbors", "train_language_model", "train_letters",
    "train_word_vectors", "vowel_rows",
]  # fmt: skip
