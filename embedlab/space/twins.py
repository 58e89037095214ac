"""Random vectors of the same shape: what a method draws where there is nothing to see.

They are random and meant to be: a map of the real vectors says something only where it differs from theirs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import check_choice
from embedlab.space.projection import check_matrix

__all__ = ["TWINS", "random_twin"]

TWINS = ("gaussian", "shuffled")


def random_twin(matrix: ArrayLike, *, kind: str = "gaussian", seed: int = 0) -> NDArray[np.float32]:
    """Return random vectors of the shape of a matrix.

    Args:
        matrix: (n, dim).
        kind: "gaussian": independent normal numbers, with the mean and the spread of each column; "shuffled":
            the real numbers of each column in random order, so that each column is as before and only what
            ties the columns together is lost.
        seed: of the random numbers.
    """
    check_choice(kind, TWINS, "twin")
    points = check_matrix(matrix)
    random = np.random.default_rng(seed)
    if kind == "shuffled":
        return random.permuted(points, axis=0)
    sample = random.normal(points.mean(axis=0), points.std(axis=0), size=points.shape)
    return sample.astype(np.float32)
