"""The line of fits under visitors who open many tabs, press Run and leave."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import embedlab
from embedlab.errors import UnavailableError
from embedlab.processes import Job, Pool
from embedlab.processes import line as lines
from embedlab.processes.board import Board
from embedlab.processes.line import Line
from embedlab.space.fitting import MapOptions, fit_map
from tests.support import tasks
from tests.support.jobs import LONG, hold, result_of, sum_of, until
from ui import fit_kinds, fits

pytestmark = pytest.mark.long

numbers = itertools.count()


@pytest.fixture
def board() -> Board:
    board = Board()
    board.remove()
    return board


def ask(line: Line, owner: str, address: str = "", expected: float = 0.0) -> Job[int]:
    return line.submit(sum_of(f"{next(numbers)}", address=address, expected=expected), owner)


def take(line: Line, board: Board) -> Job[Any] | None:
    return line.take(board, bool, timeout=0)


# F6
@pytest.mark.bad_input("F25")
def test_twenty_tabs_that_left_are_nobody_s_line(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    here = {f"tab {i}" for i in range(20)}
    line = Line(waiting=20, is_here=here.__contains__)
    tabs = [ask(line, f"tab {i}") for i in range(20)]
    here.clear()
    here.add("ada")
    line.position(tabs[0])  # the last look at it
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + lines.ABANDONED_SECONDS + 1)
    honest = ask(line, "ada")  # the line is not full
    assert line.position(honest) == 1
    assert {job.state for job in tabs} == {"canceled"}
    assert take(line, board) is honest
    assert take(line, board) is None


def test_who_lost_the_connection_for_a_moment_has_their_place(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = {"ada", "bob"}
    line = Line(waiting=5, is_here=here.__contains__)
    first, second = ask(line, "ada"), ask(line, "bob")
    here.remove("ada")
    assert [line.position(job) for job in (first, second)] == [2, 1]  # behind who is there
    here.add("ada")
    assert [line.position(job) for job in (first, second)] == [1, 2]
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 100)
    assert take(line, board) is first


def test_a_job_of_one_who_left_is_computed_where_nobody_else_waits(board: Board) -> None:
    line = Line(waiting=5, is_here=lambda _: False)
    job = ask(line, "reloads the page")
    assert take(line, board) is job


@pytest.mark.bad_input("F25")
def test_addresses_take_turns(board: Board) -> None:
    line = Line(waiting=20)
    many = [ask(line, f"tab {i}", "10.0.0.1") for i in range(5)]
    honest = [ask(line, name, "10.0.0.2") for name in ("ada", "bob")]
    assert [line.position(job) for job in (*many, *honest)] == [1, 3, 5, 6, 7, 2, 4]
    order = [take(line, board) for _ in range(7)]
    assert order == [many[0], honest[0], many[1], honest[1], *many[2:]]


@pytest.mark.bad_input("F25")
def test_a_full_line_has_a_place_for_another_address() -> None:
    line = Line(waiting=3)
    many = [ask(line, f"tab {i}", "10.0.0.1") for i in range(3)]
    honest = ask(line, "ada", "10.0.0.2")
    assert line.position(honest) == 2
    assert [job.state for job in many] == ["waiting", "waiting", "canceled"]
    with pytest.raises(UnavailableError, match="your address has most places"):
        many[2].result()
    with pytest.raises(UnavailableError, match="3 computations are waiting already"):
        ask(line, "another tab", "10.0.0.1")
    with pytest.raises(UnavailableError, match="3 computations are waiting already"):
        ask(line, "bob", "10.0.0.2")  # two of one, one of the other: nobody has to go


def test_the_time_until_one_s_turn_is_told(board: Board) -> None:
    line = Line(waiting=9)
    jobs = [ask(line, f"{i}", expected=10.0 * (i + 1)) for i in range(3)]
    assert [line.seconds_ahead(job) for job in jobs] == [0, 10, 30]
    took = take(line, board)
    assert took is jobs[0]
    took.began -= 4
    assert line.seconds_ahead(jobs[1]) == pytest.approx(6, abs=1)
    assert line.seconds_ahead(jobs[2]) == pytest.approx(26, abs=1)


# F9
@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(workers=1) as pool:
        yield pool


@pytest.mark.bad_input("F26")
def test_a_map_is_kept_though_its_visitor_left(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr(fits, "pool", lambda: pool)
    monkeypatch.setattr(
        fits, "st", SimpleNamespace(session_state=state, context=SimpleNamespace(ip_address=None))
    )
    points = np.random.default_rng(0).normal(size=(40, 5)).astype(np.float32)
    options = MapOptions(method="pca")
    key = fits.map_key("its points", options)
    assert fits.find(key) is None
    fits._begin(key, fit_map, (points, options), 1.0, fit_kinds.MAPS)
    job = state[fits.JOB][1]
    state.clear()  # the tab is closed: no page takes the result
    assert job.wait(LONG)
    found = fits.find(key)
    assert found is not None
    expected = embedlab.project(points, method="pca").coordinates
    assert np.allclose(found.projection.coordinates, expected, atol=1e-5)


def test_a_result_that_cannot_be_kept_is_still_a_result(pool: Pool, tmp_path: Path) -> None:
    kept = threading.Event()

    def fail(result: int) -> None:
        kept.set()
        raise OSError("the disk is full")

    job = pool.submit(tasks.add, 1, 2, key="3", owner="me", seconds=LONG, keep=fail)
    assert result_of(job) == 3
    assert kept.is_set()
    held = hold(pool, tmp_path, "goes on")
    until((tmp_path / "goes on.began").exists)
    pool.cancel(held, "goes on")
