"""The best answer to each of many analogy questions, in blocks of rows shared by threads.

Every method is written as a term of the pair (a, b) and a term of c: each is computed once for all the
questions that share it, and a question then costs one operation a word.

    3CosAdd         x · (b − a)  +  x · c                    the cosine with b − a + c, up to its length
    3CosMul         log cos'(b) − log(cos'(a) + 10⁻⁶)  +  log cos'(c)        where cos' = (1 + cos) / 2
    PairDirection   (x − c) · (b − a)  /  |x − c|            up to the length of b − a

Which questions are asked, and what counts as right, is for `evaluation` to say.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from embedlab.vectors.analogies import EPSILON
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["SEARCHES", "best_answers"]

ROW_BLOCK = 6144  # vocabulary rows at a time: few enough for the cache, enough to make the loop cheap
RUN = 64  # questions at a time
FAMILY = 8  # questions of one pair that are a run of their own
MAX_WORKERS = 4
MAX_SHARED = 2_048  # pairs and third words of a batch; each costs 25 KB a worker
MAX_HIDDEN = 4_000_000  # words left out of the answers of a batch, over all its questions
SMALLEST = np.float32(1e-30)  # has a logarithm
CLOSEST = np.float32(1e-6)  # squared distance below which rounding decides where x − c points
WAIT = 0.2  # seconds between two calls of a watcher that waits for its turn
ONE_AT_A_TIME = threading.Lock()  # the number of BLAS threads belongs to the whole process

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


def best_answers(
    vectors: WordVectors,
    asked: Rows,
    groups: Rows,
    *,
    method: str,
    exclude_inputs: bool,
    watch: Callable[[float], object],
) -> Rows:
    """Return the row of the best answer to each question; -1 where every word was left out.

    Args:
        vectors: the table.
        asked: (q, 3) the rows of a, b and c.
        groups: (n,) for each row that is searched the first row spelled like it, whatever the case.
        method: a key of `SEARCHES`.
        exclude_inputs: leave out a, b, c and what is spelled like them.
        watch: called in this thread with the share that is done; what it raises ends the work.
    """
    from threadpoolctl import threadpool_limits

    best = np.full(len(asked), -1, dtype=np.int64)
    workers = min(MAX_WORKERS, os.cpu_count() or 1)
    # one thread a worker: the products are too small to split, and the search for the maximum then runs
    # in parallel as well
    with (
        _turn(watch),
        threadpool_limits(limits=1, user_api="blas"),
        ThreadPoolExecutor(workers) as pool,
    ):
        for first, last in pairwise(_batch_edges(asked, groups)):
            search = SEARCHES[method](vectors, asked[first:last], groups, exclude_inputs=exclude_inputs)
            top = np.full(last - first, -np.inf, dtype=np.float32)
            starts = range(0, len(groups), ROW_BLOCK)
            for done, (scores, rows) in enumerate(pool.map(search.best_in_block, starts), start=1):
                better = scores > top  # among equals the more frequent word stays
                top[better], best[first:last][better] = scores[better], rows[better]
                watch((first + (last - first) * done / len(starts)) / len(asked))
    return best


@contextmanager
def _turn(watch: Callable[[float], object]) -> Iterator[None]:
    """Wait until no other evaluation runs; the watcher can end the wait."""
    while not ONE_AT_A_TIME.acquire(timeout=WAIT):
        watch(0.0)
    try:
        yield
    finally:
        ONE_AT_A_TIME.release()


def _batch_edges(asked: Rows, groups: Rows) -> list[int]:
    """Return where the questions are cut so that what a batch keeps in memory stays within its limits."""
    hidden = np.bincount(groups, minlength=len(groups))[groups[asked]].sum(axis=1).tolist()
    edges, shared, left_out = [0], set[int | tuple[int, int]](), 0
    for question, (a, b, c) in enumerate(asked.tolist()):
        shared |= {(a, b), c}
        left_out += hidden[question]
        if question > edges[-1] and (len(shared) > MAX_SHARED or left_out > MAX_HIDDEN):
            edges.append(question)
            shared, left_out = {(a, b), c}, hidden[question]
    return [*edges, len(asked)]


class _AddedSearch:
    """3CosAdd: the search that the others differ from in their two terms."""

    def __init__(self, vectors: WordVectors, asked: Rows, groups: Rows, *, exclude_inputs: bool) -> None:
        self.vectors, self.groups = vectors, groups
        pairs, pair_of = _unique_rows(asked[:, :2])  # (p, 2)
        thirds, third_of = _unique_rows(asked[:, 2:])  # (t, 1)
        self.firsts, self.seconds = self._units(pairs[:, 0]), self._units(pairs[:, 1])  # (p, dim)
        self.thirds = self._units(thirds[:, 0])  # (t, dim)
        self.order = np.argsort(pair_of, kind="stable")  # from here on questions are counted in this order
        self.third_of, self.pair_of = third_of[self.order], pair_of[self.order]
        bounds = np.searchsorted(self.pair_of, np.arange(len(pairs) + 1)).tolist()
        self.runs = _runs(bounds)
        self.run_edges = np.array([low for low, _ in self.runs] + [len(asked)])
        self.hidden = self._hidden(asked[self.order], exclude_inputs)

    def _units(self, rows: Rows) -> Scores:
        units: Scores = self.vectors.matrix[rows] * self.vectors.inverse_norms[rows, None]
        return units

    def _hidden(self, asked: Rows, exclude_inputs: bool) -> tuple[Rows, Rows]:
        """Return the questions and the rows that are no answer to them."""
        return _alike(asked, self.groups) if exclude_inputs else _nothing()

    def _terms(self, block: Scores) -> tuple[Scores, Scores]:
        """Return the term of each pair (p, rows) and of each third word (t, rows), given (dim, rows)."""
        by_pair: Scores = np.subtract(self.seconds, self.firsts) @ block
        by_third: Scores = self.thirds @ block
        return by_pair, by_third

    def _combine(self, by_pair: Scores, by_third: Scores, low: int, high: int, out: Scores) -> None:
        """Write into `out` (questions, rows) the scores of the questions low … high − 1.

        `by_pair` is (rows,) where they share a pair, else (questions, rows).
        """
        # `mode` lets NumPy write without a copy; the places are known to lie inside
        np.take(by_third, self.third_of[low:high], axis=0, out=out, mode="clip")
        out += by_pair

    def best_in_block(self, start: int) -> tuple[Scores, Rows]:
        """Return the highest score and its row for each question, among the rows from `start`."""
        stop = min(start + ROW_BLOCK, len(self.groups))
        norms = self.vectors.inverse_norms[start:stop, None]
        by_pair, by_third = self._terms((self.vectors.matrix[start:stop] * norms).T)
        by_pair[:, norms[:, 0] == 0] = -np.inf  # a zero vector answers nothing
        questions, columns, edges = self._hidden_in(start, stop)
        best_scores = np.empty(len(self.order), dtype=np.float32)
        best_rows = np.empty(len(self.order), dtype=np.int64)
        longest = max(high - low for low, high in self.runs)
        space = np.empty((longest, stop - start), dtype=np.float32)
        for (low, high), (first, last) in zip(self.runs, pairwise(edges), strict=True):
            scores, pairs = space[: high - low], self.pair_of[low:high]
            one_pair = pairs[0] == pairs[-1]
            self._combine(by_pair[pairs[0] if one_pair else pairs], by_third, low, high, scores)
            if first < last:
                scores[questions[first:last] - low, columns[first:last]] = -np.inf
            rows = scores.argmax(axis=1)
            best_scores[self.order[low:high]] = scores[np.arange(len(rows)), rows]
            best_rows[self.order[low:high]] = rows + start
        return best_scores, best_rows

    def _hidden_in(self, start: int, stop: int) -> tuple[Rows, Rows, list[int]]:
        """Return what is hidden of these rows, in the order of the questions, and where each run begins."""
        questions, rows = self.hidden
        first, last = np.searchsorted(rows, [start, stop])
        order = first + np.argsort(questions[first:last], kind="stable")
        chosen = questions[order]
        return chosen, rows[order] - start, np.searchsorted(chosen, self.run_edges).tolist()


class _MultipliedSearch(_AddedSearch):
    """3CosMul by its logarithm, which has the same order and is a sum."""

    def _terms(self, block: Scores) -> tuple[Scores, Scores]:
        by_pair = np.log(_positive_cosines(self.seconds, block))
        by_pair -= np.log(_positive_cosines(self.firsts, block) + EPSILON)
        return by_pair, np.log(_positive_cosines(self.thirds, block))


class _DirectedSearch(_AddedSearch):
    """PairDirection: of c itself x − c has no direction, so c is never an answer."""

    def __init__(self, vectors: WordVectors, asked: Rows, groups: Rows, *, exclude_inputs: bool) -> None:
        super().__init__(vectors, asked, groups, exclude_inputs=exclude_inputs)
        self.steps = self.seconds - self.firsts
        self.aimless = (np.square(self.steps).sum(axis=1)) < CLOSEST  # b − a has no direction either
        self.behind = np.einsum(
            "qd,qd->q", self.steps[self.pair_of], self.thirds[self.third_of]
        )  # c · (b − a)

    def _hidden(self, asked: Rows, exclude_inputs: bool) -> tuple[Rows, Rows]:
        if exclude_inputs:
            return super()._hidden(asked, exclude_inputs)
        order = np.argsort(asked[:, 2], kind="stable")
        return order, asked[order, 2]

    def _terms(self, block: Scores) -> tuple[Scores, Scores]:
        by_pair, by_third = super()._terms(block)
        by_pair[self.aimless] = -np.inf
        by_third *= -2  # |x − c|² = 2 − 2 x · c
        by_third += 2
        np.maximum(by_third, CLOSEST, out=by_third)
        np.sqrt(by_third, out=by_third)
        np.reciprocal(by_third, out=by_third)
        return by_pair, by_third

    def _combine(self, by_pair: Scores, by_third: Scores, low: int, high: int, out: Scores) -> None:
        np.take(by_third, self.third_of[low:high], axis=0, out=out, mode="clip")
        out *= by_pair - self.behind[low:high, None]


SEARCHES = {"3cosadd": _AddedSearch, "3cosmul": _MultipliedSearch, "pairdirection": _DirectedSearch}


def _positive_cosines(units: Scores, block: Scores) -> Scores:
    """Return (1 + cos) / 2, which lies in (0, 1], of every row with every column."""
    cosines: Scores = units @ block
    cosines += 1
    cosines /= 2
    return np.maximum(cosines, SMALLEST, out=cosines)


def _nothing() -> tuple[Rows, Rows]:
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)


def _alike(asked: Rows, groups: Rows) -> tuple[Rows, Rows]:
    """Return each question beside each row spelled like one of its words, in the order of the rows."""
    wanted = groups[asked].ravel()
    members = np.flatnonzero(np.isin(groups, wanted))
    members = members[np.argsort(groups[members], kind="stable")]
    low, high = (np.searchsorted(groups[members], wanted, side=side) for side in ("left", "right"))
    counts = high - low
    # the places low … high − 1 of every word, one after another
    places = np.arange(counts.sum()) + np.repeat(low - counts.cumsum() + counts, counts)
    questions, rows = np.repeat(np.arange(len(asked)).repeat(asked.shape[1]), counts), members[places]
    order = np.argsort(rows, kind="stable")
    return questions[order], rows[order]


def _runs(bounds: list[int]) -> list[tuple[int, int]]:
    """Cut questions, lying pair by pair between `bounds`, into runs: of one large pair or of small ones."""
    runs: list[tuple[int, int]] = []
    low = 0
    for first, last in pairwise(bounds):
        large = last - first >= FAMILY
        if low < first and (large or last - low > RUN):
            runs.append((low, first))
            low = first
        if large:
            runs += [(start, min(start + RUN, last)) for start in range(first, last, RUN)]
            low = last
    return [*runs, (low, bounds[-1])] if low < bounds[-1] else runs


def _unique_rows(table: Rows) -> tuple[Rows, Rows]:
    """Return the different rows of a table in the order they come, and which of them each row is."""
    _, first, inverse = np.unique(table, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return table[first[order]], rank[inverse.reshape(-1)]
