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
from numpy.typing import ArrayLike, NDArray

from embedlab.context.word_in_context import WordInContext
from embedlab.errors import InvalidInputError

__all__ = [
    "Separation",
    "checked_center",
    "checked_senses",
    "cosine_matrix",
    "sense_separation",
    "unit_vectors",
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
    cosines = [cosine_matrix(vectors, center=shift[layer]) for layer, vectors in enumerate(words.vectors)]
    return Separation(
        all_pairs=np.array([_mean(layer[pairs]) for layer in cosines]),
        within=np.array([_mean(layer[same]) for layer in cosines]),
        between=np.array([_mean(layer[other]) for layer in cosines]),
    )


def cosine_matrix(vectors: ArrayLike, *, center: ArrayLike | None = None) -> NDArray[np.float64]:
    """Return the cosine of every pair of rows of (n, dim), shape (n, n), in [-1, 1].

    Rows and columns of zero vectors are nan: they have no direction. `center`, (dim,), is subtracted first.
    """
    matrix = np.asarray(vectors, dtype=np.float64)
    units = unit_vectors(matrix if center is None else matrix - np.asarray(center))
    cosines: NDArray[np.float64] = np.clip(units @ units.T, -1, 1)
    return cosines


def unit_vectors(vectors: ArrayLike) -> NDArray[np.float64]:
    """Return (..., dim) scaled to length 1, in float64; a zero vector becomes nan."""
    matrix = np.asarray(vectors, dtype=np.float64)
    norms = np.linalg.norm(matrix, axis=-1, keepdims=True)
    units: NDArray[np.float64] = np.divide(matrix, norms, out=np.full_like(matrix, np.nan), where=norms > 0)
    return units


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


def _mean(values: NDArray[np.float64]) -> float:
    values = values[~np.isnan(values)]
    return float(values.mean()) if values.size else float("nan")
