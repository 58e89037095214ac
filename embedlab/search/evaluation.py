"""An index tested with queries whose answers are known, in each mode of search."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.intervals import bootstrap_interval
from embedlab.search.index import MODES, Hits, SearchIndex
from embedlab.search.metrics import ndcg_at_k, recall_at_k, reciprocal_rank_at_k

__all__ = ["METRICS", "Evaluation", "evaluate_search"]

# name -> (ranked rows, relevant rows, k) -> score from 0 to 1
METRICS = {"recall": recall_at_k, "mrr": reciprocal_rank_at_k, "ndcg": ndcg_at_k}


@dataclass(frozen=True)
class Evaluation:
    """The scores of each query under each metric and mode, with what was found."""

    queries: tuple[str, ...]
    relevant: tuple[frozenset[int], ...]
    k: int
    scores: dict[str, dict[str, NDArray[np.float64]]]  # metric -> mode -> (queries,)
    hits: dict[str, tuple[Hits, ...]]  # mode -> of each query

    @property
    def recall(self) -> dict[str, float]:
        """The mean recall at k of each mode."""
        return self.mean("recall")

    @property
    def mrr(self) -> dict[str, float]:
        """The mean reciprocal rank of each mode."""
        return self.mean("mrr")

    @property
    def ndcg(self) -> dict[str, float]:
        """The mean nDCG of each mode."""
        return self.mean("ndcg")

    def mean(self, metric: str) -> dict[str, float]:
        """Return the mean of a metric over the queries, for each mode."""
        return {mode: float(values.mean()) for mode, values in self.scores[metric].items()}

    def interval(self, metric: str, mode: str) -> tuple[float, float]:
        """Return the 95% bootstrap interval of a mean."""
        return bootstrap_interval(self.scores[metric][mode])

    def failures(self, mode: str) -> list[int]:
        """Return the queries for which a mode finds none of the relevant texts among its first k."""
        return [int(row) for row in np.flatnonzero(self.scores["mrr"][mode] == 0)]


def evaluate_search(
    index: SearchIndex,
    queries: Sequence[str],
    relevant: Sequence[Collection[int]],
    k: int = 10,
    *,
    modes: Sequence[str] = MODES,
    vectors: NDArray[np.float32] | None = None,
) -> Evaluation:
    """Return how well an index answers queries whose relevant texts are known.

    Args:
        index: what is tested.
        queries: with at least one relevant text each.
        relevant: for each query, the rows of the texts that answer it.
        k: how many hits count.
        modes: ways of search, of `MODES`.
        vectors: (queries, dim) of the queries by the same encoder, where they are known already.

    Raises:
        InvalidInputError: there is no query, one has no relevant text, or a row is none of the index.
    """
    if not queries or len(queries) != len(relevant):
        raise InvalidInputError(
            f"{len(queries)} queries and {len(relevant)} sets of relevant texts; give one set for each query."
        )
    wanted = tuple(frozenset(rows) for rows in relevant)
    for query, rows in zip(queries, wanted, strict=True):
        if not rows or not all(0 <= row < len(index.texts) for row in rows):
            raise InvalidInputError(
                f"The query {quote(query)} needs relevant texts from 0 to {len(index.texts) - 1:,}, "
                f"and has {sorted(rows)}."
            )
    if vectors is None:
        vectors = index.encoder.embed(list(queries))
    hits = {mode: tuple(index.search_many(queries, k, mode=mode, vectors=vectors)) for mode in modes}
    scores = {
        metric: {
            mode: np.array(
                [measure(each.rows.tolist(), rows, k) for each, rows in zip(hits[mode], wanted, strict=True)]
            )
            for mode in modes
        }
        for metric, measure in METRICS.items()
    }
    return Evaluation(tuple(queries), wanted, k, scores, hits)
