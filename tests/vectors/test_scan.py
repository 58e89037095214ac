"""Questions asked together get the answers they would get alone, from fewer passes; errors stay apart."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

import embedlab
from embedlab.ranking import Ranking
from embedlab.vectors import scan
from embedlab.vectors.scan import MAX_QUERIES, SharedScan

WORDS = ["bank", "king", "tokyo", "walked", "piano", "river", "doctor", "paris"]
SECONDS = 30  # until a test that hangs fails
Multiply = Callable[[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]], None]


def matrix_of(rows: int, dim: int, seed: int = 0) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal((rows, dim), dtype=np.float32)


class Gate:
    """Counts the products, and holds the first until it is opened: everybody else arrives meanwhile."""

    def __init__(self, multiply: Multiply) -> None:
        self.multiply = multiply
        self.begun, self.open = threading.Event(), threading.Event()
        self.columns: list[int] = []
        self.fail: Callable[[NDArray[np.float32]], bool] = lambda _: False

    def __call__(
        self, matrix: NDArray[np.float32], queries: NDArray[np.float32], products: NDArray[np.float32]
    ) -> None:
        self.columns.append(len(queries))
        self.begun.set()
        assert self.open.wait(SECONDS)
        if self.fail(queries):
            raise MemoryError("no room")
        self.multiply(matrix, queries, products)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Let one thread multiply at a time, once the test opens the gate."""
    found = Gate(scan.multiply)
    monkeypatch.setattr(scan, "MAX_WORKERS", 1)
    monkeypatch.setattr(scan, "multiply", found)
    return found


def ask_together(
    shared: SharedScan, gate: Gate, questions: list[NDArray[np.float32]]
) -> list[NDArray[np.float32] | Exception]:
    """Ask the first question, and all others while it is being answered."""

    def ask(queries: NDArray[np.float32]) -> NDArray[np.float32] | Exception:
        try:
            return shared.products(queries, np.ones(len(shared._matrix), dtype=np.float32))
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(questions)) as pool:
        first = pool.submit(ask, questions[0])
        assert gate.begun.wait(SECONDS)
        others = [pool.submit(ask, queries) for queries in questions[1:]]
        for _ in range(SECONDS * 100):
            if gate.open.is_set() or len(shared._asked) == len(questions):
                break
            threading.Event().wait(0.01)
        gate.open.set()
        return [answer.result(SECONDS) for answer in (first, *others)]


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("rows", [1, 2, 999, 60_001])
@pytest.mark.parametrize("count", [1, 2, 3, 16, 33])
@pytest.mark.parametrize("part", [300, scan.PART_NUMBERS])
def test_a_product_is_a_product(
    rows: int, count: int, order: str, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "PART_NUMBERS", part)
    matrix = np.asarray(matrix_of(rows, 20), order=order)  # type: ignore[call-overload]
    queries = matrix_of(count, 20, seed=1)
    scale = matrix_of(1, rows, seed=2)[0]
    found = SharedScan(matrix).products(queries, scale)
    assert found.shape == (count, rows)
    np.testing.assert_allclose(found, queries @ matrix.T * scale, atol=5e-5)


def test_those_who_wait_share_one_product(gate: Gate) -> None:
    matrix = matrix_of(5_000, 8)
    questions = [matrix_of(count, 8, seed=count) for count in (1, 2, 1, 3, 1)]
    answers = ask_together(SharedScan(matrix), gate, questions)
    for queries, answer in zip(questions, answers, strict=True):
        assert isinstance(answer, np.ndarray)
        np.testing.assert_allclose(answer, queries @ matrix.T, atol=1e-5)
    assert gate.columns == [1, 2 + 1 + 3 + 1]


def test_who_comes_late_joins_at_the_next_part(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "PART_NUMBERS", 1_000)
    matrix = matrix_of(700, 10)  # seven parts
    questions = [matrix_of(1, 10, seed=seed) for seed in range(5)]
    answers = ask_together(SharedScan(matrix), gate, questions)
    for queries, answer in zip(questions, answers, strict=True):
        assert isinstance(answer, np.ndarray)
        np.testing.assert_allclose(answer, queries @ matrix.T, atol=1e-5)
    # the first takes four parts while it is alone; the others need these at the end
    assert gate.columns == [1, 5, 5, 5, 4, 4, 4, 4]


def test_a_product_takes_at_most_so_many_queries(gate: Gate) -> None:
    matrix = matrix_of(500, 4)
    questions = [matrix_of(count, 4, seed=7) for count in (1, MAX_QUERIES - 1, 2, MAX_QUERIES + 5)]
    answers = ask_together(SharedScan(matrix), gate, questions)
    assert [len(answer) for answer in answers if isinstance(answer, np.ndarray)] == [1, 15, 2, 21]
    assert sum(gate.columns) == 1 + 15 + 2 + 21
    assert max(columns for columns in gate.columns if columns != MAX_QUERIES + 5) <= MAX_QUERIES


