"""How well a search does, without a language model as the judge: queries whose answers are known."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.intervals import bootstrap_interval
from embedlab.search.index import MODES, Hits, SearchIndex
from embedlab.text_files import read_text
from embedlab.texts import LabeledQuery

__all__ = ["METRICS", "Evaluation", "evaluate_search", "rank_metrics", "read_labels"]

# of a query, from 0 to 1
METRICS = ("recall", "mrr", "ndcg")
HEAD = ["query", "document"]  # of labels
MAX_BYTES = 500_000
MAX_LABELS = 1_000  # lines


def rank_metrics(
    ranked: Sequence[Sequence[int]], relevant: Sequence[Collection[int]], k: int
) -> dict[str, NDArray[np.float64]]:
    """Return recall, reciprocal rank and nDCG at k of each query, (queries,) from 0 to 1.

    Relevance is binary, and nDCG that of Järvelin and Kekäläinen 2002: the gain of the first k, discounted by
    log2(1 + rank), as a share of the best possible.

    >>> {name: values.round(2).tolist() for name, values in rank_metrics([[4, 2, 9]], [{2, 7}], k=3).items()}
    {'recall': [0.5], 'mrr': [0.5], 'ndcg': [0.39]}

    Args:
        ranked: the rows that were found for each query, best first.
        relevant: the rows that answer it, at least one.
        k: how many count.
    """
    is_hit = np.zeros((len(ranked), k))
    for query, (rows, answers) in enumerate(zip(ranked, relevant, strict=True)):
        is_hit[query, : len(rows[:k])] = [row in answers for row in rows[:k]]
    answers_of = np.array([len(each) for each in relevant])
    ranks = np.arange(1, k + 1)
    gains = 1 / np.log2(1 + ranks)
    return {
        "recall": is_hit.sum(axis=1) / answers_of,
        "mrr": (is_hit / ranks).max(axis=1),
        "ndcg": is_hit @ gains / np.cumsum(gains)[np.minimum(answers_of, k) - 1],
    }


@dataclass(frozen=True)
class Evaluation:
    """The scores of each query under each metric and mode, with what was found."""

    queries: tuple[str, ...]
    scores: dict[str, dict[str, NDArray[np.float64]]]  # metric -> mode -> (queries,)
    hits: dict[str, list[Hits]]  # mode -> of each query
    recall: dict[str, float]  # the mean at k of each mode
    mrr: dict[str, float]
    ndcg: dict[str, float]

    def mean(self, metric: str) -> dict[str, float]:
        """Return the mean of a metric over the queries, for each mode."""
        means: dict[str, float] = getattr(self, metric)
        return means

    def interval(self, metric: str, mode: str) -> tuple[float, float]:
        """Return the 95% bootstrap interval of a mean."""
        return bootstrap_interval(self.scores[metric][mode])

    def gain(self, other: Evaluation, metric: str, mode: str) -> tuple[float, float]:
        """Return the 95% bootstrap interval of how much higher a mean is than in another evaluation.

        Both are of the same queries, which are drawn in pairs: what is hard for both does not count.
        """
        return bootstrap_interval(self.scores[metric][mode] - other.scores[metric][mode])

    def failures(self, mode: str) -> list[int]:
        """Return the queries for which a mode finds none of the relevant texts among its first k."""
        return [row for row, rank in enumerate(self.scores["mrr"][mode].tolist()) if not rank]


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
    for query, rows in zip(queries, relevant, strict=True):
        if not rows or not all(0 <= row < len(index.texts) for row in rows):
            raise InvalidInputError(
                f"The query {quote(query)} needs relevant texts from 0 to {len(index.texts) - 1:,}, "
                f"and has {sorted(rows)}."
            )
    if vectors is None:
        vectors = index.encoder.embed(list(queries))
    hits = {mode: index.search_many(queries, k, mode=mode, vectors=vectors) for mode in modes}
    of_mode = {
        mode: rank_metrics([each.rows.tolist() for each in found], relevant, k)
        for mode, found in hits.items()
    }
    scores = {metric: {mode: each[metric] for mode, each in of_mode.items()} for metric in METRICS}
    means = ({mode: float(each.mean()) for mode, each in scores[metric].items()} for metric in METRICS)
    return Evaluation(tuple(queries), scores, hits, *means)


def read_labels(content: bytes, titles: Sequence[str]) -> tuple[LabeledQuery, ...]:
    """Return the labeled queries of a CSV file (UTF-8), in its order.

    A line holds a query and the title of a document; a query with several documents has several lines, one
    that nothing answers an empty document. A first line "query,document" is the head.

    >>> read_labels(b"query,document\\nunhappy,I'm sad today", ["I'm sad today"])
    (LabeledQuery(text='unhappy', titles=("I'm sad today",)),)

    Raises:
        InvalidInputError: it is too large or empty, a line has not two cells, or names an unknown document.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInputError(
            f"The labels have {len(content) / 1e6:.1f} MB and at most {MAX_BYTES / 1e6:.1f} MB are read; "
            "give fewer."
        )
    try:
        cells = [
            [*map(str.strip, row)] for row in csv.reader(io.StringIO(read_text(content).text), strict=True)
        ]
    except csv.Error as error:
        raise InvalidInputError(f"The labels are not CSV ({error}); save them again as CSV.") from error
    rows = [(number, row) for number, row in enumerate(cells, 1) if any(row)]
    if rows and [cell.lower() for cell in rows[0][1]] == HEAD:
        rows = rows[1:]
    if not 1 <= len(rows) <= MAX_LABELS:
        raise InvalidInputError(
            f"The labels have {len(rows):,} lines; give 1 to {MAX_LABELS:,}: query,document."
        )
    titles_of: dict[str, list[str]] = {}
    for number, row in rows:
        if len(row) != 2 or not row[0]:
            raise InvalidInputError(
                f"Line {number:,} of the labels is not a query and a document; put a comma between them, and "
                "quotation marks around a text that holds one."
            )
        if row[1] and row[1] not in titles:
            raise InvalidInputError(
                f"Line {number:,} of the labels names the document {quote(row[1])}, which is not among these "
                f"{len(titles):,}; write its title as it stands above the picture's hits."
            )
        titles_of.setdefault(row[0], []).extend(filter(None, row[1:]))
    return tuple(LabeledQuery(query, tuple(dict.fromkeys(each))) for query, each in titles_of.items())
