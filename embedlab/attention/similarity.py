"""Do similar vectors attend to each other? Scores q · k beside the cosines of the states that enter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.attention.trace import LayerTrace
from embedlab.cosine import cosine_matrix
from embedlab.errors import InvalidInputError

__all__ = ["attended_pairs", "similarity_correlations"]

FEWEST = 3  # keys of a query: the order of two is right or wrong by chance


def attended_pairs(trace: LayerTrace) -> NDArray[np.bool_]:
    """Return which pairs are compared, (queries, keys): different tokens, none special or masked.

    In a decoder the first token is left out, where heads rest.
    """
    plain = ~np.asarray(trace.encoding.special, dtype=bool)
    if trace.causal:
        plain[0] = False
    pairs = plain[:, None] & plain & ~np.eye(len(plain), dtype=bool)
    return np.asarray(np.tril(pairs) if trace.causal else pairs)


def similarity_correlations(trace: LayerTrace) -> NDArray[np.float64]:
    """Return for each head whether more similar tokens are attended to more, (layers, heads).

    For each query, Spearman's correlation over its keys of the weight with the cosine of the two states that
    enter the layer; the mean over the queries with at least three other tokens. Within a query the weights
    have the order of the scores. 1: the same order; 0: no relation.

    Raises:
        InvalidInputError: too few tokens to rank.
    """
    from scipy.stats import rankdata

    pairs = attended_pairs(trace)
    queries = np.flatnonzero(pairs.sum(axis=1) >= FEWEST)
    if not len(queries):
        raise InvalidInputError("The text has too few tokens to rank their similarities; type a longer one.")
    attentions = trace.encoding.attentions
    result = np.zeros(attentions.shape[:2])
    for row, weights in enumerate(attentions):
        cosines = cosine_matrix(trace.states[row].astype(np.float64))
        for query in queries:
            keys = pairs[query]
            values = np.vstack([cosines[query, keys][None], weights[:, query, keys]])  # (1 + heads, keys)
            ranks = rankdata(values, axis=1)
            ranks -= ranks.mean(axis=1, keepdims=True)
            ranks /= np.maximum(np.linalg.norm(ranks, axis=1, keepdims=True), 1e-12)
            result[row] += ranks[1:] @ ranks[0] / len(queries)
    return result
