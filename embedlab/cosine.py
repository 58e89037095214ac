"""The cosine: how alike the directions of two vectors are, whatever their lengths.

One rule for zero vectors, which have no direction: a zero row that is scaled stays zero, and its cosine with
anything is 0, as in scikit-learn's `preprocessing.normalize` and `metrics.pairwise.cosine_similarity`. A
function that answers about one vector, such as `WordVectors.unit` or the query of `rank_rows`, raises
instead. Lengths are computed in float64: the squares of 1e-30 and of 1e30 do not exist in float32.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["cosine_matrix", "paired_cosines", "unit_rows", "vector_lengths"]


def vector_lengths(vectors: ArrayLike) -> NDArray[np.float64]:
    """Return the Euclidean length of each vector along the last axis, (..., dim) → (...).

    >>> vector_lengths([[3, 4], [0, 0]]).tolist()
    [5.0, 0.0]
    """
    numbers = np.asarray(vectors)
    return np.asarray(np.sqrt(np.einsum("...d,...d->...", numbers, numbers, dtype=np.float64)))


def unit_rows(vectors: ArrayLike) -> NDArray[np.float64]:
    """Return vectors scaled to length 1 along the last axis, (..., dim) → (..., dim); zeros stay zero.

    >>> unit_rows([[3, 4], [0, 0]]).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    numbers = np.asarray(vectors, dtype=np.float64)
    lengths = vector_lengths(numbers)[..., None]
    return np.divide(numbers, lengths, out=np.zeros_like(numbers), where=lengths > 0)


def cosine_matrix(vectors: ArrayLike, *, center: ArrayLike | None = None) -> NDArray[np.float64]:
    """Return the cosine of every pair of rows, (..., n, dim) → (..., n, n), in [-1, 1].

    Args:
        vectors: the rows; of further axes before them, each is compared within itself.
        center: (dim,), subtracted from every row first; nothing if None.

    >>> cosine_matrix([[2, 0], [3, 3], [0, 0]]).round(2).tolist()
    [[1.0, 0.71, 0.0], [0.71, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    numbers = np.asarray(vectors, dtype=np.float64)
    units = unit_rows(numbers if center is None else numbers - np.asarray(center))
    cosines: NDArray[np.float64] = np.clip(units @ units.swapaxes(-1, -2), -1, 1)
    return cosines


def paired_cosines(first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """Return the cosine of each vector with its partner, (..., dim) and (..., dim) → (...), in [-1, 1].

    The two arrays broadcast. Two equal vectors have exactly 1, unless they are zero; partners
    may be exchanged.

    >>> paired_cosines([[1, 0], [3, 4], [0, 0]], [[0, 2], [3, 4], [1, 0]]).tolist()
    [0.0, 1.0, 0.0]
    """
    one, other = np.asarray(first), np.asarray(second)
    cosines = np.einsum("...d,...d->...", one, other, dtype=np.float64)
    lengths = vector_lengths(one) * vector_lengths(other)  # one division: exactly the same in both orders
    cosines = cosines / np.where(lengths > 0, lengths, 1)
    same = (one == other).all(axis=-1) & one.any(axis=-1)
    return np.asarray(np.where(same, 1.0, np.clip(cosines, -1, 1)))
