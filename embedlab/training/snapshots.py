"""Looking at the snapshots of a training: one map for all of them, and neighbors over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError
from embedlab.ranking import top_k
from embedlab.training.word_vectors import TrainingRun

__all__ = ["SnapshotMap", "TracedNeighbors", "snapshot_map", "trace_neighbors"]


@dataclass(frozen=True)
class SnapshotMap:
    """Some words at every snapshot, on the same two axes."""

    words: tuple[str, ...]
    frames: NDArray[np.float32]  # (steps, words, 2)
    variance: float  # share of the last snapshot's variance that the two axes hold


@dataclass(frozen=True)
class TracedNeighbors:
    """How close the final neighbors of a word were at every snapshot, and who was closest then."""

    words: tuple[str, ...]  # the final neighbors, nearest first
    cosines: NDArray[np.float64]  # (steps, k) of the word with each
    nearest: tuple[str, ...]  # (steps,) the closest word at each snapshot


def snapshot_map(run: TrainingRun, words: Sequence[str]) -> SnapshotMap:
    """Project words at every snapshot by one PCA, that of the last snapshot.

    Each snapshot is centered on its own mean, then all are turned the same way: only the vectors move.

    Raises:
        InvalidInputError: fewer than 3 of the words have a snapshot.
    """
    rows = [run.vectors.row(word) for word in words if word in run.vectors]
    rows = [row for row in rows if row < run.snapshots.shape[1]]
    if len(rows) < 3:
        raise InvalidInputError(
            f"{len(rows)} of the words are among the {run.snapshots.shape[1]:,} most frequent; "
            "a map needs at least 3."
        )
    tables = run.snapshots[:, rows].astype(np.float64)
    tables -= tables.mean(axis=1, keepdims=True)
    _, lengths, axes = np.linalg.svd(tables[-1], full_matrices=False)
    strongest = np.abs(axes[:2]).argmax(axis=1)
    axes = axes[:2] * np.sign(axes[[0, 1], strongest])[:, None]  # a sign of its own would flip the map
    share = float((lengths[:2] ** 2).sum() / (lengths**2).sum())
    frames = (tables @ axes.T).astype(np.float32)
    return SnapshotMap(tuple(run.vectors.words[row] for row in rows), frames, share)


def trace_neighbors(run: TrainingRun, word: str, *, k: int = 5) -> TracedNeighbors:
    """Follow the final neighbors of a word through the snapshots, by cosine among the words that have one.

    Raises:
        UnknownWordError: the word has no vector.
        InvalidInputError: it is too rare to have snapshots.
    """
    count = run.snapshots.shape[1]
    row = run.vectors.row(word)
    if row >= count:
        raise InvalidInputError(
            f"“{word}” is word number {row + 1:,} by frequency and snapshots hold the first {count:,}; "
            "choose a more frequent word."
        )
    cosines = np.empty((len(run.snapshots), count))
    for step, table in enumerate(run.snapshots):
        units = unit_rows(table)
        cosines[step] = units @ units[row]
    cosines[:, row] = -np.inf
    last = top_k(cosines[-1], min(k, count - 1))
    return TracedNeighbors(
        tuple(run.vectors.words[each] for each in last),
        cosines[:, last],
        tuple(run.vectors.words[each] for each in cosines.argmax(axis=1)),
    )
