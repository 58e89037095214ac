"""ALiBi: nothing is added to a token; keys lose score with their distance (Press et al. 2022)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.positional.limits import MAX_CELLS, check_length

__all__ = ["alibi_bias", "alibi_slopes"]

MAX_HEADS = 256


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
    if not 1 <= heads <= MAX_HEADS:
        raise InvalidInputError(f"heads = {heads} is outside its limits; choose from 1 to {MAX_HEADS}.")
    power = 1 << (heads.bit_length() - 1)  # the largest power of two that is not above heads
    slopes = _geometric(power)
    if power < heads:
        slopes = np.concatenate((slopes, _geometric(2 * power)[0::2][: heads - power]))
    return slopes


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
    check_length(length)
    if heads * length * length > MAX_CELLS:
        raise InvalidInputError(
            f"{heads} heads × {length:,} × {length:,} positions exceed {MAX_CELLS:,} cells; "
            "choose a shorter length."
        )
    places = np.arange(length, dtype=np.float64)
    offsets = places[None, :] - places[:, None]  # (query i, key j): j − i
    bias = slopes[:, None, None] * (offsets if causal else -np.abs(offsets))
    if causal:
        bias[:, offsets > 0] = -np.inf
    return bias
