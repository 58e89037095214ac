"""Labeled vectors: what a map is drawn of. Knows their names and groups, not where they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embedlab.content_key import content_key
from embedlab.errors import InvalidInputError

__all__ = ["PointSet"]

SAMPLE_SEED = 0


@dataclass(frozen=True)
class PointSet:
    """Points to draw, with what is known of each."""

    labels: tuple[str, ...]
    matrix: NDArray[np.float32]  # (n, dim)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # such as "group", one value per row
    ranks: NDArray[np.int64] | None = None  # (n,) 1 = the most frequent word; None where nobody counted

    def __post_init__(self) -> None:
        sizes = {len(self.labels), len(self.matrix), *(len(column) for column in self.columns.values())}
        if self.ranks is not None:
            sizes.add(len(self.ranks))
        if len(sizes) != 1:
            raise InvalidInputError(
                f"Points need one label, one vector and one value of each column; "
                f"these have {', '.join(str(size) for size in sorted(sizes))} of them."
            )

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.labels)

    @cached_property
    def key(self) -> str:
        """The content key; ranks do not count, as they only say which labels are written first."""
        return content_key(self.matrix, self.labels, self.columns)

    @property
    def dim(self) -> int:
        """Numbers in each vector."""
        return int(self.matrix.shape[1])

    @property
    def groups(self) -> tuple[str, ...] | None:
        """The group of each point, None where there are none."""
        return self.columns.get("group")

    def take(self, rows: Sequence[int] | NDArray[np.integer]) -> PointSet:
        """Return some of the points, in the order of `rows`."""
        selection = np.asarray(rows, dtype=np.int64)
        return PointSet(
            tuple(self.labels[row] for row in selection),
            self.matrix[selection],
            {name: tuple(values[row] for row in selection) for name, values in self.columns.items()},
            None if self.ranks is None else self.ranks[selection],
        )

    def sample(self, most: int) -> PointSet:
        """Return at most `most` of the points, in their order, chosen at random with a fixed seed."""
        if len(self) <= most:
            return self
        rows = np.random.default_rng(SAMPLE_SEED).choice(len(self), most, replace=False)
        return self.take(np.sort(rows))

    def without_direction(self) -> NDArray[np.int64]:
        """Return the rows whose vector is zero: they have no cosine with anything."""
        return np.flatnonzero(~self.matrix.any(axis=1))

    def row(self, label: str) -> int | None:
        """Return the first row with a label, if need be in another case; None where there is none."""
        if label in self.labels:
            return self.labels.index(label)
        folded = label.casefold()
        return next((row for row, each in enumerate(self.labels) if each.casefold() == folded), None)
