"""What chance gives: the silhouette and the gap of a word's senses when their labels are shuffled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context.separation import checked_center, checked_senses
from embedlab.context.word_in_context import WordInContext
from embedlab.cosine import cosine_matrix
from embedlab.errors import InvalidInputError

__all__ = ["ShuffledSenses", "shuffled_senses"]

MAX_SHUFFLES = 2_000
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class ShuffledSenses:
    """Between which numbers 90% of the shuffled labels lie, each of shape (layers + 1,)."""

    gap_low: NDArray[np.float64]  # 5% of the gaps lie below
    gap_high: NDArray[np.float64]  # 5% of them lie above
    silhouette_low: NDArray[np.float64]  # likewise of the silhouettes
    silhouette_high: NDArray[np.float64]


def shuffled_senses(
    words: WordInContext,
    senses: Sequence[str],
    *,
    center: NDArray[np.floating[Any]] | None = None,
    shuffles: int = 300,
    random_state: int = 0,
) -> ShuffledSenses:
    """Return what `sense_separation` and the silhouette of cosine distances give for shuffled labels.

    Args:
        words: what `word_in_context` returned.
        senses: a label for each sentence.
        center: (layers + 1, dim) is subtracted first for the gap; nothing if None.
        shuffles: how often the labels are shuffled.
        random_state: the same shuffling for the same number.

    Raises:
        InvalidInputError: not one label for each sentence, fewer than two senses, no sense of two
            sentences, or a number of shuffles outside its limits.

    Source: a permutation test (Ojala and Garriga 2010) of the silhouette (Rousseeuw 1987).
    """
    layers, count, dim = words.vectors.shape
    names = list(dict.fromkeys(checked_senses(senses, count)))
    if not 2 <= len(names) < count:
        raise InvalidInputError(
            f"{count} sentences in {len(names)} senses cannot be compared; give two, one of them twice."
        )
    if not 1 <= shuffles <= MAX_SHUFFLES:
        raise InvalidInputError(
            f"Labels cannot be shuffled {shuffles:,} times; choose 1 to {MAX_SHUFFLES:,}."
        )
    labels = np.array([names.index(sense) for sense in senses])
    random = np.random.default_rng(random_state)
    shuffled = random.permuted(np.tile(labels, (shuffles, 1)), axis=1)
    member = shuffled[:, :, None] == np.arange(len(names))  # (shuffles, n, senses)
    vectors = words.vectors.astype(np.float64)
    shift = checked_center(center, (layers, dim))[:, None]
    gaps = [_gaps(cosines, shuffled) for cosines in cosine_matrix(vectors - shift)]
    silhouettes = [_silhouettes(1 - cosines, member, shuffled) for cosines in cosine_matrix(vectors)]
    return ShuffledSenses(
        *(np.quantile(values, share, axis=1) for values in (gaps, silhouettes) for share in (LOW, HIGH))
    )


def _gaps(cosines: NDArray[np.float64], shuffled: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the mean cosine within a sense minus that between senses, (shuffles,)."""
    first, second = np.triu_indices(len(cosines), 1)
    values = cosines[first, second]
    same = shuffled[:, first] == shuffled[:, second]  # (shuffles, pairs)
    within = same @ values / same.sum(axis=1)
    gaps: NDArray[np.float64] = within - ~same @ values / (~same).sum(axis=1)
    return gaps


def _silhouettes(
    distances: NDArray[np.float64], member: NDArray[np.bool_], shuffled: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the mean silhouette for each labeling, (shuffles,); a sentence alone in its sense has 0."""
    sums = distances @ member.astype(np.float64)  # (shuffles, n, senses)
    sizes = member.sum(axis=1, keepdims=True).astype(np.float64)  # (shuffles, 1, senses)
    own_size = np.take_along_axis(np.broadcast_to(sizes, sums.shape), shuffled[:, :, None], axis=2)[..., 0]
    own = np.take_along_axis(sums, shuffled[:, :, None], axis=2)[..., 0] / np.maximum(own_size - 1, 1)
    other = np.where(member, np.inf, sums / sizes).min(axis=2)
    largest = np.maximum(own, other)
    scores = np.divide(other - own, largest, out=np.zeros_like(own), where=largest > 0)
    means: NDArray[np.float64] = np.where(own_size > 1, scores, 0).mean(axis=1)
    return means
