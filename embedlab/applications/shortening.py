"""Shorter vectors: fewer dimensions, fewer bits, and what they cost in quality."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError, check_choice
from embedlab.precision import quantize
from embedlab.ranking import top_k
from embedlab.timing import fastest

__all__ = ["WAYS", "neighbor_recall", "rating_correlation", "scan_seconds", "shorten"]

WAYS = ("first", "random", "PCA")  # which dimensions stay


def shorten(
    matrix: NDArray[np.floating[Any]],
    *,
    dim: int,
    way: str = "first",
    normalize: bool = True,
    random_state: int = 0,
) -> NDArray[np.float32]:
    """Return (n, D) vectors with fewer dimensions, (n, dim); with PCA at most n.

    The ways: the "first" dimensions, "random" ones, or the first components of "PCA" around the mean. The
    lengths are 1 again, as the cosine wants, or as they fall where not `normalize`.

    Raises:
        InvalidInputError: no such number of dimensions.
        UnknownNameError: no such way.
    """
    check_choice(way, WAYS, "way to shorten vectors")
    most = min(matrix.shape) if way == "PCA" else matrix.shape[1]
    if not 1 <= dim <= most:
        raise InvalidInputError(f"{dim:,} dimensions are not possible here; choose 1 to {most:,}.")
    if way == "first":
        short = matrix[:, :dim]
    elif way == "random":
        short = matrix[:, np.random.default_rng(random_state).permutation(matrix.shape[1])[:dim]]
    else:
        centered = matrix - matrix.mean(axis=0)
        short = centered @ np.linalg.svd(centered, full_matrices=False)[2][:dim].T
    return (unit_rows(short) if normalize else np.array(short)).astype(np.float32)


def neighbor_recall(
    full: NDArray[np.floating[Any]], short: NDArray[np.floating[Any]], *, k: int = 10
) -> float:
    """Return the share of the `k` nearest of each of (n, D) vectors that are also nearest when shortened.

    Raises:
        InvalidInputError: fewer than k + 1 vectors.
    """
    if not 1 <= k < len(full):
        raise InvalidInputError(
            f"{len(full):,} texts have no {k:,} neighbors each; add texts or ask for fewer."
        )
    near, nearer = _nearest(full, k), _nearest(short, k)
    return float(np.mean([len(np.intersect1d(a, b)) / k for a, b in zip(near, nearer, strict=True)]))


def rating_correlation(
    vectors: NDArray[np.floating[Any]], ratings: Sequence[float], *, cosine: bool = True
) -> float:
    """Return Spearman's correlation of people's ratings of n pairs with the similarity of their vectors.

    The (2 n, dim) vectors are those of the first text of each pair, then of the second of each. Without
    `cosine`, it is their dot product as they are.
    """
    from scipy.stats import spearmanr

    first, second = np.split(unit_rows(vectors) if cosine else vectors, 2)
    return float(spearmanr(np.sum(first * second, axis=1), ratings).statistic)


def scan_seconds(matrix: NDArray[np.floating[Any]], precision: str, *, rows: int = 20_000) -> float:
    """Return the seconds to compare one vector with `rows` others with NumPy, here and now: the best of five.

    Raises:
        UnknownNameError: no such precision.
    """
    vectors = quantize(np.resize(matrix, (rows, matrix.shape[1])), precision)
    one = vectors[0].astype(np.int32) if precision == "int8" else vectors[0]  # sums do not fit 8 bits
    if precision == "binary":
        return fastest(lambda: np.bitwise_count(vectors ^ one).sum(axis=1))[0]
    return fastest(lambda: vectors @ one)[0]


def _nearest(matrix: NDArray[np.floating[Any]], k: int) -> NDArray[np.int64]:
    units = unit_rows(matrix)
    cosines = units @ units.T
    np.fill_diagonal(cosines, -np.inf)
    return np.stack([top_k(row, k) for row in cosines])
