"""Five ways to turn a word into numbers, scored on what people say about pairs of words.

An id, a random number, a one-hot row, a random vector, a learned vector: only the last knows what a word
means. An id is not quite without knowledge: vocabularies are ordered, so it knows how frequent a word is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import paired_cosines
from embedlab.vectors import WordPairs, WordVectors, evaluate_word_pairs
from embedlab.vectors.vocabulary import rows_by_upper_case

if TYPE_CHECKING:
    from embedlab.tokens import Tokenizer

__all__ = ["CODINGS", "Coding", "IdFrequency", "compare_codings", "id_frequency", "word_similarities"]

CODINGS = ("id", "random number", "one-hot", "random vector", "learned vector")
DRAWS = 20  # of what is random
SEED = 0
RANDOM_DIM = 50
FREQUENT = 30_000  # words of the table whose ids are compared with their frequency
WHOLE_WORD = re.compile(r"Ġ[a-z]+")  # as a byte-level BPE spells a lower-case word after a space


@dataclass(frozen=True)
class Coding:
    """How one coding agrees with people."""

    name: str
    spearman: float  # with the ratings, the mean over draws of what is random; nan where all pairs are equal
    spread: float  # standard deviation over the draws; 0 for what is not random
    pairs: int  # that could be asked


@dataclass(frozen=True)
class IdFrequency:
    """Ids of a tokenizer beside how frequent their words are."""

    ids: NDArray[np.int64]  # (n,)
    ranks: NDArray[np.int64]  # (n,) of the word in a table that begins with the most frequent
    spearman: float


def compare_codings(vectors: WordVectors, pairs: WordPairs) -> tuple[Coding, ...]:
    """Return how each coding agrees with the ratings of people, in the order of `CODINGS`.

    The similarity of two numbers is minus their difference, that of two vectors their cosine. The id of a
    word is its row in `vectors`. All one-hot pairs have cosine 0, so there are no ranks to compare: nan.
    """
    from scipy.stats import spearmanr

    report = evaluate_word_pairs(vectors, pairs)
    row_of, _ = rows_by_upper_case(vectors, report.vocabulary_limit)
    asked = np.array([[row_of[word.upper()] for word in pair] for pair in report.pairs])  # (m, 2)
    words, places = np.unique(asked, return_inverse=True)
    first, second = places.reshape(asked.shape).T
    generator = np.random.default_rng(SEED)

    def score(similarities: NDArray[np.floating]) -> float:
        return float(spearmanr(similarities, report.ratings).statistic)

    def draws(similar: Callable[[], NDArray[np.floating]]) -> tuple[float, float]:
        scores = [score(similar()) for _ in range(DRAWS)]
        return float(np.mean(scores)), float(np.std(scores))

    def random_numbers() -> NDArray[np.floating]:
        numbers = generator.random(len(words))
        differences: NDArray[np.floating] = np.abs(numbers[first] - numbers[second])
        return -differences

    def random_vectors() -> NDArray[np.floating]:
        matrix = generator.normal(size=(len(words), RANDOM_DIM))
        return paired_cosines(matrix[first], matrix[second])

    results = (
        (score(-np.abs(asked[:, 0] - asked[:, 1])), 0.0),
        draws(random_numbers),
        (float("nan"), 0.0),
        draws(random_vectors),
        (report.spearman, 0.0),
    )
    return tuple(
        Coding(name, *result, len(report.pairs)) for name, result in zip(CODINGS, results, strict=True)
    )


def word_similarities(vectors: WordVectors, words: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """Return what each coding says of the first word beside the others: a difference, or a cosine.

    Raises:
        UnknownWordError: a word without a row.
    """
    generator = np.random.default_rng(SEED)
    rows = np.array([vectors.row(word) for word in words])
    numbers = generator.integers(0, len(vectors), len(words))
    random_rows = generator.normal(size=(len(words), RANDOM_DIM))
    learned = vectors.matrix[rows]
    return {
        "id": np.abs(rows[1:] - rows[0]).astype(float),
        "random number": np.abs(numbers[1:] - numbers[0]).astype(float),
        "one-hot": (rows[1:] == rows[0]).astype(float),
        "random vector": paired_cosines(random_rows[1:], random_rows[0]),
        "learned vector": paired_cosines(learned[1:], learned[0]),
    }


def id_frequency(tokenizer: Tokenizer, vectors: WordVectors) -> IdFrequency:
    """Compare the ids of whole words of a byte-level BPE with their rank by frequency in word vectors.

    Words are lower-case tokens after a space, among the first 30,000 of `vectors`, the most frequent first.
    """
    from scipy.stats import spearmanr

    rank_of = {word: rank for rank, word in enumerate(vectors.words[:FREQUENT])}
    tokens = map(tokenizer.spelled, range(tokenizer.vocabulary_size))
    words = [(row, token[1:]) for row, token in enumerate(tokens) if WHOLE_WORD.fullmatch(token)]
    ids, ranks = np.array([(row, rank_of[word]) for row, word in words if word in rank_of]).T
    return IdFrequency(ids, ranks, float(spearmanr(ids, ranks).statistic))
