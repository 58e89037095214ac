"""Groups that nobody named: clustering in the full space, names for the groups, and how good they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError
from embedlab.space import find_clusters

__all__ = [
    "CLUSTERINGS", "MAX_GROUPS", "OUTSIDE", "Clustering", "cluster_vectors", "compare_counts",
    "name_clusters",
]  # fmt: skip

CLUSTERINGS = {"k-means": "kmeans", "HDBSCAN": "hdbscan"}  # the name of each in embedlab.space
OUTSIDE = -1  # the group of texts that HDBSCAN puts in none
MAX_GROUPS = 20  # of k-means


@dataclass(frozen=True)
class Clustering:
    """The group of each vector and how well groups stand apart."""

    groups: NDArray[np.int64]  # (n,), from 0, the largest first; OUTSIDE for none
    silhouette: float  # −1 to 1, over the cosine; nan where there is one group
    agreement: float  # adjusted Rand index with labels: 1 the same groups, 0 as by chance; nan without labels
    random_silhouette: float  # of random vectors of the same shape, clustered the same way

    @property
    def count(self) -> int:
        """How many groups there are."""
        return int(self.groups.max(initial=OUTSIDE)) + 1


def cluster_vectors(
    vectors: NDArray[np.floating[Any]],
    *,
    method: str = "k-means",
    count: int = 6,
    labels: Sequence[str] | None = None,
    random_state: int = 0,
) -> Clustering:
    """Group (n, dim) vectors by their direction, in all their dimensions, and compare with (n,) labels.

    "k-means" makes `count` groups, 2 to 20; "HDBSCAN" finds their number and leaves some vectors out.

    Raises:
        UnknownNameError: no such method.
        InvalidInputError: fewer vectors than groups, or a number of groups out of bounds.
    """
    from sklearn.metrics import adjusted_rand_score

    most = max(2, min(MAX_GROUPS, len(vectors) - 1))
    if method == "k-means" and not 2 <= count <= most:
        raise InvalidInputError(
            f"{count} groups of {len(vectors):,} texts are not possible; choose 2 to {most}."
        )
    random = np.random.default_rng(random_state).normal(size=vectors.shape)
    options: dict[str, Any] = {"method": CLUSTERINGS.get(method, method), "clusters": count}
    groups, chance = (
        find_clusters(matrix, **options, random_state=random_state).labels for matrix in (vectors, random)
    )
    agreement = float("nan") if labels is None else float(adjusted_rand_score(labels, groups))
    return Clustering(groups, _silhouette(vectors, groups), agreement, _silhouette(random, chance))


def compare_counts(
    vectors: NDArray[np.floating[Any]],
    counts: Sequence[int],
    labels: Sequence[str] | None = None,
    method: str = "k-means",
    *,
    watch: Callable[[float], object] = bool,
) -> tuple[Clustering, ...]:
    """Cluster into several numbers of groups; `watch` is called with the share that is done.

    Raises:
        InvalidInputError: as `cluster_vectors`.
    """
    results = []
    for count in counts:
        results.append(cluster_vectors(vectors, method=method, count=count, labels=labels))
        watch(len(results) / len(counts))
    return tuple(results)


def name_clusters(
    texts: Sequence[str], groups: NDArray[np.int64], *, words: int = 3
) -> tuple[tuple[str, ...], ...]:
    """Return the most telling words of each group by c-TF-IDF (Grootendorst 2022).

    A word counts by its share of the group's words, times log(1 + A / f): A is the average number of words of
    a group, f how often the word stands anywhere. English function words are left out.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(stop_words="english", token_pattern=r"(?u)\b[^\W\d_]{3,}\b")
    rows = (np.flatnonzero(groups == group) for group in range(groups.max() + 1))
    joined = [" ".join(texts[row] for row in each) for each in rows]
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


def _silhouette(vectors: NDArray[np.floating[Any]], groups: NDArray[np.int64]) -> float:
    from sklearn.metrics import silhouette_score

    inside = groups != OUTSIDE
    if not 2 <= len(np.unique(groups[inside])) < inside.sum():
        return float("nan")
    return float(silhouette_score(unit_rows(vectors)[inside], groups[inside], metric="cosine"))
