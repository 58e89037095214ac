"""Relative positions of T5: a distance falls into a bucket, a bucket adds a learned number to the score.

Raffel et al. 2020. Near keys have a bucket each, far ones share buckets that widen with the logarithm of the
distance, and all beyond `max_distance` share the last. Nothing is added to a token. The learned numbers come
from a checkpoint (`checkpoints`); attention itself and its causal mask are left out.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError
from embedlab.positional.limits import MAX_LENGTH, check_heads, check_scores

__all__ = ["bucket_ranges", "relative_bias", "relative_buckets"]

MAX_BUCKETS = 1_024


def relative_buckets(
    offsets: ArrayLike, *, buckets: int = 32, max_distance: int = 128, bidirectional: bool = True
) -> NDArray[np.int64]:
    """Return the bucket of each offset, in the shape of `offsets`.

    With n = |offset|, m buckets for one direction and e = m // 2, the bucket is n where n < e, otherwise
    e + floor(log(n / e) / log(max_distance / e) · (m - e)), at most m - 1. An encoder reads both sides:
    m = buckets / 2, and keys after the query have m added. A decoder reads back only: m = buckets, and a key
    after the query, which its mask hides, falls into bucket 0.

    The logarithm is rounded to float32, as T5 computes it. That decides offsets that lie on the border of two
    buckets; with T5's own 32 buckets and 128 tokens, every precision gives the same buckets.

    Source: `relative_position_bucket` of the authors' code (mesh_tensorflow, transformer_layers.py).

    Args:
        offsets: whole numbers, key − query, any shape.
        buckets: rows of the learned table; even where `bidirectional`.
        max_distance: from here on all share one bucket.
        bidirectional: True for an encoder, False for a decoder.

    Raises:
        InvalidInputError: a value outside its limits.

    >>> relative_buckets([-200, -20, -8, -1, 0, 1, 8]).tolist()
    [15, 10, 8, 1, 0, 17, 24]
    """
    one_way = _check_buckets(buckets, max_distance, bidirectional)
    given = np.asarray(offsets)
    if given.size and given.dtype.kind not in "iu":
        raise InvalidInputError("Offsets are whole numbers, key position minus query position; round them.")
    if given.size and not -MAX_LENGTH <= int(given.min()) <= int(given.max()) <= MAX_LENGTH:
        raise InvalidInputError(
            f"Offsets from {int(given.min()):,} to {int(given.max()):,} are outside their limits; choose "
            f"from {-MAX_LENGTH:,} to {MAX_LENGTH:,}."
        )
    places = given.astype(np.int64)
    after = np.where(places > 0, one_way, 0) if bidirectional else np.int64(0)
    distances = np.abs(places) if bidirectional else np.maximum(-places, 0)
    return after + _one_way_bucket(distances, one_way, max_distance)


def _one_way_bucket(distances: NDArray[np.int64], buckets: int, max_distance: int) -> NDArray[np.int64]:
    exact = buckets // 2
    ratio = np.maximum(distances, exact).astype(np.float32) / np.float32(exact)
    # rounded from float64: numpy's float32 logarithm differs by processor, T5's libraries round like this
    logarithm = np.log(ratio.astype(np.float64)).astype(np.float32)
    share = logarithm / np.float32(math.log(max_distance / exact))
    wide = exact + (share * np.float32(buckets - exact)).astype(np.int64)
    return np.where(distances < exact, distances, np.minimum(wide, buckets - 1))


def bucket_ranges(
    *, buckets: int = 32, max_distance: int = 128, bidirectional: bool = True
) -> tuple[tuple[int, int | None] | None, ...]:
    """Return the nearest and the farthest offset that each bucket holds.

    The farthest is None where a bucket has no end. A bucket that holds no offset at all is None: with
    `bidirectional` that is the first of the keys after the query, because offset 0 counts as before.
    Without, bucket 0 stands for offset 0 alone; keys after the query are masked.

    Raises:
        InvalidInputError: a value outside its limits.

    >>> bucket_ranges(buckets=8, max_distance=16)
    ((0, 0), (-1, -1), (-2, -5), (-6, None), None, (1, 1), (2, 5), (6, None))
    """
    one_way = _check_buckets(buckets, max_distance, bidirectional)
    distances = np.arange(max_distance + 1)
    bucket_of = _one_way_bucket(distances, one_way, max_distance)
    held: list[tuple[int, int | None] | None] = []
    for bucket in range(one_way):
        inside = distances[bucket_of == bucket]
        end = None if bucket == one_way - 1 else int(inside[-1]) if inside.size else 0
        held.append((int(inside[0]), end) if inside.size else None)
    before = tuple(None if span is None else _turned(*span) for span in held)
    return (*before, None, *held[1:]) if bidirectional else before


def _turned(nearest: int, farthest: int | None) -> tuple[int, int | None]:
    return -nearest, None if farthest is None else -farthest


def relative_bias(
    table: ArrayLike, length: int, *, max_distance: int = 128, bidirectional: bool = True
) -> NDArray[np.float64]:
    """Return what is added to the attention scores, shape (heads, query i, key j).

    The same number stands wherever j − i falls into the same bucket. No key is masked, as in the
    `compute_bias` of T5: a decoder's mask comes on top.

    Args:
        table: (buckets, heads), the learned numbers of a checkpoint.
        length: tokens.
        max_distance: of that checkpoint.
        bidirectional: True for the table of an encoder, False for that of a decoder.

    Raises:
        InvalidInputError: a value outside its limits, or a table of another shape.
    """
    numbers = np.asarray(table)
    if numbers.ndim != 2 or numbers.dtype.kind not in "fiu" or not np.isfinite(numbers).all():
        raise InvalidInputError(
            f"The table needs the shape (buckets, heads) and finite numbers; this one has {numbers.shape} "
            f"and the type {numbers.dtype}."
        )
    buckets, heads = numbers.shape
    check_heads(heads)
    check_scores(heads, length)
    offsets = np.arange(1 - length, length)
    places = relative_buckets(
        offsets, buckets=buckets, max_distance=max_distance, bidirectional=bidirectional
    )
    by_offset = numbers.astype(np.float64)[places].T  # (heads, 2 · length − 1)
    windows = np.lib.stride_tricks.sliding_window_view(by_offset, length, axis=1)
    return np.ascontiguousarray(windows[:, ::-1])  # row i begins at the offset −i


def _check_buckets(buckets: int, max_distance: int, bidirectional: bool) -> int:
    """Return how many buckets there are for one direction."""
    least = 4 if bidirectional else 2
    if not least <= buckets <= MAX_BUCKETS:
        raise InvalidInputError(
            f"buckets = {buckets} is outside its limits; choose from {least} to {MAX_BUCKETS:,}, T5 has 32."
        )
    if bidirectional and buckets % 2:
        raise InvalidInputError(
            f"buckets = {buckets} cannot be shared by keys before and after the query; choose an even number."
        )
    one_way = buckets // 2 if bidirectional else buckets
    if not one_way // 2 < max_distance <= MAX_LENGTH:
        raise InvalidInputError(
            f"max_distance = {max_distance:,} must be above {one_way // 2}, the distances that have a "
            f"bucket each, and at most {MAX_LENGTH:,}; T5 has 128."
        )
    return one_way
