"""Five ways to turn a word into numbers, scored on what people say about pairs of words.

An id, a random number, a one-hot row, a random vector, a learned vector: only the last knows what a word
means. An id is not quite without knowledge: vocabularies are ordered, so it knows how frequent a word is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
    word is its row in `vectors`. All one-hot pairs of different words have cosine 0, so that there are no
    ranks to compare: nan.
    """
    from scipy.stats import spearmanr

    report = evaluate_word_pairs(vectors, pairs)
    row_of, _ = rows_by_upper_case(vectors, report.vocabulary_limit)
    rows, places = np.unique(
        [[row_of[word.upper()] for word in pair] for pair in report.pairs], return_inverse=True
    )
    first, second = places.reshape(-1, 2).T
    generator = np.random.default_rng(SEED)
    results = []
    for coding in CODINGS:
        scores = []
        for _ in range(DRAWS if coding.startswith("random") else 1):
            similar = _similarities(_codes(coding, vectors, rows, generator), first, second)
            scores.append(spearmanr(similar, report.ratings).statistic if coding != "one-hot" else np.nan)
        results.append(Coding(coding, float(np.mean(scores)), float(np.std(scores)), len(report.pairs)))
    return tuple(results)


def word_similarities(vectors: WordVectors, words: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """Return what each coding says of the first word beside the others: a difference, or a cosine.

    Raises:
        UnknownWordError: a word without a row.
    """
    generator = np.random.default_rng(SEED)
    rows, others = np.array([vectors.row(word) for word in words]), np.arange(1, len(words))
    codes = {coding: _codes(coding, vectors, rows, generator) for coding in CODINGS}
    similar = {coding: _similarities(each, others, 0 * others) for coding, each in codes.items()}
    return {coding: -each if codes[coding].shape[1] == 1 else each for coding, each in similar.items()}


def _codes(
    coding: str, vectors: WordVectors, rows: NDArray[np.int64], generator: np.random.Generator
) -> NDArray[np.floating]:
    """Return the numbers of each of some different words, (n, 1) or (n, D)."""
    codes: dict[str, Callable[[], NDArray[Any]]] = {
        "id": lambda: rows[:, None].astype(float),
        "random number": lambda: generator.integers(0, len(vectors), (len(rows), 1)).astype(float),
        "one-hot": lambda: np.eye(len(rows)),
        "random vector": lambda: generator.normal(size=(len(rows), RANDOM_DIM)),
        "learned vector": lambda: vectors.matrix[rows],
    }
    return codes[coding]()


def _similarities(
    codes: NDArray[np.floating], first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.float64]:
    if codes.shape[1] > 1:
        return paired_cosines(codes[first], codes[second])
    differences: NDArray[np.float64] = np.abs(codes[first, 0] - codes[second, 0])
    return -differences


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
