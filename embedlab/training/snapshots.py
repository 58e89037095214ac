"""Looking at the snapshots of a training: one map for all of them, and neighbors over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import unit_rows, vector_lengths
from embedlab.errors import InvalidInputError
from embedlab.ranking import top_k
from embedlab.texts import WORD_GROUPS
from embedlab.training.word_vectors import TrainingRun

__all__ = [
    "SnapshotMap", "TracedNeighbors", "frequent_content", "map_words", "snapshot_map", "trace_neighbors",
]  # fmt: skip

GROUPS = 5  # on a map
OF_GROUP = 6  # words that make a group worth a color
NEIGHBORS = 7  # of a word, on a map
LONG = 5  # letters: shorter words are often names of nothing, such as “said”


@dataclass(frozen=True)
class SnapshotMap:
    """Some words at every snapshot, on the same two axes."""

    words: tuple[str, ...]
    frames: NDArray[np.float32]  # (steps, words, 2)
    variance: float  # share of the last snapshot's variance that the two axes hold
    lengths: tuple[float, float]  # median length of the rows at the first and at the last snapshot


@dataclass(frozen=True)
class TracedNeighbors:
    """How close the final neighbors of a word were at every snapshot, and who was closest then."""

    words: tuple[str, ...]  # the final neighbors, nearest first
    cosines: NDArray[np.float64]  # (steps, k) of the word with each
    average: NDArray[np.float64]  # (steps,) its mean cosine with all words that have snapshots
    nearest: tuple[str, ...]  # (steps,) the closest word at each snapshot

    @property
    def settled(self) -> int:
        """The first snapshot from which on the closest word stays the same."""
        others = [step for step, word in enumerate(self.nearest) if word != self.nearest[-1]]
        return others[-1] + 1 if others else 0


def frequent_content(run: TrainingRun) -> list[str]:
    """Return the words that have snapshots and are no stop words, most frequent first."""
    from gensim.parsing.preprocessing import STOPWORDS

    return [word for word in run.vectors.words[: run.snapshots.shape[1]] if word not in STOPWORDS]


def map_words(run: TrainingRun, seeds: Sequence[str] = ()) -> dict[str, str]:
    """Return words for a map, each with its group.

    The groups are those of `embedlab.texts.WORD_GROUPS`, where the text has enough of their words; else some
    words with their final neighbors, which are together at the end by construction: the `seeds`, then the
    most frequent words of five letters or more.
    """
    known = set(run.vectors.words[: run.snapshots.shape[1]])
    groups = {name: [word for word in words if word in known] for name, words in WORD_GROUPS.items()}
    best = sorted(
        (name for name in groups if len(groups[name]) >= OF_GROUP), key=lambda name: -len(groups[name])
    )
    if len(best) > 1:
        return {word: name for name in best[:GROUPS] for word in groups[name]}
    around: dict[str, str] = {}
    long = [word for word in frequent_content(run) if len(word) >= LONG]
    for word in [*(word for word in seeds if word in known), *long]:
        if word not in around and len(set(around.values())) < GROUPS:
            near = trace_neighbors(run, word, k=NEIGHBORS).words
            around |= {each: f"near {word}" for each in (word, *near) if each not in around}
    return around


def snapshot_map(run: TrainingRun, words: Sequence[str]) -> SnapshotMap:
    """Project words at every snapshot by one PCA, that of the last snapshot.

    Each snapshot is centered on its own mean, then all are turned the same way: only the vectors move.

    Raises:
        InvalidInputError: fewer than 3 of the words have a snapshot.
    """
    count = run.snapshots.shape[1]
    rows = [row for word in words if word in run.vectors and (row := run.vectors.row(word)) < count]
    if len(rows) < 3:
        raise InvalidInputError(
            f"{len(rows)} of the words are among the {count:,} most frequent; a map needs at least 3."
        )
    tables = run.snapshots[:, rows].astype(np.float64)
    first, last = np.median(vector_lengths(tables[[0, -1]]), axis=1).tolist()
    tables -= tables.mean(axis=1, keepdims=True)
    _, lengths, axes = np.linalg.svd(tables[-1], full_matrices=False)
    strongest = np.abs(axes[:2]).argmax(axis=1)
    axes = axes[:2] * np.sign(axes[[0, 1], strongest])[:, None]  # a sign of its own would flip the map
    share = float((lengths[:2] ** 2).sum() / (lengths**2).sum())
    frames = (tables @ axes.T).astype(np.float32)
    return SnapshotMap(tuple(run.vectors.words[row] for row in rows), frames, share, (first, last))


def trace_neighbors(run: TrainingRun, word: str, *, k: int = 5) -> TracedNeighbors:
    """Follow the final neighbors of a word through the snapshots, by cosine among the words that have one.

    Raises:
        UnknownWordError: the word has no vector.
        InvalidInputError: it is too rare to have snapshots.
    """
    count, row = run.snapshots.shape[1], run.vectors.row(word)
    if row >= count:
        raise InvalidInputError(
            f"“{word}” is word number {row + 1:,} by frequency and snapshots hold the first {count:,}; "
            "choose a more frequent word."
        )
    units = (unit_rows(table) for table in run.snapshots)
    cosines = np.stack([each @ each[row] for each in units])  # (steps, words)
    average = (cosines.sum(axis=1) - 1) / (count - 1)  # without itself
    cosines[:, row] = -np.inf
    last = top_k(cosines[-1], min(k, count - 1))
    names = [[run.vectors.words[each] for each in rows] for rows in (last, cosines.argmax(axis=1))]
    return TracedNeighbors(tuple(names[0]), cosines[:, last], average, tuple(names[1]))
