"""Is a run the same twice? Two tables compared bit by bit, and by the distances between their rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError

__all__ = ["TableDifference", "compare_repeats", "fingerprint"]


@dataclass(frozen=True)
class TableDifference:
    """How two tables of the same rows differ."""

    different: int  # numbers that differ in any bit
    numbers: int
    distance_correlation: float  # Pearson, over all pairs of rows; a turned or mirrored table has 1


def compare_repeats(first: NDArray[np.floating], second: NDArray[np.floating]) -> TableDifference:
    """Compare two (V, D) tables; NaN where all distances of a table are equal.

    Raises:
        InvalidInputError: the shapes differ, or there are fewer than 3 rows.
    """
    if first.shape != second.shape or len(first) < 3:
        raise InvalidInputError(
            f"The tables have the shapes {first.shape} and {second.shape}; give two of one shape, with at "
            "least 3 rows."
        )
    pairs = np.triu_indices(len(first), 1)
    distances = [np.linalg.norm(table[pairs[0]] - table[pairs[1]], axis=1) for table in (first, second)]
    level = min(np.ptp(each) for each in distances) == 0
    correlation = np.nan if level else float(np.corrcoef(*distances)[0, 1])
    return TableDifference(int((first != second).sum()), first.size, correlation)


def fingerprint(table: NDArray[np.floating]) -> str:
    """Return the SHA-256 of a table's bytes, little-endian: equal only where every bit is."""
    return hashlib.sha256(np.ascontiguousarray(table, table.dtype.newbyteorder("<")).tobytes()).hexdigest()
