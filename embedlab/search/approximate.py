"""Exact search against an approximate index: LanceDB's IVF (an inverted file), on real vectors.

k-means cuts the vectors into partitions; a query is compared only with those of the nearest few ("probes").
What lies in another partition is missed: recall is the share of the exact neighbors that come back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context import load_encoder
from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError, check_choice
from embedlab.models.disk import check_space
from embedlab.ranking import top_k
from embedlab.vector_table import build_ivf, nearest_rows, vector_column, write_table
from embedlab.vectors import load_word_vectors

__all__ = ["VECTOR_SETS", "IndexComparison", "compare_indexes", "compare_on", "load_vector_set"]

VECTOR_SETS = ("glove-6b-50d", "all-MiniLM-L6-v2")  # word vectors, an input table
SIZES = 4  # each four times as large as the one before
PROBES = (1, 2, 5, 10, 20, 50)  # LanceDB's own default is 20
QUERIES = 50
SLOW_QUERIES = 10  # of the table without an index
FEWEST = 2_000  # vectors
K = 10


@dataclass(frozen=True)
class IndexComparison:
    """Exact and approximate search in sets of vectors drawn at random, each part of the next."""

    counts: NDArray[np.int64]  # (sizes,) vectors
    dim: int
    k: int  # neighbors
    probes: tuple[int, ...]
    partitions: NDArray[np.int64]  # (sizes,)
    recalls: NDArray[np.float64]  # (sizes, probes) mean share of the exact neighbors that came back
    seconds: NDArray[np.float64]  # (sizes, probes) of a query with the index
    exact_seconds: NDArray[np.float64]  # (sizes,) of one matrix product in memory
    table_seconds: NDArray[np.float64]  # (sizes,) of LanceDB without the index: it reads the whole table
    build_seconds: NDArray[np.float64]  # (sizes,)
    index_bytes: NDArray[np.int64]  # (sizes,) on the disk, beside the table

    def best(self, recall: float) -> NDArray[np.int64]:
        """Return the column of the fewest probes with such a recall, for each size; else the last."""
        enough = self.recalls >= recall
        enough[:, -1] = True
        columns: NDArray[np.int64] = enough.argmax(axis=1)
        return columns

    def pays_from(self, recall: float) -> float:
        """Return from how many vectors the index is faster than exact search in memory, at such a recall.

        Between two sizes it is interpolated in the logarithms; nan where the index is slower in the largest.
        """
        rows = np.arange(len(self.counts))
        ratios = np.log(self.seconds[rows, self.best(recall)] / self.exact_seconds)
        slower = np.flatnonzero(ratios >= 0)
        if not len(slower):
            return float(self.counts[0])
        around = slice(slower[-1], slower[-1] + 2)  # the last size where it is slower, and the next
        if len(ratios[around]) < 2:
            return float("nan")
        return float(np.exp(np.interp(0, ratios[around][::-1], np.log(self.counts[around])[::-1])))


def load_vector_set(name: str) -> NDArray[np.float32]:
    """Return one of `VECTOR_SETS`, vectors of length 1, (n, dim); `UnknownNameError` for any other."""
    check_choice(name, VECTOR_SETS, "set of vectors")
    is_words = name == VECTOR_SETS[0]
    matrix = load_word_vectors(name).matrix if is_words else load_encoder(name).token_embeddings
    return unit_rows(matrix).astype(np.float32)


def compare_on(
    name: str, most: int | None = None, *, watch: Callable[[float], object] = bool
) -> IndexComparison:
    """Return `compare_indexes` of the first vectors of a set, all if None: a task of a worker."""
    return compare_indexes(load_vector_set(name)[:most], watch=watch)


def compare_indexes(
    vectors: NDArray[np.float32],
    *,
    k: int = K,
    probes: Sequence[int] = PROBES,
    random_state: int = 0,
    watch: Callable[[float], object] = bool,
) -> IndexComparison:
    """Return recall, time and size of LanceDB's IVF index beside exact search in memory.

    Args:
        vectors: (n, dim), length 1; 50 of them, drawn at random, are left out and become the queries.
        k: neighbors of a query.
        probes: partitions that are searched.
        random_state: of the draw.
        watch: called with the share of the work that is done.

    Raises:
        InvalidInputError: fewer than 2,000 vectors.
        ImportError, UnavailableError: LanceDB is not installed, or there is no room for the table.
    """
    if len(vectors) < FEWEST:
        raise InvalidInputError(f"{len(vectors):,} vectors are too few to compare; give at least {FEWEST:,}.")
    order = np.random.default_rng(random_state).permutation(len(vectors))
    queries, rest = vectors[order[:QUERIES]], vectors[order[QUERIES:]]
    counts = np.array([len(rest) // 4**step for step in reversed(range(SIZES))])
    rows = []
    for count, done in zip(counts.tolist(), np.cumsum(counts) - counts, strict=True):
        watch(float(done / counts.sum()))
        rows.append(_measure(np.ascontiguousarray(rest[:count]), queries, k, probes))
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return IndexComparison(counts, vectors.shape[1], k, tuple(probes), *columns)


def _measure(
    vectors: NDArray[np.float32], queries: NDArray[np.float32], k: int, probes: Sequence[int]
) -> tuple[Any, ...]:
    """Return the fields of one size, from `partitions` on."""
    import pyarrow

    exact, exact_seconds = _time(queries, lambda query: top_k(vectors @ query, k))
    with TemporaryDirectory(prefix="embedlab-index-") as folder:
        check_space(Path(folder), 3 * vectors.nbytes, what="The table", remedy="try again later")
        columns = {"row": np.arange(len(vectors)), "vector": vector_column(vectors)}
        table = write_table(folder, pyarrow.table(columns))

        def search(query: NDArray[np.float32], count: int = 0) -> NDArray[np.int64]:
            return np.asarray(nearest_rows(table, query, k, columns=["row"], probes=count)["row"])

        _, table_seconds = _time(queries[:SLOW_QUERIES], search)
        before, start = _size(folder), time.perf_counter()
        partitions = build_ivf(table)
        build_seconds, size = time.perf_counter() - start, _size(folder) - before
        answers = [_time(queries, lambda query, count=count: search(query, count)) for count in probes]  # type: ignore[misc]
    recalls = [
        np.mean([len(np.intersect1d(*pair)) / k for pair in zip(exact, rows, strict=True)])
        for rows, _ in answers
    ]
    seconds = [each for _, each in answers]
    return partitions, recalls, seconds, exact_seconds, table_seconds, build_seconds, size


def _time(
    queries: NDArray[np.float32], search: Callable[[NDArray[np.float32]], NDArray[np.int64]]
) -> tuple[list[NDArray[np.int64]], float]:
    """Return the rows of each query, and the seconds that a quarter of them stays below.

    The rest is slowed by whatever else the machine does; the first query warms up.
    """
    search(queries[0])
    results, seconds = [], []
    for query in queries:
        start = time.perf_counter()
        results.append(search(query))
        seconds.append(time.perf_counter() - start)
    return results, float(np.quantile(seconds, 0.25))


def _size(folder: str) -> int:
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
