"""How far apart the senses of a word are, layer by layer: mean cosines within a sense and between senses.

What any two words would show in the same layer is measured by `anisotropy`, and a cosine means little without
it. Subtracting a center first takes away what all vectors of a layer share. Whether the senses can be told
from single sentences is the matter of `probe_senses`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context.word_in_context import WordInContext
from embedlab.cosine import cosine_matrix, vector_lengths
from embedlab.errors import InvalidInputError

__all__ = [
    "Separation",
    "checked_center",
    "checked_senses",
    "sense_separation",
]


@dataclass(frozen=True)
class Separation:
    """Mean cosines by layer, each of shape (layers + 1,); nan where there is no such pair."""

    all_pairs: NDArray[np.float64]  # of two sentences, whatever the sense
    within: NDArray[np.float64]  # of two sentences of the same sense
    between: NDArray[np.float64]  # of two sentences of different senses

    @property
    def gap(self) -> NDArray[np.float64]:
        """Within minus between: above 0 where the layer tells the senses apart."""
        return self.within - self.between


def sense_separation(
    words: WordInContext,
    senses: Sequence[str] | None = None,
    *,
    center: NDArray[np.floating[Any]] | None = None,
) -> Separation:
    """Return how similar a word's vectors are within a sense and between senses, at every layer.

    Pairs with a zero vector, which has no direction, are left out.

    Args:
        words: what `word_in_context` returned.
        senses: a label for each sentence; None if they are not known, `within` and `between` are then nan.
        center: (layers + 1, dim) is subtracted first, such as `ReferenceWords.center`; nothing if None.

    Raises:
        InvalidInputError: not one label for each sentence, or a center of other dimensions.
    """
    layers, count, dim = words.vectors.shape
    shift = checked_center(center, (layers, dim))
    pairs = np.triu(np.ones((count, count), dtype=bool), k=1)
    same, other = np.zeros_like(pairs), np.zeros_like(pairs)
    if senses is not None:
        labels = np.array(checked_senses(senses, count), dtype=object)
        same = pairs & (labels[:, None] == labels[None, :])
        other = pairs & ~same
    vectors = words.vectors.astype(np.float64) - shift[:, None]
    cosines = cosine_matrix(vectors)  # (layers + 1, sentences, sentences)
    present = vector_lengths(vectors) > 0
    both = present[:, :, None] & present[:, None, :]
    return Separation(*(_means(cosines, both & some) for some in (pairs, same, other)))


def checked_senses(senses: Sequence[str], count: int) -> Sequence[str]:
    """Return `senses` if there is one for each of `count` sentences.

    Raises:
        InvalidInputError: there is not.
    """
    if len(senses) != count:
        raise InvalidInputError(
            f"There are {len(senses)} sense labels for {count} sentences; give one label for each."
        )
    return senses


def checked_center(
    center: NDArray[np.floating[Any]] | None, shape: tuple[int, int]
) -> NDArray[np.floating[Any]]:
    """Return what is subtracted at each layer, of `shape` (layers + 1, dim): zeros if None.

    Raises:
        InvalidInputError: the center has another shape, so it is of another model.
    """
    if center is None:
        return np.zeros(shape, dtype=np.float32)
    if center.shape != shape:
        raise InvalidInputError(
            f"The center has {_by(center.shape)} numbers and the vectors need {_by(shape)}; "
            "take the center of the same model."
        )
    return center


def _by(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))


def _means(cosines: NDArray[np.float64], counted: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the mean of the counted pairs of each layer, (layers + 1,); nan where there are none."""
    counts = counted.sum(axis=(1, 2))
    sums = np.where(counted, cosines, 0).sum(axis=(1, 2))
    means: NDArray[np.float64] = np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    return means
