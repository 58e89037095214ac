"""A table larger than a screen, drawn smaller without pretending: each cell shown is a mean of a block.

Every n-th row would make a fast wave look slow (aliasing). The mean of a block makes it pale instead, as it
would be seen from afar. Angles have no plain mean: there, a block is the direction of its mean, or nothing
where its angles point all ways. What stands at one exact place is no matter of this module.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "MAX_ANGLES",
    "MAX_SQUARE",
    "MAX_TABLE",
    "Blocks",
    "block_angles",
    "block_means",
    "block_steps",
]

MAX_TABLE = (208, 384)  # rows and columns drawn of a table; up to 600 kB as a figure
MAX_ANGLES = (180, 512)  # pairs are kept apart as long as they can be: neighbors soon point elsewhere
MAX_SQUARE = (300, 300)  # of queries and keys
FULL_TURN = 2 * np.pi
LEAST_AGREEMENT = 0.5  # of the angles of a block: the length of the mean of their unit vectors


@dataclass(frozen=True)
class Blocks:
    """A table made smaller, and where its cells stand in the whole one."""

    values: NDArray[np.floating]  # (rows drawn, columns drawn); nan where there is none
    rows: NDArray[np.float64]  # the middle of each block of rows
    columns: NDArray[np.float64]  # the middle of each block of columns
    row_step: int  # rows in a block; the last one may hold fewer
    column_step: int

    @property
    def whole(self) -> bool:
        """Whether every cell of the table is drawn."""
        return self.row_step == self.column_step == 1


def block_steps(shape: tuple[int, ...], most: tuple[int, int], *, together: int = 1) -> tuple[int, int]:
    """Return how many rows and columns a block holds, so that there are at most `most`."""
    rows, columns = (-(-length // limit) for length, limit in zip(shape, most, strict=True))
    return rows, columns if columns == 1 else -(-columns // together) * together


def block_means(
    table: NDArray[np.floating], most: tuple[int, int] = MAX_TABLE, *, together: int = 1
) -> Blocks:
    """Return the means of the blocks of a (rows, columns) table, at most `most` of them.

    Columns are joined in multiples of `together`: 2 where a sine stands beside its cosine.
    A cell of -inf is masked: it does not count, and a block of nothing else is -inf itself.

    >>> block_means(np.arange(6.0).reshape(3, 2), most=(2, 2)).values.tolist()
    [[1.0, 2.0], [4.0, 5.0]]
    """
    steps = block_steps(table.shape, most, together=together)
    if steps == (1, 1):
        return _blocks(table, table.shape, steps)
    masked = np.isneginf(table)
    if not masked.any():
        sizes = np.outer(*(_sizes(length, step) for length, step in zip(table.shape, steps, strict=True)))
        return _blocks(_sums(table, steps) / sizes, table.shape, steps)
    counts = _sums((~masked).astype(np.float64), steps)
    sums = _sums(np.where(masked, 0.0, table), steps)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), -np.inf)
    return _blocks(means, table.shape, steps)


def block_angles(angles: NDArray[np.floating], most: tuple[int, int] = MAX_ANGLES) -> Blocks:
    """Return the mean direction of each block of angles, from 0 to 2π; nan where there is none.

    There is none where the angles of a block point in too many directions: where a pair turns on so far
    within a block that its mean says nothing.
    """
    steps = block_steps(angles.shape, most)
    if steps == (1, 1):
        return _blocks(angles % FULL_TURN, angles.shape, steps)
    sines, cosines = _sums(np.sin(angles), steps), _sums(np.cos(angles), steps)
    sizes = np.outer(*(_sizes(length, step) for length, step in zip(angles.shape, steps, strict=True)))
    mean = np.arctan2(sines, cosines) % FULL_TURN
    mean[np.hypot(sines, cosines) / sizes < LEAST_AGREEMENT] = np.nan
    return _blocks(mean, angles.shape, steps)


def _sizes(length: int, step: int) -> NDArray[np.float64]:
    """Return how many rows each block holds."""
    sizes: NDArray[np.float64] = np.minimum(step, length - np.arange(0, length, step)).astype(np.float64)
    return sizes


def _sums(table: NDArray[np.floating], steps: tuple[int, int]) -> NDArray[np.float64]:
    rows = np.add.reduceat(table, np.arange(0, table.shape[0], steps[0]), axis=0)
    sums: NDArray[np.float64] = np.add.reduceat(rows, np.arange(0, table.shape[1], steps[1]), axis=1)
    return sums


def _blocks(values: NDArray[np.floating], shape: tuple[int, ...], steps: tuple[int, int]) -> Blocks:
    rows, columns = (
        np.arange(0, length, step) + (_sizes(length, step) - 1) / 2
        for length, step in zip(shape, steps, strict=True)
    )
    return Blocks(values, rows, columns, *steps)
