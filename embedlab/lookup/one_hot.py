"""The same rows by a product: a one-hot row for each id, times the matrix.

Every product but one is 0 × a number, and adding zeros changes nothing. So the result is equal in float32, to
the last bit; it would not be where another row holds NaN or infinity (0 × NaN is NaN), nor in TF32.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.lookup.embedding_matrix import EmbeddingMatrix
from embedlab.timing import fastest

__all__ = ["MAX_IDS", "OneHotProduct", "one_hot", "one_hot_product"]

MAX_IDS = 1_024  # at once: their one-hot rows take 200 MB for 49,152 ids
SECONDS = 0.02  # after which the product is not repeated for its time


@dataclass(frozen=True)
class OneHotProduct:
    """One-hot rows times the matrix, beside the lookup of the same ids."""

    vectors: NDArray[np.float32]  # (n, D)
    max_difference: float  # from the rows looked up
    multiplications: int  # of the product: n × V × D; the lookup has none
    one_hot_bytes: int  # read by the product: the one-hot rows and the whole matrix
    lookup_bytes: int  # read by the lookup: n rows
    seconds: float  # of the product
    lookup_seconds: float


def one_hot(ids: Sequence[int], size: int) -> NDArray[np.float32]:
    """Return a row for each id, (n, size): 1 at the id, 0 elsewhere.

    >>> one_hot([2, 0], 3).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    rows = np.zeros((len(ids), size), dtype=np.float32)
    rows[np.arange(len(ids)), np.asarray(ids, dtype=np.int64)] = 1
    return rows


def one_hot_product(table: EmbeddingMatrix, ids: Sequence[int]) -> OneHotProduct:
    """Multiply one-hot rows by the matrix, look the same rows up, and measure both on this machine.

    Raises:
        InvalidInputError: an id without a row, no id, or more than 1,024.
    """
    rows = table.check(ids)
    if len(rows) > MAX_IDS:
        raise InvalidInputError(
            f"{len(rows):,} ids are too many for one product, which takes {MAX_IDS:,}; give fewer."
        )
    hot = one_hot(ids, len(table.matrix))
    seconds, vectors = fastest(lambda: hot @ table.matrix, seconds=SECONDS)
    lookup_seconds, looked_up = fastest(lambda: table.matrix[rows])
    return OneHotProduct(
        vectors=vectors,
        max_difference=float(np.abs(vectors - looked_up).max()),
        multiplications=len(rows) * table.matrix.size,
        one_hot_bytes=hot.nbytes + table.matrix.nbytes,
        lookup_bytes=looked_up.nbytes,
        seconds=seconds,
        lookup_seconds=lookup_seconds,
    )
