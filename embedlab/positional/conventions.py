"""The same numbers in another order: conventions of sinusoids and of rotary pairs, and what mixing them does.

Sinusoids: the paper puts sine and cosine of a pair side by side ("interleaved"), tensor2tensor all sines
before all cosines ("concatenated") with slightly other wavelengths. Rotary: the paper turns neighbors
(2i, 2i + 1) together ("interleaved"), GPT-NeoX and transformers' Llama dimensions half a head apart
("half_split"). None is wrong; a model trained in one must be read in it. ALiBi's are in `alibi_forms`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError
from embedlab.positional.limits import check_base, check_dim, check_length
from embedlab.positional.rotary import apply_rotary
from embedlab.positional.sinusoidal import sinusoidal
from embedlab.softmax import softmax

__all__ = [
    "RotaryConventions",
    "SinusoidConventions",
    "compare_rotary",
    "compare_sinusoids",
    "half_split_order",
    "timescale_sinusoidal",
]


@dataclass(frozen=True)
class SinusoidConventions:
    """One set of positions in three conventions."""

    interleaved: NDArray[np.float64]  # (length, dim) the paper
    concatenated: NDArray[np.float64]  # (length, dim) the same numbers, sines first
    timescales: NDArray[np.float64]  # (length, dim) tensor2tensor: sines first, other wavelengths
    cosines: NDArray[np.float64]  # (length,) interleaved with concatenated, of the same position
    timescale_cosines: NDArray[np.float64]  # (length,) concatenated with timescales, of the same position
    product_difference: float  # largest one between dot products of the first two
    timescale_difference: float  # largest one between dot products of the last two


@dataclass(frozen=True)
class RotaryConventions:
    """One head's scores with its pairs taken as they were trained, and otherwise."""

    right: NDArray[np.float64]  # (query, key) scores, half-split
    wrong: NDArray[np.float64]  # interleaved on the same queries and keys
    permuted: NDArray[np.float64]  # interleaved after both were permuted
    wrong_difference: float  # largest one between scores
    permuted_difference: float
    moved: NDArray[np.float64]  # (query,) share of the attention that the wrong one puts elsewhere
    permuted_moved: NDArray[np.float64]  # (query,) the same after permuting


def half_split_order(dim: int) -> NDArray[np.int64]:
    """Return the order that makes a half-split vector of an interleaved one: `x[..., order]`.

    Its inverse is `argsort(order)`. On a table of sinusoids it makes "concatenated" of "interleaved".

    >>> half_split_order(6).tolist()
    [0, 2, 4, 1, 3, 5]

    Raises:
        InvalidInputError: `dim` is odd or below 2.
    """
    check_dim(dim)
    return np.arange(dim).reshape(-1, 2).T.ravel()


def timescale_sinusoidal(length: int, dim: int, *, base: float = 10000.0) -> NDArray[np.float64]:
    """Return the sinusoids of tensor2tensor, (length, dim): sines first, wavelengths from 2π to 2π · base.

    Pair i turns by base^(-i / (dim / 2 − 1)) a position, where the paper has base^(-i / (dim / 2)): the last
    pair reaches the base itself. A single pair turns by 1.

    For users with a model of that convention, as Whisper or M2M100.

    Source: `get_timing_signal_1d` of tensor2tensor, as quoted in its issue 1423; the same in fairseq and in
    Whisper.

    Raises:
        InvalidInputError: a value outside its limits.
    """
    check_length(length)
    check_dim(dim, length)
    check_base(base)
    pairs = dim // 2
    turns = base ** (-np.arange(pairs, dtype=np.float64) / max(pairs - 1, 1))
    angles = np.arange(length, dtype=np.float64)[:, None] * turns
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)


def compare_sinusoids(length: int, dim: int, *, base: float = 10000.0) -> SinusoidConventions:
    """Compare the three conventions of sinusoids.

    Raises:
        InvalidInputError: a value outside its limits.
    """
    one = sinusoidal(length, dim, base)
    other = sinusoidal(length, dim, base, "concatenated")
    third = timescale_sinusoidal(length, dim, base=base)
    size = dim / 2  # the squared length of every row, sin² + cos² of each pair
    products = [table @ table.T for table in (one, other, third)]
    return SinusoidConventions(
        interleaved=one,
        concatenated=other,
        timescales=third,
        cosines=(one * other).sum(axis=1) / size,
        timescale_cosines=(other * third).sum(axis=1) / size,
        product_difference=float(np.abs(products[0] - products[1]).max()),
        timescale_difference=float(np.abs(products[1] - products[2]).max()),
    )


def compare_rotary(
    queries: ArrayLike, keys: ArrayLike, *, base: float = 10000.0, causal: bool = False
) -> RotaryConventions:
    """Read queries and keys, taken to be trained half-split, in three ways.

    Right: half-split. Wrong: interleaved, on the same numbers. Permuted: interleaved, after the dimensions of
    both were put side by side by pairs, as converters of checkpoints do. Scores are dot products over √dim.

    Args:
        queries: (tokens, dim) of one head, at the positions 0, 1, …
        keys: (tokens, dim)
        base: sets the slowest rotation.
        causal: keys after the query are masked.

    Raises:
        InvalidInputError: the two have different shapes, or a value outside its limits.
    """
    q, k = np.asarray(queries, dtype=np.float64), np.asarray(keys, dtype=np.float64)
    if q.shape != k.shape or q.ndim != 2:
        raise InvalidInputError(
            f"Queries of the shape {q.shape} and keys of {k.shape} do not fit; both need (tokens, dim)."
        )
    back = np.argsort(half_split_order(q.shape[1]))  # half-split -> interleaved
    right = _turned_scores(q, k, base, "half_split", causal)
    wrong = _turned_scores(q, k, base, "interleaved", causal)
    permuted = _turned_scores(q[:, back], k[:, back], base, "interleaved", causal)
    seen = np.isfinite(right)
    return RotaryConventions(
        right=right,
        wrong=wrong,
        permuted=permuted,
        wrong_difference=float(np.abs(wrong[seen] - right[seen]).max()),
        permuted_difference=float(np.abs(permuted[seen] - right[seen]).max()),
        moved=_moved(right, wrong),
        permuted_moved=_moved(right, permuted),
    )


def _turned_scores(
    queries: NDArray[np.float64], keys: NDArray[np.float64], base: float, layout: str, causal: bool
) -> NDArray[np.float64]:
    turned, other = (
        apply_rotary(queries, base=base, layout=layout),
        apply_rotary(keys, base=base, layout=layout),
    )
    scores = turned @ other.T / np.sqrt(queries.shape[1])
    if causal:
        scores[np.triu_indices(len(scores), k=1)] = -np.inf
    return np.asarray(scores)


def _moved(right: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the total variation between the attentions of each query, from 0 to 1."""
    return np.asarray(np.abs(softmax(right) - softmax(other)).sum(axis=1) / 2)
