"""More like this: texts near to some that somebody likes, by their mean vector or by the nearest of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import cosine_matrix, unit_rows
from embedlab.errors import InvalidInputError, check_choice
from embedlab.ranking import top_k
from embedlab.search.index import SearchIndex

__all__ = ["WAYS", "Recommendation", "recommend", "text_vectors"]

# near to the mean of what is liked, or to one of it
WAYS = ("mean", "nearest")


@dataclass(frozen=True)
class Recommendation:
    """The texts that are most like those somebody likes."""

    rows: NDArray[np.int64]  # (k,)
    scores: NDArray[np.float64]  # (k,) cosines
    because: NDArray[np.int64]  # (k,) the liked text that is nearest to each
    diversity: float  # 1 − the mean cosine of two of them; nan for fewer than two


def text_vectors(index: SearchIndex) -> NDArray[np.float64]:
    """Return one vector for each text: the mean of its chunks', length 1, (texts, dim); zeros without any."""
    sums = np.zeros((len(index.texts), index.encoder.dim))
    np.add.at(sums, index.text_rows, index.vectors)
    return unit_rows(sums)


def recommend(index: SearchIndex, liked: Sequence[int], k: int = 5, *, way: str = "mean") -> Recommendation:
    """Return the `k` texts most like some others, which are left out.

    By "mean", the cosine with the mean of the liked ones counts; by "nearest", the best cosine with one of
    them, which keeps apart what is different among them.

    Raises:
        InvalidInputError: no text is liked, or a row is none of the index.
        UnknownNameError: no such way.
    """
    check_choice(way, WAYS, "way to recommend")
    rows = np.array(liked, dtype=np.int64)
    if not len(rows) or not ((rows >= 0) & (rows < len(index.texts))).all():
        raise InvalidInputError(
            f"Rows of liked texts run from 0 to {len(index.texts) - 1:,}; choose at least one."
        )
    units = text_vectors(index)
    each = units @ units[rows].T  # (texts, liked)
    scores = units @ unit_rows(units[rows].mean(axis=0)) if way == "mean" else each.max(axis=1)
    scores[rows] = -np.inf
    best = top_k(scores, min(k, len(scores) - len(set(liked))))
    pairs = cosine_matrix(units[best])[np.triu_indices(len(best), 1)]
    diversity = float(1 - pairs.mean()) if len(pairs) else np.nan
    return Recommendation(best, scores[best], rows[each[best].argmax(axis=1)], diversity)
