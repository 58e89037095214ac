"""Where search by meaning fails: what one vector blurs, queries without an answer, documents near to all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.context import Encoder
from embedlab.cosine import paired_cosines
from embedlab.search.index import SearchIndex
from embedlab.texts import SentencePair

__all__ = ["CONTRASTS", "SAME", "best_scores", "compare_contrasts", "count_hits", "separation"]

SAME = ("other words", "another language", "one word")  # kinds of pairs that should count as the same
# pairs of texts that a search may confuse
CONTRASTS = (
    SentencePair("I forgot my password", "I can't remember my login", SAME[0]),
    SentencePair("I forgot my password", "Ich habe mein Passwort vergessen", SAME[1]),
    SentencePair("late", "My parcel has not arrived yet", SAME[2]),
    SentencePair("I want to pay by card", "I do not want to pay by card", "negation"),
    SentencePair("a parcel of 2 kilograms", "a parcel of 20 kilograms", "number"),
    SentencePair("the status of order 48213", "the status of order 84231", "id"),
    SentencePair("the customer owes us money", "we owe the customer money", "who to whom"),
    SentencePair("a letter to Ms. Keller", "a letter to Ms. Kellner", "name"),
)


def compare_contrasts(encoder: Encoder, contrasts: Sequence[SentencePair] = CONTRASTS) -> NDArray[np.float64]:
    """Return the cosine of each pair of texts, shape (contrasts,)."""
    first = encoder.embed([each.first for each in contrasts])
    second = encoder.embed([each.second for each in contrasts])
    return paired_cosines(first, second)


def best_scores(index: SearchIndex, queries: Sequence[str]) -> NDArray[np.float64]:
    """Return the cosine of each query with its best document, shape (queries,)."""
    return np.array([hits.scores[0] for hits in index.search_many(queries, 1)]) if queries else np.empty(0)


def separation(answered: ArrayLike, unanswered: ArrayLike) -> float:
    """Return how often an answered query has a better best score than one without an answer (ROC AUC).

    ½ is chance, 1 a threshold that never errs.
    """
    differences = np.subtract.outer(np.asarray(answered), np.asarray(unanswered))
    return float((np.sign(differences).mean() + 1) / 2)


def count_hits(index: SearchIndex, queries: Sequence[str], k: int = 5) -> NDArray[np.int64]:
    """Return for how many queries each text is among the first k by meaning, shape (texts,).

    A text that is near to everything, a hub, stands far above the mean, queries × k / texts (Radovanović et
    al. 2010, "Hubs in Space").
    """
    rows = np.concatenate([hits.rows for hits in index.search_many(queries, k)])
    return np.bincount(rows, minlength=len(index.texts))
