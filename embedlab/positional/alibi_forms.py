"""ALiBi written in two ways.

The paper adds slope · (j − i). Most code adds slope · j, or slope · (j − length + 1): within the row of a
query these differ by a constant, which the softmax cannot see. That holds while keys after the query are
masked; in an encoder, where the bias is -slope · |j − i|, it does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError
from embedlab.positional.alibi import alibi_bias, alibi_slopes
from embedlab.softmax import softmax

__all__ = ["AlibiForms", "compare_alibi"]


@dataclass(frozen=True)
class AlibiForms:
    """One head's attention under both forms of the bias."""

    slope: float
    relative: NDArray[np.float64]  # (query, key) slope · (j − i), masked with -inf
    absolute: NDArray[np.float64]  # (query, key) slope · j, masked with -inf
    attention: NDArray[np.float64]  # (query, key) under the first
    difference: float  # largest one between attentions under both
    unmasked_difference: float  # the same with -slope · |j − i| and slope · j, where nothing is masked


def compare_alibi(scores: ArrayLike, slope: float) -> AlibiForms:
    """Add both forms of the bias to a head's scores and compare the attentions.

    Args:
        scores: (query, key), the same tokens in both.
        slope: of the head, above 0.

    Raises:
        InvalidInputError: the scores are no finite square, or the slope is not above 0.
    """
    given = np.asarray(scores, dtype=np.float64)
    if given.ndim != 2 or len(given) != given.shape[-1] or not given.size or not np.isfinite(given).all():
        raise InvalidInputError(
            f"Scores need a finite number for every query and key; these have the shape {given.shape}."
        )
    if not 0 < slope < np.inf:
        raise InvalidInputError(f"A slope of {slope} is outside its limits; choose one above 0.")
    count = len(given)
    unit = alibi_slopes(1)[0]  # the shapes of `alibi_bias`, at our slope
    relative, symmetric = (alibi_bias(1, count, causal)[0] * (slope / unit) for causal in (True, False))
    keys = np.broadcast_to(slope * np.arange(count), (count, count))
    absolute = np.where(np.isneginf(relative), -np.inf, keys)
    attention = softmax(given + relative)
    return AlibiForms(
        slope=slope,
        relative=relative,
        absolute=absolute,
        attention=attention,
        difference=float(np.abs(attention - softmax(given + absolute)).max()),
        unmasked_difference=float(np.abs(softmax(given + symmetric) - softmax(given + keys)).max()),
    )
