"""ALiBi: nothing is added to a token; keys lose score with their distance (Press et al. 2022)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.positional.limits import check_heads, check_scores

__all__ = ["alibi_bias", "alibi_head", "alibi_slopes", "geometric_slopes"]


def alibi_slopes(heads: int) -> NDArray[np.float64]:
    """Return the slope of each head, shape (heads,), all positive.

    For a power of two the slopes are 2^(-8h / heads) for h = 1 … heads. For other counts the authors take
    the slopes of the next lower power of two and fill up with every other slope of twice that power.

    Source: `get_slopes` of the authors' code.

    >>> alibi_slopes(8).tolist()
    [0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625]

    Raises:
        InvalidInputError: `heads` is not between 1 and 256.
    """
    check_heads(heads)
    power = 1 << (heads.bit_length() - 1)  # the largest power of two that is not above heads
    slopes = _geometric(power)
    if power < heads:
        slopes = np.concatenate((slopes, _geometric(2 * power)[0::2][: heads - power]))
    return slopes


def geometric_slopes(heads: int) -> NDArray[np.float64]:
    """Return 2^(-8h / heads) for h = 1 … heads, as if any head count were a power of two.

    Some code did this for every count (mlx until its pull request 3071); a checkpoint trained with the
    authors' slopes is then read with other ones.

    >>> geometric_slopes(2).tolist()
    [0.0625, 0.00390625]

    Raises:
        InvalidInputError: `heads` is not between 1 and 256.
    """
    check_heads(heads)
    return _geometric(heads)


def _geometric(heads: int) -> NDArray[np.float64]:
    exponents = np.arange(1, heads + 1, dtype=np.float64) * -8 / heads
    slopes: NDArray[np.float64] = 2.0**exponents
    return slopes


def alibi_bias(heads: int, length: int, causal: bool = True) -> NDArray[np.float64]:
    """Return what is added to the attention scores, shape (heads, query i, key j).

    The bias is slope · (j − i): 0 on the diagonal, more negative the further back the key lies. With
    `causal` the keys after the query are masked with -inf; without, the bias is -slope · |j − i|, the
    symmetric form used for encoders.

    Raises:
        InvalidInputError: a value outside its limits.
    """
    slopes = alibi_slopes(heads)
    check_scores(heads, length)
    return slopes[:, None, None] * _distances(length, causal)


def alibi_head(heads: int, head: int, length: int, *, causal: bool = True) -> NDArray[np.float64]:
    """Return what one head adds to its scores, (query i, key j): `alibi_bias(heads, length, causal)[head]`.

    Only this head is computed, so it can be `heads` times as large.

    Raises:
        InvalidInputError: a value outside its limits.
    """
    slopes = alibi_slopes(heads)
    if not 0 <= head < heads:
        raise InvalidInputError(
            f"head = {head} does not exist: there are {heads}; choose from 0 to {heads - 1}."
        )
    check_scores(1, length)
    return float(slopes[head]) * _distances(length, causal)


def _distances(length: int, causal: bool) -> NDArray[np.float64]:
    """Return j − i for the keys up to the query and -inf after it, or −|j − i| on both sides."""
    places = np.arange(length, dtype=np.float64)
    offsets = places[None, :] - places[:, None]  # (query i, key j): j − i
    if causal:
        offsets[offsets > 0] = -np.inf
        return offsets
    distances: NDArray[np.float64] = -np.abs(offsets)
    return distances
