"""Shorter vectors: fewer dimensions, fewer bits, and what they cost in quality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError, check_choice
from embedlab.precision import PRECISIONS, quantize, restore
from embedlab.timing import fastest

__all__ = [
    "WAYS", "compare_ways", "rating_correlation", "scan_seconds", "shorten",
]  # fmt: skip

WAYS = ("first", "random", "PCA")  # which dimensions stay
SCANNED = 20_000  # vectors
NEAREST = 10  # neighbors
COARSE = tuple(PRECISIONS)[1:]  # than the float32 that they come in
DRAWS = 5  # of random dimensions


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


def compare_ways(
    vectors: NDArray[np.floating[Any]],
    dims: Sequence[int],
    ratings: Sequence[float] | None = None,
    *,
    watch: Callable[[float], object] = bool,
) -> dict[str, NDArray[np.float64]]:
    """Measure vectors with fewer dimensions: way or precision -> (dims,), nan where PCA has not as many.

    With ratings of pairs it is the `rating_correlation` of (2 n, D) vectors, also "not rescaled": the first
    dimensions, and the dot product as it falls. Without, it is the share of the ten nearest of each of (n, D)
    vectors, or of all others, that are also nearest when shortened. Of random dimensions it is the mean of
    five draws; those in each precision are the first ones. `watch` is called with the share that is done.
    """
    near = _neighbors(vectors, min(NEAREST, len(vectors) - 1))
    measure: Callable[[NDArray[Any]], float] = partial(_share, near)
    if ratings is not None:
        measure = partial(rating_correlation, ratings=ratings)
    components = shorten(vectors, dim=min(vectors.shape), way="PCA", normalize=False)
    results: dict[str, NDArray[np.float64]] = {name: np.full(len(dims), np.nan) for name in (*WAYS, *COARSE)}
    for number, (name, row) in enumerate(product(results, range(len(dims))), 1):
        matrix, pick = components if name == "PCA" else vectors, "random" if name == "random" else "first"
        if dims[row] <= matrix.shape[1]:
            seeds = range(DRAWS if name == "random" else 1)
            short = [shorten(matrix, dim=dims[row], way=pick, random_state=seed) for seed in seeds]
            if name in COARSE:
                short = [restore(quantize(each, name), each, name) for each in short]
            results[name][row] = np.mean([measure(each) for each in short])
        watch(number / len(results) / len(dims))
    results["float32"] = results["first"]
    if ratings is not None:
        raw = [shorten(vectors, dim=dim, normalize=False) for dim in dims]
        results["not rescaled"] = np.array([rating_correlation(each, ratings, cosine=False) for each in raw])
    return results


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


def scan_seconds(dims: Sequence[int], *, watch: Callable[[float], object] = bool) -> NDArray[np.float64]:
    """Return the seconds to compare a vector with 20,000 others with NumPy, here and now, (dims, precisions).

    The best of five counts; `watch` is called with the share that is done.
    """
    seconds = np.zeros((len(dims), len(PRECISIONS)))
    for row, column in np.ndindex(seconds.shape):
        name = list(PRECISIONS)[column]
        vectors = quantize(np.ones((SCANNED, dims[row]), dtype=np.float32), name)
        one = vectors[0].astype(np.int32) if name == "int8" else vectors[0]  # sums do not fit 8 bits
        scan = partial(_count_bits if name == "binary" else np.matmul, vectors, one)
        seconds[row, column] = fastest(scan)[0]
        watch((row * len(PRECISIONS) + column + 1) / seconds.size)
    return seconds


def _count_bits(vectors: NDArray[np.uint8], one: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return in how many bits (n, bytes) vectors differ from one, (n,)."""
    return np.asarray(np.bitwise_count(vectors ^ one).sum(axis=1))


def _share(near: NDArray[np.bool_], short: NDArray[np.floating[Any]]) -> float:
    """Return the share of the (n, n) neighbors that are also neighbors when shortened."""
    k = int(near[0].sum())
    return float((near & _neighbors(short, k)).sum() / near.sum())


def _neighbors(matrix: NDArray[np.floating[Any]], k: int) -> NDArray[np.bool_]:
    """Return whether each vector (column) is among the k nearest of each (row); of equals the first ones."""
    units = unit_rows(matrix)
    cosines = units @ units.T
    np.fill_diagonal(cosines, -np.inf)
    least = np.partition(cosines, -k, axis=1)[:, -k, None]
    above, equal = cosines > least, cosines == least
    room = k - above.sum(axis=1, keepdims=True)
    return np.asarray(above | (equal & (equal.cumsum(axis=1, dtype=np.int32) <= room)))
