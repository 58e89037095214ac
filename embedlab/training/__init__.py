"""Training: where the numbers in a table of vectors come from."""

from embedlab.training.counting import (
    CountedVectors,
    Factors,
    compare_factors,
    cooccurrences,
    count_vectors,
    pmi,
)
from embedlab.training.letter_text import LetterText, is_vowel, read_letters
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
from embedlab.training.scores import Comparison, TableScore, compare_tables, random_vectors
from embedlab.training.snapshots import SnapshotMap, TracedNeighbors, snapshot_map, trace_neighbors
from embedlab.training.vowels import count_vowel_neighbors, vowel_rows
from embedlab.training.word_vectors import TrainingOptions, TrainingRun, train_word_vectors

__all__ = [
    "CONTEXT", "Baselines", "Comparison", "CountedVectors", "Factors", "LetterModel", "LetterRun",
    "LetterText", "PairUpdate", "PairVectors", "SkipGramStep", "SnapshotMap", "TableDifference",
    "TableScore", "TracedNeighbors", "TrainingOptions", "TrainingRun", "compare_factors",
    "compare_repeats", "compare_tables", "cooccurrences", "count_baselines", "count_vectors",
    "count_vowel_neighbors", "fingerprint", "follow_pairs", "is_vowel", "letter_batches", "pmi",
    "random_vectors", "read_letters", "skip_gram_step", "snapshot_map", "start_letters",
    "trace_neighbors", "train_letters", "train_word_vectors", "vowel_rows",
]  # fmt: skip
