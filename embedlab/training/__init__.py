"""Training: where the numbers in a table of vectors come from."""

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
from embedlab.training.vowels import count_vowel_neighbors, vowel_rows

__all__ = [
    "CONTEXT", "Baselines", "LetterModel", "LetterRun", "LetterText", "count_baselines",
    "count_vowel_neighbors", "is_vowel", "letter_batches", "read_letters", "start_letters", "train_letters",
    "vowel_rows",
]  # fmt: skip
