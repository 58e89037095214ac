"""Groups that nobody named: clustering in the full space, names for the groups, and how good they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError, check_choice

__all__ = [
    "CLUSTERINGS", "MAX_GROUPS", "OUTSIDE", "Clustering", "GroupCounts", "cluster_vectors", "compare_counts",
    "name_clusters",
]  # fmt: skip

CLUSTERINGS = ("k-means", "HDBSCAN")
OUTSIDE = -1  # the group of texts that HDBSCAN puts in none
MAX_GROUPS = 20
STARTS = 4  # of k-means; the best is used
SMALLEST = 5  # texts of a group of HDBSCAN


@dataclass(frozen=True)
class Clustering:
    """The group of each vector and how well groups stand apart."""

    groups: NDArray[np.int64]  # (n,), from 0; OUTSIDE for none
    silhouette: float  # −1 to 1, over the cosine; nan where there is one group
    agreement: float  # adjusted Rand index with labels: 1 the same groups, 0 as by chance; nan without labels
    random_silhouette: float  # of random vectors of the same shape, clustered the same way

    @property
    def count(self) -> int:
        """How many groups there are."""
        return int(self.groups.max(initial=OUTSIDE)) + 1


@dataclass(frozen=True)
class GroupCounts:
    """K-means with several numbers of groups."""

    counts: tuple[int, ...]
    silhouettes: NDArray[np.float64]  # (counts,)
    random_silhouettes: NDArray[np.float64]  # (counts,)
    agreements: NDArray[np.float64]  # (counts,)


def cluster_vectors(
    vectors: NDArray[np.floating[Any]],
    *,
    method: str = "k-means",
    count: int = 6,
    labels: Sequence[str] | None = None,
    random_state: int = 0,
) -> Clustering:
    """Group vectors by their direction, in all their dimensions.

    Args:
        vectors: (n, dim); scaled to length 1 first.
        method: "k-means", or "HDBSCAN", which finds the number of groups and leaves some vectors out.
        count: groups of k-means, 2 to 20.
        labels: (n,) to compare with.
        random_state: of k-means and of the random vectors.

    Raises:
        UnknownNameError: no such method.
        InvalidInputError: fewer vectors than groups, or a number of groups out of bounds.
    """
    check_choice(method, CLUSTERINGS, "method of clustering")
    if method == "k-means" and not 2 <= count <= min(MAX_GROUPS, len(vectors) - 1):
        raise InvalidInputError(
            f"{count} groups of {len(vectors):,} texts are not possible; choose 2 to "
            f"{max(2, min(MAX_GROUPS, len(vectors) - 1))}."
        )
    units = unit_rows(vectors)
    groups = _group(units, method, count, random_state)
    random = unit_rows(np.random.default_rng(random_state).normal(size=units.shape))
    return Clustering(
        groups,
        _silhouette(units, groups),
        _agreement(groups, labels),
        _silhouette(random, _group(random, method, count, random_state)),
    )


def compare_counts(
    vectors: NDArray[np.floating[Any]],
    counts: Sequence[int],
    labels: Sequence[str] | None = None,
    *,
    random_state: int = 0,
    watch: Callable[[float], object] = bool,
) -> GroupCounts:
    """Cluster with k-means into several numbers of groups; `watch` is called with the share that is done.

    Raises:
        InvalidInputError: as `cluster_vectors`.
    """
    found = []
    for done, count in enumerate(counts, 1):
        found.append(cluster_vectors(vectors, count=count, labels=labels, random_state=random_state))
        watch(done / len(counts))
    return GroupCounts(
        tuple(counts),
        np.array([each.silhouette for each in found]),
        np.array([each.random_silhouette for each in found]),
        np.array([each.agreement for each in found]),
    )


def name_clusters(
    texts: Sequence[str], groups: NDArray[np.int64], *, words: int = 3
) -> tuple[tuple[str, ...], ...]:
    """Return the most telling words of each group by c-TF-IDF (Grootendorst 2022).

    A word counts by its share of the group's words, times log(1 + A / f): A is the average number of words of
    a group, f how often the word stands anywhere. English function words are left out.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(stop_words="english", token_pattern=r"(?u)\b[^\W\d_]{3,}\b")
    joined = [
        " ".join(texts[row] for row in np.flatnonzero(groups == group)) for group in range(groups.max() + 1)
    ]
    try:
        counts = counter.fit_transform(joined).toarray()
    except ValueError:  # no text has a word to count
        return tuple(() for _ in joined)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    weights = shares * np.log(1 + counts.sum() / len(joined) / counts.sum(axis=0))
    vocabulary = counter.get_feature_names_out()
    best = np.argsort(-weights, axis=1, kind="stable")[:, :words]
    return tuple(
        tuple(str(vocabulary[column]) for column in row if weights[group, column] > 0)
        for group, row in enumerate(best)
    )


def _group(units: NDArray[np.float64], method: str, count: int, random_state: int) -> NDArray[np.int64]:
    from sklearn.cluster import HDBSCAN, KMeans

    if method == "HDBSCAN":  # of unit vectors the Euclidean distance ranks as the cosine does
        found = HDBSCAN(min_cluster_size=SMALLEST, copy=True).fit_predict(units)
    else:
        found = KMeans(count, n_init=STARTS, random_state=random_state).fit_predict(units)
    return np.asarray(found, dtype=np.int64)


def _silhouette(units: NDArray[np.float64], groups: NDArray[np.int64]) -> float:
    from sklearn.metrics import silhouette_score

    inside = groups != OUTSIDE
    different = len(np.unique(groups[inside]))
    if not 2 <= different < inside.sum():
        return float("nan")
    return float(silhouette_score(units[inside], groups[inside], metric="cosine"))


def _agreement(groups: NDArray[np.int64], labels: Sequence[str] | None) -> float:
    from sklearn.metrics import adjusted_rand_score

    return float("nan") if labels is None else float(adjusted_rand_score(labels, groups))
