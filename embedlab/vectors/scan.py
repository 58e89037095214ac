"""One pass over a matrix for all who ask at the same moment.

A product of a large matrix with one query costs what it takes to read the matrix; with eight queries it costs
little more. So the matrix is multiplied part by part, and each part with the queries of everybody who still
needs it: whoever comes while others are being answered joins at the next part and goes round to where it came
in. The threads that ask do the work themselves, as many at a time as there are processors; there is no other
thread, and nobody waits in a loop. What the products mean is left to the caller.
"""

from __future__ import annotations

import os
import threading
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["MAX_QUERIES", "SharedScan"]

MAX_QUERIES = 16  # multiplied with a part at once
MAX_WORKERS = 4  # threads that multiply at the same time
PART_NUMBERS = 2_500_000  # of the matrix in a part, about: less than a millisecond of reading
MAX_PARTS = 8
PARTS_ALONE = 4  # taken at once by who asks alone: each turn of BLAS and of the interpreter costs a little
SMALL_PRODUCT = 1_000_000  # multiplications: up to here OpenBLAS multiplies without repacking the matrix


class _Question:
    """Queries of one thread, and what is known of the answer."""

    def __init__(self, queries: NDArray[np.float32], scale: NDArray[np.float32], parts: int) -> None:
        self.queries = queries  # (q, dim)
        self.scale = scale  # (n,)
        self.answer = np.empty((len(queries), len(scale)), dtype=np.float32)  # (q, n)
        self.error: BaseException | None = None
        self.alone = False
        self.attempt = 0
        self.begin(parts)

    def begin(self, parts: int) -> None:
        """Ask for all parts, anew where some are known."""
        self.missing = set(range(parts))  # that nobody has taken
        self.left = parts  # that are not finished
        self.attempt += 1

    @property
    def done(self) -> bool:
        """Whether there is an answer or an error."""
        return self.left == 0 or self.error is not None


class SharedScan:
    """The products of a matrix with queries, asked by any number of threads.

    Args:
        matrix: (n, dim) float32, never changed.
    """

    def __init__(self, matrix: NDArray[np.float32]) -> None:
        self._matrix = np.asarray(matrix)  # a mapped file stays one; its slices are cheaper without the class
        count = max(1, min(MAX_PARTS, matrix.size // PART_NUMBERS))
        self._parts = list(pairwise(np.linspace(0, len(matrix), count + 1).astype(int).tolist()))
        self._asked: list[_Question] = []  # and not answered, first come first
        self._last = -1  # the part taken last
        self._workers = 0
        self._changed = threading.Condition()

    def __reduce__(self) -> tuple[Any, ...]:  # copied or sent to another process, without those who wait
        return SharedScan, (self._matrix,)

    def products(self, queries: NDArray[np.float32], scale: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return queries @ matrix.T * scale, shape (q, n), a fresh array.

        Args:
            queries: (q, dim) float32.
            scale: (n,) float32, a factor for each row of the matrix.

        Raises:
            ValueError: the queries have another dimension than the matrix.
        """
        if queries.ndim != 2 or queries.shape[1] != self._matrix.shape[1]:
            raise ValueError(f"queries of shape {queries.shape} do not fit rows of {self._matrix.shape[1]}")
        question = _Question(queries, scale, len(self._parts))
        with self._changed:
            self._asked.append(question)
            try:
                while not question.done:
                    self._changed.wait_for(lambda: question.done or self._can_work(question))
                    if not question.done:
                        self._work(question)
            finally:  # an interrupted thread needs no answer
                self._asked = [other for other in self._asked if other is not question]
        if question.error is not None:
            raise question.error
        return question.answer

    def _can_work(self, question: _Question) -> bool:
        """Whether a part of this question waits for somebody, and a processor is free."""
        return bool(question.missing) and self._workers < min(MAX_WORKERS, os.cpu_count() or 1)

    def _work(self, question: _Question) -> None:
        """Multiply a part that this question needs, for all who need it; the lock is free meanwhile."""
        first = min(question.missing, key=lambda part: (part - self._last - 1) % len(self._parts))
        last = first
        if len(self._asked) == 1:
            while last + 1 in question.missing and last + 1 - first < PARTS_ALONE:
                last += 1
        riders = [(rider, rider.attempt) for rider in self._riders(question, first)]
        for rider, _ in riders:
            rider.missing.difference_update(range(first, last + 1))
        self._last = last
        self._workers += 1
        self._changed.release()
        error: BaseException | None = None
        try:
            start, stop = self._parts[first][0], self._parts[last][1]
            self._multiply(start, stop, [rider for rider, _ in riders])
        except BaseException as caught:
            error = caught
            if not isinstance(caught, Exception):
                raise
        finally:
            self._changed.acquire()
            self._workers -= 1
            for rider, attempt in riders:
                if rider.attempt == attempt:
                    self._note(rider, last + 1 - first, error)
            self._changed.notify_all()

    def _riders(self, question: _Question, part: int) -> list[_Question]:
        """Return the question and the others that share its product with a part."""
        riders, total = [question], len(question.queries)
        for other in self._asked:
            if other is question or question.alone or other.alone or part not in other.missing:
                continue
            total += len(other.queries)
            if total > MAX_QUERIES:
                break
            riders.append(other)
        return riders

    def _multiply(self, start: int, stop: int, riders: list[_Question]) -> None:
        """Write the scaled products of some rows into the answers."""
        if len(riders) == 1:
            products = riders[0].answer[:, start:stop]
            multiply(self._matrix[start:stop], riders[0].queries, products)
            products *= riders[0].scale[start:stop]
            return
        queries = np.concatenate([rider.queries for rider in riders])
        products = np.empty((len(queries), stop - start), dtype=np.float32)
        multiply(self._matrix[start:stop], queries, products)
        first = 0
        for rider in riders:
            last = first + len(rider.queries)
            np.multiply(products[first:last], rider.scale[start:stop], out=rider.answer[:, start:stop])
            first = last

    def _note(self, rider: _Question, parts: int, error: BaseException | None) -> None:
        """Note that parts are finished, or failed: an error stays with the question that has it alone."""
        if error is None:
            rider.left -= parts
        elif rider.alone:
            rider.error = error
        else:
            rider.alone = True
            rider.begin(len(self._parts))


def multiply(
    matrix: NDArray[np.float32], queries: NDArray[np.float32], products: NDArray[np.float32]
) -> None:
    """Write queries @ matrix.T into `products`, (q, n), whose rows are contiguous."""
    if len(queries) == 1:
        np.matmul(matrix, queries[0], out=products[0])
        return
    block = max(SMALL_PRODUCT // queries.size, 1)  # rows
    whole = len(matrix) // block * block
    if whole:  # all blocks in one call, without the interpreter between them; both arrays are views
        blocks = matrix[:whole].reshape(-1, block, matrix.shape[1]).transpose(0, 2, 1)  # (blocks, dim, block)
        grid = products[:, :whole].reshape(len(queries), -1, block)
        np.matmul(queries, blocks, out=grid.transpose(1, 0, 2))
    np.matmul(queries, matrix[whole:].T, out=products[:, whole:])
