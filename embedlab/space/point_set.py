"""Labelled vectors: what a map is drawn of. Knows their names and groups, not where they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError

__all__ = ["PointSet"]


@dataclass(frozen=True)
class PointSet:
    """Points to draw, with what is known of each."""

    labels: tuple[str, ...]
    matrix: NDArray[np.float32]  # (n, dim)
    kind: str  # what the vectors are, for people: "static word vectors of glove-6b-50d"
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # such as "group", one value a row
    ranks: NDArray[np.int64] | None = None  # (n,) 1 = the most frequent word; None where nobody counted
    notes: tuple[str, ...] = ()  # what was left out or changed, a sentence each

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

    @property
    def dim(self) -> int:
        """Numbers in each vector."""
        return int(self.matrix.shape[1])

    def take(self, rows: Sequence[int] | NDArray[np.integer]) -> PointSet:
        """Return some of the points, in the order of `rows`."""
        chosen = np.asarray(rows, dtype=np.int64)
        return replace(
            self,
            labels=tuple(self.labels[row] for row in chosen),
            matrix=self.matrix[chosen],
            columns={name: tuple(values[row] for row in chosen) for name, values in self.columns.items()},
            ranks=None if self.ranks is None else self.ranks[chosen],
        )

    def with_direction(self) -> PointSet:
        """Return the points without those whose vector is zero: they have no cosine with anything."""
        zero = ~self.matrix.any(axis=1)
        if not zero.any():
            return self
        names = ", ".join(self.labels[row] for row in np.flatnonzero(zero)[:3])
        note = (
            f"{int(zero.sum())} of {len(self)} vectors are all zeros and have no cosine ({names}); "
            "they are left out of the map."
        )
        return replace(self.take(np.flatnonzero(~zero)), notes=(*self.notes, note))

    def row(self, label: str) -> int | None:
        """Return the first row with a label, if need be in another case; None where there is none."""
        if label in self.labels:
            return self.labels.index(label)
        folded = label.casefold()
        return next((row for row, each in enumerate(self.labels) if each.casefold() == folded), None)
