"""Where search by meaning fails: what one vector blurs, queries without an answer, documents near to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.cosine import paired_cosines
from embedlab.search.index import SearchIndex

__all__ = ["CONTRASTS", "Contrast", "best_scores", "compare_contrasts", "count_hits", "separation"]


@dataclass(frozen=True)
class Contrast:
    """Two texts, and what a search should make of them."""

    kind: str
    first: str
    second: str
    same: bool  # whether they should count as the same


# pairs of texts, each with what a search should make of it
CONTRASTS = (
    Contrast("other words", "I forgot my password", "I can't remember my login", True),
    Contrast("another language", "I forgot my password", "Ich habe mein Passwort vergessen", True),
    Contrast("negation", "I want to pay by card", "I do not want to pay by card", False),
    Contrast("number", "a parcel of 2 kilograms", "a parcel of 20 kilograms", False),
    Contrast("id", "the status of order 48213", "the status of order 84231", False),
    Contrast("who to whom", "the customer owes us money", "we owe the customer money", False),
    Contrast("name", "a letter to Ms. Keller", "a letter to Ms. Kellner", False),
)


def compare_contrasts(encoder: Encoder, contrasts: Sequence[Contrast] = CONTRASTS) -> NDArray[np.float64]:
    """Return the cosine of each pair of texts, shape (contrasts,)."""
    first = encoder.embed([each.first for each in contrasts])
    second = encoder.embed([each.second for each in contrasts])
    return paired_cosines(first, second)


def best_scores(index: SearchIndex, queries: Sequence[str]) -> NDArray[np.float64]:
    """Return the cosine of each query with its best document, shape (queries,)."""
    if not queries:
        return np.empty(0)
    return np.array([index.cosines(vector).max() for vector in index.encoder.embed(list(queries))])


def separation(answered: NDArray[np.float64], unanswered: NDArray[np.float64]) -> float:
    """Return how often an answered query has a better best score than one without an answer (ROC AUC).

    ½ is chance, 1 a threshold that never errs.
    """
    higher = (answered[:, None] > unanswered[None, :]).mean()
    return float(higher + (answered[:, None] == unanswered[None, :]).mean() / 2)


def count_hits(index: SearchIndex, queries: Sequence[str], k: int = 5) -> NDArray[np.int64]:
    """Return for how many queries each text is among the first k by meaning, shape (texts,).

    A text that is near to everything, a hub, stands far above the mean, queries × k / texts (Radovanović et
    al. 2010, "Hubs in Space").
    """
    counts = np.zeros(len(index.texts), dtype=np.int64)
    for hits in index.search_many(queries, k):
        counts[hits.rows] += 1
    return counts
