"""One measure for every position scheme: what is left of a score at an offset, relative to offset 0.

Where positions are vectors or rotations, it is the dot product of the positional part, divided by that at
offset 0: it acts before the softmax. Where a bias is added to the score, it is exp(bias − bias at offset 0):
the ratio of two attention weights of equal content, after the softmax. All begin at 1; the heights of the two
kinds have different units. This is the positional part alone: content and trained weights are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError
from embedlab.positional.alibi import alibi_slopes
from embedlab.positional.limits import MAX_CELLS, check_base, check_dim, check_length
from embedlab.positional.rotary_scaling import ScaledRotary
from embedlab.positional.sinusoidal import frequencies

__all__ = [
    "WEIGHT_RATIOS",
    "OffsetScores",
    "alibi_scores",
    "learned_scores",
    "relative_scores",
    "rotary_scores",
    "sinusoidal_scores",
]

WEIGHT_RATIOS = ("ALiBi", "T5")  # schemes whose measure is a ratio of attention weights
BAND = (10, 90)  # percentiles
OFFSETS_AT_ONCE, QUERIES_AT_ONCE = 512, 128  # all pairs of 8,192 positions at once would take 0.5 GB


@dataclass(frozen=True)
class OffsetScores:
    """What is left of a score at each offset."""

    scheme: str
    offsets: NDArray[np.int64]  # (n,) query − key, 0 … n − 1
    scores: NDArray[np.float64]  # (n,) 1 at offset 0; nan where the scheme has none
    low: NDArray[np.float64] | None = None  # (n,) 10th percentile, where it depends on more than the offset
    high: NDArray[np.float64] | None = None  # (n,) 90th percentile

    @property
    def end(self) -> int:
        """The last offset that has a score."""
        return int(self.offsets[~np.isnan(self.scores)][-1])  # a ratio beyond all numbers (inf) is a score

    @property
    def half(self) -> int | None:
        """The first offset at which a half or less is left; None if there is none."""
        below = np.flatnonzero(self.scores <= 0.5)  # nan is not
        return int(self.offsets[below[0]]) if len(below) else None


def sinusoidal_scores(length: int, dim: int, *, base: float = 10000.0) -> OffsetScores:
    """Return PE(m) · PE(n) / (dim / 2) at each offset m − n: the mean over the pairs of cos(ω_i · offset).

    Every vector has the same length, so this is also their cosine.

    >>> sinusoidal_scores(3, 2).scores.round(4).tolist()
    [1.0, 0.5403, -0.4161]

    Raises:
        InvalidInputError: a value outside its limits.
    """
    check_length(length)
    check_dim(dim, length)
    check_base(base)
    return _mean_of_cosines("sinusoidal", length, frequencies(dim, base))


def rotary_scores(
    length: int, dim: int, *, base: float = 10000.0, scaling: ScaledRotary | None = None
) -> OffsetScores:
    """Return the score of a rotated query and key, equal vectors with the same energy in each pair.

    That is the same mean of cosines as for sinusoids. The difference is where it acts: on every query and key
    of every layer, and not once in the sum at the input. The attention factor of a scaling multiplies all
    scores alike and is not in this ratio.

    Args:
        length: how many offsets, from 0.
        dim: of a head.
        base: sets the slowest rotation; not used with `scaling`.
        scaling: frequencies of its own, one for each of the dim // 2 pairs.

    Raises:
        InvalidInputError: a value outside its limits, or a scaling for another dim.
    """
    check_length(length)
    check_dim(dim, length)
    check_base(base)
    turned = frequencies(dim, base) if scaling is None else scaling.frequencies
    if turned.shape != (dim // 2,):
        raise InvalidInputError(
            f"The scaling has {len(turned)} frequencies, but dim = {dim} has {dim // 2} pairs; "
            f"make it with scaled_rotary({dim}, …)."
        )
    return _mean_of_cosines("rotary", length, turned)


def learned_scores(table: ArrayLike, *, length: int | None = None) -> OffsetScores:
    """Return the mean cosine of all pairs of positions at each distance, with the middle 80% of the pairs.

    Args:
        table: (positions, dim), trained. A row of zeros (the padding of some models) takes no part.
        length: how many offsets; those from the number of rows on have no score. As many as rows if None.

    Raises:
        InvalidInputError: `table` is no table of finite numbers, or length or pairs outside their limits.
    """
    rows = np.asarray(table, dtype=np.float64)
    if rows.ndim != 2 or not np.isfinite(rows).all() or not rows.any():
        raise InvalidInputError(
            "A table needs the shape (positions, dim) and finite numbers, not all zero; "
            f"this one has the shape {rows.shape}."
        )
    count = len(rows) if length is None else length
    check_length(count)
    measured = min(count, len(rows))
    pairs = measured * len(rows) - measured * (measured - 1) // 2
    if pairs > MAX_CELLS:
        raise InvalidInputError(
            f"{len(rows):,} positions have {pairs:,} pairs at {measured:,} distances, more than "
            f"{MAX_CELLS:,}; choose a shorter length or give fewer rows."
        )
    scores = np.full((3, count), np.nan)  # mean, low, high
    for first in range(0, measured, OFFSETS_AT_ONCE):
        last = min(first + OFFSETS_AT_ONCE, measured)
        scores[:, first:last] = _measure_offsets(rows, first, last)
    return OffsetScores("learned", np.arange(count), *scores)


def _measure_offsets(rows: NDArray[np.float64], first: int, last: int) -> NDArray[np.float64]:
    """Return the mean cosine and its percentiles at the offsets first … last − 1, (3, offsets)."""
    units = unit_rows(rows)
    present: NDArray[np.bool_] = np.any(units, axis=1)
    band = np.empty((last - first, len(rows)))  # (offset, query); where the query has no such key: anything
    for start in range(first, len(rows), QUERIES_AT_ONCE):
        queries = np.arange(start, min(start + QUERIES_AT_ONCE, len(rows)))
        nearest = max(start - last + 1, 0)  # the first key that any of them needs
        cosines = units[queries] @ units[nearest : queries[-1] + 1 - first].T
        keys = queries[:, None] - np.arange(first, last) - nearest
        band[:, queries] = np.take_along_axis(cosines, np.maximum(keys, 0), axis=1).T
    scores = np.full((3, last - first), np.nan)
    for place, offset in enumerate(range(first, last)):
        pairs = band[place, offset:]
        if not present.all():
            pairs = pairs[present[offset:] & present[: len(rows) - offset]]
        if len(pairs):
            scores[:, place] = pairs.mean(), *np.percentile(pairs, BAND)
    return scores


def alibi_scores(length: int, heads: int, *, head: int = 1) -> OffsetScores:
    """Return exp(−slope · offset): the weight of a key relative to one of equal content at the query's place.

    Args:
        length: how many offsets, from 0.
        heads: of the layer.
        head: which one, counted from 1.

    Raises:
        InvalidInputError: a value outside its limits.
    """
    check_length(length)
    slopes = alibi_slopes(heads)
    if not 1 <= head <= heads:
        raise InvalidInputError(f"head = {head} does not exist; choose from 1 to {heads}.")
    return relative_scores(-slopes[head - 1] * np.arange(length), scheme="ALiBi")


def relative_scores(bias: ArrayLike, *, scheme: str = "T5") -> OffsetScores:
    """Return exp(bias − bias at offset 0): a weight relative to that of equal content at offset 0.

    Args:
        bias: (n,) what one head adds to the score at the offsets 0 … n − 1; −inf where it is masked.
        scheme: what it is called.

    Raises:
        InvalidInputError: `bias` is no row of numbers, or offset 0 is masked.
    """
    added = np.asarray(bias, dtype=np.float64)
    if added.ndim != 1 or not len(added) or not np.isfinite(added[0]) or not (added < np.inf).all():
        raise InvalidInputError(
            "A bias needs one number for each offset, finite at offset 0; "
            f"this one has the shape {added.shape}."
        )
    with np.errstate(over="ignore"):
        return OffsetScores(scheme, np.arange(len(added)), np.exp(added - added[0]))


def _mean_of_cosines(scheme: str, length: int, turned: NDArray[np.float64]) -> OffsetScores:
    offsets = np.arange(length)
    total = np.zeros(length)
    for frequency in turned:  # pair by pair: a table of all would be large
        total += np.cos(frequency * offsets)
    return OffsetScores(scheme, offsets, total / len(turned))