@pytest.mark.parametrize("part", [1_000, scan.PART_NUMBERS])
def test_an_error_of_one_reaches_nobody_else(gate: Gate, part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "PART_NUMBERS", part)
    matrix = matrix_of(3_000, 4)
    questions = [matrix_of(1, 4, seed=seed) for seed in range(6)]
    questions[3][:] = np.inf  # the one that fails, alone or with others
    gate.fail = lambda queries: bool(np.isinf(queries).any())
    answers = ask_together(SharedScan(matrix), gate, questions)
    assert isinstance(answers[3], MemoryError)
    for place in (0, 1, 2, 4, 5):
        answer = answers[place]
        assert isinstance(answer, np.ndarray)
        np.testing.assert_allclose(answer, questions[place] @ matrix.T, atol=1e-5)
    gate.fail = lambda _: False
    assert len(ask_together(SharedScan(matrix), gate, questions[:2])) == 2  # and the next are answered


def test_what_others_still_compute_for_a_failed_product_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail_or_linger(
        matrix: NDArray[np.float32], queries: NDArray[np.float32], products: NDArray[np.float32]
    ) -> None:
        products[:] = np.nan
        if len(queries) > 1 and np.isinf(queries).any() and matrix[0, 0] < 3:
            raise MemoryError("no room")
        time.sleep(0.001)
        original(matrix, queries, products)

    original = scan.multiply
    monkeypatch.setattr(scan, "multiply", fail_or_linger)
    monkeypatch.setattr(scan, "MAX_WORKERS", 4)
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    monkeypatch.setattr(scan, "PART_NUMBERS", 800)
    matrix = matrix_of(800, 8)
    matrix[:, 0] = np.arange(800) // 100  # the number of the part
    shared, scale = SharedScan(matrix), np.ones(800, dtype=np.float32)
    begin = threading.Barrier(8)

    def ask(seed: int) -> bool:
        queries = matrix_of(1, 8, seed=seed)
        if seed % 8 == 3:
            queries[0, 1] = np.inf
        begin.wait(SECONDS)
        found = shared.products(queries, scale)
        return seed % 8 == 3 or np.allclose(found, queries @ matrix.T, atol=1e-4)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8 * 12), timeout=4 * SECONDS))


def test_queries_that_do_not_fit_never_join() -> None:
    shared = SharedScan(matrix_of(10, 4))
    with pytest.raises(ValueError, match=r"\(1, 5\) do not fit rows of 4"):
        shared.products(np.ones((1, 5), dtype=np.float32), np.ones(10, dtype=np.float32))
    assert shared.products(np.ones((1, 4), np.float32), np.ones(10, np.float32)).shape == (1, 10)


def test_eight_threads_get_the_answers_of_one(vectors: embedlab.vectors.WordVectors) -> None:
    alone = {word: embedlab.analogy(vectors, "man", word, "woman") for word in WORDS}
    begin = threading.Barrier(len(WORDS))

    def ask(word: str) -> list[Ranking]:
        begin.wait(SECONDS)
        return [embedlab.analogy(vectors, "man", word, "woman") for _ in range(4)]

    with ThreadPoolExecutor(len(WORDS)) as pool:
        for word, answers in zip(WORDS, pool.map(ask, WORDS, timeout=4 * SECONDS), strict=True):
            for answer in answers:
                assert answer.words == alone[word].words
                np.testing.assert_allclose(answer.scores, alone[word].scores, atol=1e-6)


def test_threads_with_errors_of_their_own_beside_others(vectors: embedlab.vectors.WordVectors) -> None:
    def ask(word: str) -> str:
        try:
            return embedlab.vectors.solve_formula(vectors, word, k=1).words[0]
        except embedlab.EmbedLabError as error:
            return type(error).__name__

    with ThreadPoolExecutor(6) as pool:
        asked = ["king - man + woman", "kign", "king - king", "king +", "paris - france + japan"] * 3
        expected = ["queen", "UnknownWordError", "InvalidInputError", "FormulaError", "tokyo"] * 3
        assert list(pool.map(ask, asked, timeout=4 * SECONDS)) == expected


def test_answers_belong_to_who_asked(gate: Gate) -> None:
    gate.open.set()
    shared = SharedScan(matrix_of(50, 4))
    queries, scale = matrix_of(2, 4), np.ones(50, dtype=np.float32)
    first = shared.products(queries, scale)
    kept = first.copy()
    shared.products(queries, scale)[:] = 7
    np.testing.assert_array_equal(first, kept)


def test_a_table_can_be_copied(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    assert copy.deepcopy(tiny_vectors).neighbors("east", k=1).words == ["northeast"]
