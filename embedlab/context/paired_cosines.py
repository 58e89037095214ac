"""The cosine of each vector with the one in the same place of another array.

Every vector with every other is `cosine_matrix`'s business.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.context.separation import unit_vectors

__all__ = ["paired_cosines"]


def paired_cosines(first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """Return the cosines along the last axis of two arrays of one shape (..., dim), shape (...).

    Two equal vectors have exactly 1; a zero vector has no direction, its cosine is nan.

    >>> paired_cosines([[1, 0], [3, 4], [0, 0]], [[0, 2], [3, 4], [1, 0]])
    array([ 0.,  1., nan])
    """
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    one, other = np.broadcast_arrays(one, other)
    cosines = np.clip(np.einsum("...d,...d->...", unit_vectors(one), unit_vectors(other)), -1, 1)
    same = (one == other).all(axis=-1) & ~np.isnan(cosines)
    return np.asarray(np.where(same, 1.0, cosines))
