"""Skip-gram with negative samples, one update at a time: which rows move, which way, and what it does.

The loss of a pair is −log σ(u_o·v_c) − Σ_k log σ(−u_k·v_c) (Mikolov et al. 2013): the input row of the center
word and the output row of a word beside it should agree, those of words drawn at random should not. Negatives
are drawn by count to the power ¾.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError, check_range
from embedlab.numerals import count_text
from embedlab.texts.corpora import split_words
from embedlab.training.loss_sample import score_losses
from embedlab.training.vocabulary import negative_shares

__all__ = ["MAX_PAIRS", "PairUpdate", "PairVectors", "SkipGramStep", "follow_pairs", "skip_gram_step"]

DIM = 2  # columns of the two tables: they are the plot
MAX_WORDS = 60  # of the text, so that its pairs can be followed by eye
MAX_PAIRS = 1_000
MAX_WINDOW = 10
LARGEST = 1e6  # size of a number in a vector

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class PairVectors:
    """The rows that one update touches, or their gradients."""

    center: Vector  # (D,) of the input table
    context: Vector  # (D,) of the output table
    negatives: Vector  # (K, D) of the output table


@dataclass(frozen=True)
class SkipGramStep:
    """One update; scores and probabilities are those of the context word, then of each negative."""

    loss: float
    loss_after: float  # of the same pair and negatives
    scores: Vector  # (1 + K,) u·v
    probabilities: Vector  # (1 + K,) σ of the scores: 1 is right for the first, 0 for the others
    probabilities_after: Vector
    gradients: PairVectors
    before: PairVectors
    after: PairVectors


def skip_gram_step(
    center: ArrayLike, context: ArrayLike, negatives: ArrayLike, *, learning_rate: float = 0.025
) -> SkipGramStep:
    """Return one step of gradient descent on one pair.

    Args:
        center: (D,) input vector of the center word.
        context: (D,) output vector of the word beside it.
        negatives: (K, D) output vectors of other words, each a row of its own.
        learning_rate: of the step.

    Raises:
        InvalidInputError: the shapes do not fit, a number is NaN or larger than a million, or the learning
            rate is not positive.
    """
    from scipy.special import expit

    v, u, others = _checked(center, context, negatives)
    if not 0 < learning_rate <= LARGEST:
        raise InvalidInputError(
            f"learning_rate = {learning_rate:g} is not above 0; choose one, such as 0.025."
        )
    output = np.vstack([u, others])  # (1 + K, D)
    targets = np.zeros(len(output))
    targets[0] = 1
    scores = output @ v
    errors = expit(scores) - targets
    to_center: Vector = errors @ output
    to_output: Vector = np.outer(errors, v).astype(np.float64, copy=False)
    new_v, new_output = v - learning_rate * to_center, output - learning_rate * to_output
    after = new_output @ new_v
    return SkipGramStep(
        float(score_losses(scores)), float(score_losses(after)), scores, expit(scores), expit(after),
        PairVectors(to_center, to_output[0], to_output[1:]),
        PairVectors(v, u, others),
        PairVectors(new_v, new_output[0], new_output[1:]),
    )  # fmt: skip


@dataclass(frozen=True)
class PairUpdate:
    """The pairs of a text up to one of them, which is about to be learned."""

    words: tuple[str, ...]  # the vocabulary, sorted
    counts: NDArray[np.int64]  # of each word
    shares: Vector  # of each word among the negatives, by count^¾
    pairs: int  # of the text; then they begin again
    center: int  # row of the input table
    context: int  # row of the output table
    negatives: NDArray[np.int64]  # rows of the output table, different ones
    inputs: Vector  # (V, 2) before the update
    outputs: Vector  # (V, 2) before the update
    step: SkipGramStep


def follow_pairs(
    text: str,
    number: int = 1,
    *,
    window: int = 2,
    negative_samples: int = 3,
    learning_rate: float = 0.5,
    random_state: int = 0,
) -> PairUpdate:
    """Return the update of pair `number` of a short text, after all pairs before it were learned.

    A toy: two columns, both tables begin at random, and the negatives of a pair are different words. In
    word2vec the output table begins at zero and a negative may be drawn twice.

    Raises:
        InvalidInputError: an option outside its limits, fewer than 2 words, more than 60, or too few
            different words for the negatives.
    """
    check_range("number", number, 1, MAX_PAIRS)
    check_range("window", window, 1, MAX_WINDOW)
    tokens = [word for line in split_words(text) for word in line]
    if not 2 <= len(tokens) <= MAX_WORDS:
        raise InvalidInputError(
            f"The text has {count_text(len(tokens), 'word')}; a pair needs at least 2, and at most "
            f"{MAX_WORDS} are followed here: change the text."
        )
    words = tuple(sorted(set(tokens)))
    if not 1 <= negative_samples <= len(words) - 1:
        raise InvalidInputError(
            f"negative_samples = {negative_samples:,} is not possible with "
            f"{count_text(len(words), 'different word')}: at most {len(words) - 1:,}, as the context word is "
            "none; lower it or add other words."
        )
    ids = [words.index(word) for word in tokens]
    counts = np.bincount(ids)
    shares = negative_shares(counts)
    pairs = [
        (center, context)
        for place, center in enumerate(ids)
        for context in (*ids[max(0, place - window) : place], *ids[place + 1 : place + window + 1])
    ]
    rng = np.random.default_rng(random_state)
    inputs, outputs = rng.normal(size=(2, len(words), DIM))
    for index in range(number):
        center, context = pairs[index % len(pairs)]
        chance = np.where(np.arange(len(words)) == context, 0, shares)
        negatives = rng.choice(len(words), negative_samples, replace=False, p=chance / chance.sum())
        step = skip_gram_step(
            inputs[center], outputs[context], outputs[negatives], learning_rate=learning_rate
        )
        if index < number - 1:
            inputs[center] = step.after.center
            outputs[context], outputs[negatives] = step.after.context, step.after.negatives
    return PairUpdate(words, counts, shares, len(pairs), center, context, negatives, inputs, outputs, step)


def _checked(center: ArrayLike, context: ArrayLike, negatives: ArrayLike) -> list[Vector]:
    """Return three arrays that fit together; their lengths and numbers are checked."""
    rows = [np.asarray(each, dtype=np.float64) for each in (center, context, negatives)]
    shapes = [each.shape for each in rows]
    if len(shapes[0]) != 1 or shapes[1] != shapes[0] or shapes[2] != (*shapes[2][:1], *shapes[0]):
        raise InvalidInputError(
            f"The shapes are {shapes[0]}, {shapes[1]} and {shapes[2]}; the center and the context need (D,), "
            "the negatives (K, D)."
        )
    for name, each in zip(("center", "context", "negatives"), rows, strict=True):
        if not (np.abs(each) <= LARGEST).all():
            raise InvalidInputError(
                f"A number of the {name} is NaN or beyond ±{LARGEST:,.0f}; replace it by a smaller one."
            )
    return rows
