"""Rows that nobody trained: how far each row lies from the mean of those known to be unused.

A token that never occurs in the training text keeps about its random start, so such rows lie together, apart
from all others; its length alone does not tell (Land and Bartolo 2024, "Fishing for Magikarp").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import cosine_matrix
from embedlab.errors import InvalidInputError
from embedlab.lookup.embedding_matrix import EmbeddingMatrix

__all__ = ["UnusedRows", "unused_rows"]

UNUSED = re.compile(  # spare places of BERT; marks for code and issues that SmolLM2 reserves
    r"\[unused\d+\]|<(file_sep|gh_stars|issue_\w+|jupyter_\w+|empty_output)>"
)
QUANTILE = 0.05  # of the known unused rows: as near as 95% of them
NEAR = 0.95  # a cosine that is near enough, also where the known rows are almost equal, as in SmolLM2
SAMPLE = 1_000  # rows whose pairs give the mean cosine of what was trained


@dataclass(frozen=True)
class UnusedRows:
    """The known unused rows of a table, and every row's cosine with their mean."""

    known: NDArray[np.int64]  # ids
    cosines: NDArray[np.float64]  # (V,) of each row with the mean of the known ones
    threshold: float  # at least 95% of the known ones are as near
    among: NDArray[np.int64]  # ids of other tokens at least as near as the threshold, the nearest first
    norm: tuple[float, float]  # mean and standard deviation of the known rows' lengths
    other_norm: tuple[float, float]  # of all other rows
    pair_cosine: float  # mean cosine of two known rows
    other_pair_cosine: float  # mean cosine of two other rows, over a sample


def unused_rows(table: EmbeddingMatrix) -> UnusedRows:
    """Compare every row with the mean of those whose tokens are known to be unused, such as "[unused7]".

    Raises:
        InvalidInputError: no token of the table is known to be unused.
    """
    known = np.flatnonzero([UNUSED.fullmatch(token) is not None for token in table.tokens])
    if len(known) < 2:
        raise InvalidInputError(
            f"{table.name} names {len(known)} unused tokens, and at least 2 are needed; choose another table."
        )
    norms, center = table.norms, table.matrix[known].mean(axis=0)
    cosines = (table.matrix @ center) * table.inverse_norms / np.linalg.norm(center)
    threshold = min(NEAR, float(np.quantile(cosines[known], QUANTILE)))
    others = np.setdiff1d(np.arange(len(table.matrix)), known)
    near = others[cosines[others] >= threshold]
    sample = np.random.default_rng(0).choice(others, min(SAMPLE, len(others)), replace=False)
    return UnusedRows(
        known=known,
        cosines=cosines,
        threshold=threshold,
        among=near[np.argsort(-cosines[near], kind="stable")],
        norm=(float(norms[known].mean()), float(norms[known].std())),
        other_norm=(float(norms[others].mean()), float(norms[others].std())),
        pair_cosine=_mean_pair(table.matrix[known]),
        other_pair_cosine=_mean_pair(table.matrix[sample]),
    )


def _mean_pair(rows: NDArray[np.float32]) -> float:
    """Return the mean cosine of two different rows."""
    cosines, count = cosine_matrix(rows), len(rows)
    return float((cosines.sum() - np.trace(cosines)) / (count * (count - 1)))
