"""Workers and their line: who is served, who waits, what is stopped, and who is never harmed."""

from __future__ import annotations

import copy
import gc
import os
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import embedlab
from embedlab.errors import InvalidInputError, TimedOutError, UnavailableError, UnknownWordError
from embedlab.processes import Job, Pool, report, worker
from embedlab.processes.board import Board
from embedlab.processes.line import Line
from tests.support import ROOT, tasks
from tests.support.jobs import LONG, hold, is_alive, result_of, sum_of, until

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def two() -> Iterator[Pool]:
    """A pool of two workers."""
    with Pool(workers=2, warm=tasks.warm) as pool:
        pool.start()
        yield pool


@pytest.fixture(scope="module")
def one() -> Iterator[Pool]:
    """A pool of one worker, where at most three wait."""
    with Pool(workers=1, waiting=3) as pool:
        until(lambda: pool.submit(tasks.add, 1, 1, key="warm", owner="nobody", seconds=LONG).result() == 2)
        yield pool


@pytest.fixture
def blocker(one: Pool, tmp_path: Path) -> Iterator[Job[str]]:
    """A job that keeps the only worker busy."""
    job = hold(one, tmp_path, "held")
    until((tmp_path / "held.began").exists)
    yield job
    (tmp_path / "held.go").touch()
    one.cancel(job, "held")


def test_a_result_comes_back(two: Pool) -> None:
    matrix = np.arange(6.0).reshape(2, 3)
    job = two.submit(tasks.add, matrix, second=matrix, key="sum", owner="me", seconds=LONG)
    assert np.array_equal(result_of(job), 2 * matrix)
    assert (job.state, two.position(job), job.progress) == ("done", 0, 1.0)
    assert job.wait(0)
    assert 0 < job.seconds_running < LONG


def test_a_worker_steps_back_and_is_silent_and_warm(two: Pool) -> None:
    seen = result_of(two.submit(tasks.surroundings, key="around", owner="me", seconds=20))
    assert seen["pid"] != os.getpid()
    assert seen["nice"] == 19
    assert seen["threads"] == "1"
    assert seen["output"] == os.devnull
    assert seen["warm"] == "yes"
    assert 20 < seen["alarm"] <= 35
    until(lambda: two.is_warm)


def test_equal_jobs_are_one(one: Pool, blocker: Job[str], tmp_path: Path) -> None:
    jobs = [hold(one, tmp_path, "same", owner=f"visitor {i}") for i in range(30)]
    assert all(job is jobs[0] for job in jobs)
    for i in range(29):
        one.cancel(jobs[0], f"visitor {i}")
    assert jobs[0].state == "waiting"  # one still wants it
    one.cancel(jobs[0], "a stranger")
    assert jobs[0].state == "waiting"
    one.cancel(jobs[0], "visitor 29")
    assert jobs[0].state == "canceled"


def test_one_job_a_visitor_the_latest(one: Pool, blocker: Job[str], tmp_path: Path) -> None:
    first = hold(one, tmp_path, "first", owner="me")
    shared = hold(one, tmp_path, "shared", owner="another")
    assert hold(one, tmp_path, "shared", owner="me") is shared
    assert first.state == "canceled"
    third = hold(one, tmp_path, "third", owner="me")
    assert shared.state == "waiting"  # the other one still wants it
    assert [one.position(shared), one.position(third)] == [1, 2]
    one.cancel(shared, "another")
    one.cancel(third, "me")


def test_the_line_has_positions_and_an_end(one: Pool, blocker: Job[str], tmp_path: Path) -> None:
    jobs = [hold(one, tmp_path, name) for name in "abc"]
    assert [one.position(job) for job in jobs] == [1, 2, 3]
    assert one.position(blocker) == 0
    with pytest.raises(UnavailableError, match="3 computations are waiting already"):
        hold(one, tmp_path, "d")
    replaced = hold(one, tmp_path, "e", owner="a")  # makes its own room
    assert [one.position(job) for job in (jobs[1], jobs[2], replaced)] == [1, 2, 3]
    one.cancel(jobs[1], "b")
    assert [one.position(job) for job in (jobs[0], jobs[1], jobs[2], replaced)] == [0, 0, 1, 2]
    for name in ("held", "c", "e"):
        (tmp_path / f"{name}.go").touch()
    assert [result_of(job) for job in (replaced, jobs[2])] == ["e", "c"]
    assert (tmp_path / "order").read_text() == "heldce"  # first come, first served


def test_who_is_taken_at_once_does_not_count_as_waiting() -> None:
    line, board = Line(waiting=1), Board()
    board.remove()
    idle = threading.Thread(target=line.take, args=(board, bool), kwargs={"timeout": LONG})
    idle.start()
    until(lambda: line._idle == 1)
    with line._changed:  # the idle one cannot take the first yet
        jobs = [line.submit(sum_of(name), name) for name in "ab"]
        with pytest.raises(UnavailableError, match="no more than 1 can"):
            line.submit(sum_of("c"), "c")
    idle.join()
    assert [job.state for job in jobs] == ["running", "waiting"]


def test_a_light_job_waits_for_no_heavy_one_and_replaces_none(
    one: Pool, blocker: Job[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0.0)
    waiting = hold(one, tmp_path, "waiting", owner="me")
    pids = []
    for i in range(2):
        job = one.submit(tasks.surroundings, key=f"light {i}", owner="me", seconds=LONG, light=True)
        pids.append(result_of(job)["pid"])
    assert (blocker.state, waiting.state, one.position(waiting)) == ("running", "waiting", 1)
    until(lambda: not any(map(is_alive, pids)))  # its process goes when it is not needed
    one.cancel(waiting, "me")


def test_a_light_job_needs_no_process_of_its_own_while_a_worker_is_idle(one: Pool) -> None:
    pids = set()
    for light in (False, True, True):
        job = one.submit(tasks.surroundings, key=f"{len(pids)}", owner="me", seconds=LONG, light=light)
        pids.add(result_of(job)["pid"])
    assert len(pids) == 1


def test_light_jobs_go_first(one: Pool) -> None:
    line, board = Line(waiting=2), Board()
    board.remove()
    jobs = [line.submit(sum_of(f"{i}", is_light=i > 1), "me" * i) for i in range(4)]
    with pytest.raises(UnavailableError, match="2 computations are waiting already"):
        line.submit(sum_of("x", is_light=True), "x")
    assert [line.position(job) for job in jobs] == [1, 2, 1, 2]
    assert line.take(board, bool, timeout=0, light_only=True) is jobs[2]
    assert [line.take(board, bool, timeout=0) for _ in range(3)] == [jobs[3], jobs[0], jobs[1]]
    assert line.take(board, bool, timeout=0) is None


def test_a_job_says_how_far_it_is(blocker: Job[str], tmp_path: Path) -> None:
    until(lambda: blocker.progress == 0.5)
    assert blocker.note == "holding held"
    assert blocker.state == "running"
    assert not blocker.wait(0)


def test_what_is_canceled_stops_and_its_process_stays(one: Pool, tmp_path: Path) -> None:
    job = hold(one, tmp_path, "x")
    until((tmp_path / "x.began").exists)
    one.cancel(job, "x")
    assert job.state == "canceled"
    with pytest.raises(UnavailableError, match="was canceled"):
        result_of(job)
    again = hold(one, tmp_path, "x2")  # the same process takes the next one
    until((tmp_path / "x2.began").exists)
    assert (tmp_path / "x.began").read_text() == (tmp_path / "x2.began").read_text()
    one.cancel(again, "x2")


def test_no_library_takes_the_stop_for_a_failure_of_its_own(one: Pool, tmp_path: Path) -> None:
    job = one.submit(tasks.swallow, str(tmp_path), key="swallow", owner="me", seconds=0.5)
    with pytest.raises(TimedOutError, match=r"longer than 0\.5 seconds"):
        result_of(job)
    assert job.state == "failed"


def test_a_job_that_does_not_listen_is_killed_at_its_deadline(one: Pool, tmp_path: Path) -> None:
    job = one.submit(tasks.deaf, str(tmp_path), key="deaf", owner="me", seconds=0.5)
    with pytest.raises(TimedOutError, match=r"longer than 0\.5 seconds and was stopped; choose fewer"):
        result_of(job)
    killed = int((tmp_path / "deaf.began").read_text())
    assert result_of(one.submit(tasks.add, 1, 2, key="after", owner="me", seconds=LONG)) == 3
    assert not is_alive(killed)


def test_a_dead_idle_worker_is_replaced_by_itself(two: Pool) -> None:
    until(lambda: two.is_warm)
    pid = result_of(two.submit(tasks.surroundings, key="who", owner="me", seconds=LONG))["pid"]
    os.kill(pid, signal.SIGKILL)
    until(lambda: not two.is_warm)
    until(lambda: two.is_warm)
    seen = result_of(two.submit(tasks.surroundings, key="who", owner="me", seconds=LONG))
    assert seen["warm"] == "yes"


def test_a_death_before_the_job_is_not_the_fault_of_the_job(one: Pool) -> None:
    pid = result_of(one.submit(tasks.surroundings, key="who", owner="me", seconds=LONG))["pid"]
    for i in range(3):
        os.kill(pid, signal.SIGKILL)
        job = one.submit(tasks.surroundings, key=f"who {i}", owner="me", seconds=LONG)
        pid = result_of(job)["pid"]


def test_a_worker_that_dies_of_its_warming_works_without() -> None:
    with Pool(workers=1, warm=tasks.die) as pool:
        assert result_of(pool.submit(tasks.add, 1, 2, key="sum", owner="me", seconds=LONG)) == 3


def test_an_error_comes_back_as_its_sentence(two: Pool) -> None:
    job = two.submit(tasks.miss_a_word, key="word", owner="me", seconds=LONG)
    with pytest.raises(InvalidInputError, match=r"“kingg” is not among the 400,000 words.*king, kings"):
        result_of(job)


def test_a_copied_error_is_as_it_was() -> None:
    for error in (
        UnknownWordError("kingg", source="glove", size=400_000, suggestions=["king", "kings"]),
        embedlab.UnknownNameError("x", what="method", known=["pca"]),
    ):
        copied = copy.copy(error)
        assert (type(copied), str(copied), vars(copied)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize(
    ("task", "sentence"), [(tasks.divide, "division by zero"), (tasks.leave, "gives up \\(3\\)")]
)
def test_other_errors_become_a_sentence(two: Pool, task: Callable[[], Any], sentence: str) -> None:
    job = two.submit(task, key=sentence, owner="me", seconds=LONG)
    with pytest.raises(InvalidInputError, match=sentence):
        result_of(job)
    assert job.state == "failed"


def test_what_cannot_be_sent_is_a_mistake_of_the_programmer(two: Pool) -> None:
    lock = threading.Lock()
    with pytest.raises(TypeError, match="cannot be sent to another process"):
        result_of(two.submit(tasks.add, lock, lock, key="lock", owner="me", seconds=LONG))
    with pytest.raises(InvalidInputError, match="sent an unreadable answer"):
        result_of(two.submit(tasks.return_a_lock, key="lock", owner="me", seconds=LONG))
    with pytest.raises(InvalidInputError, match="sent an unreadable answer"):  # a record that is not expected
        result_of(two.submit(tasks.return_a_record, key="record", owner="me", seconds=LONG))
    assert result_of(two.submit(tasks.add, 1, 2, key="after", owner="me", seconds=LONG)) == 3


def test_finished_jobs_are_forgotten(two: Pool) -> None:
    ones = np.ones(1000)
    job = two.submit(tasks.add, ones, ones, key="ones", owner="me", seconds=LONG)
    result, argument, forgotten = weakref.ref(result_of(job)), weakref.ref(ones), weakref.ref(job)
    gc.disable()  # they go at once, not when somebody collects
    try:
        del job, ones
        until(lambda: result() is argument() is forgotten() is None)
    finally:
        gc.enable()


def test_many_threads_at_once(two: Pool) -> None:
    results: list[int] = []

    def visit(visitor: int) -> None:
        for i in range(5):
            job = two.submit(tasks.add, i, i, key=f"{i}", owner=f"{visitor}", seconds=LONG)
            results.append(result_of(job) - 2 * i)

    threads = [threading.Thread(target=visit, args=(visitor,)) for visitor in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert results == [0] * 40


def test_the_end_cancels_everything_and_leaves_no_process(tmp_path: Path) -> None:
    pool = Pool(workers=1)
    running = hold(pool, tmp_path, "running")
    until((tmp_path / "running.began").exists)
    waiting = hold(pool, tmp_path, "waiting")
    pool.end()
    assert [running.state, waiting.state] == ["canceled", "canceled"]
    assert not is_alive(int((tmp_path / "running.began").read_text()))
    with pytest.raises(UnavailableError, match="stopping"):
        hold(pool, tmp_path, "late")
    pool.end()


def test_a_forgotten_pool_ends_by_itself(tmp_path: Path) -> None:
    pool = Pool(workers=1)
    hold(pool, tmp_path, "x")
    until((tmp_path / "x.began").exists)
    del pool
    until(lambda: gc.collect() >= 0 and not is_alive(int((tmp_path / "x.began").read_text())))


SERVER = """
import sys
from embedlab.processes import Pool
from tests.support import tasks
pool, folder = Pool(workers=2), sys.argv[1]
pool.submit(tasks.deaf, folder, key="a", owner="a", seconds=600)
pool.submit(tasks.hold, folder, "x", key="b", owner="b", seconds=600)
sys.stdin.readline()
"""


@pytest.mark.parametrize("way", ["killed", "ended"])
def test_no_worker_outlives_its_server(tmp_path: Path, way: str) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        until(lambda: len(list(tmp_path.glob("*.began"))) == 2)
        workers = session(server.pid)
        assert len(workers) >= 3
        if way == "killed":
            server.kill()
        output, _ = server.communicate(b"\n" if way == "ended" else None, timeout=LONG)
        until(lambda: not session(server.pid), 20)
        if way == "ended":
            assert output == b""  # nothing of the workers is heard
    finally:
        for pid in session(server.pid):  # what a failing test leaves
            os.kill(pid, signal.SIGKILL)


def session(leader: int) -> list[int]:
    """Return the processes of a session."""
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    found = []
    for pid in pids:
        try:
            if os.getsid(pid) == leader and is_alive(pid):
                found.append(pid)
        except ProcessLookupError:
            continue
    return found


def test_outside_a_worker_nothing_is_reported() -> None:
    report(0.5, "to nobody")


@pytest.mark.parametrize("arguments", [{"workers": 0}, {"waiting": 0}])
def test_a_pool_needs_a_worker_and_a_line(arguments: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="A pool needs"):
        Pool(**arguments)


def test_a_board_is_read_whole_or_not_at_all() -> None:
    board = Board()
    other = Board(board.path)
    assert other.read(7) is None
    board.write(7, 0.25, "ünïcode " * 100)
    seen = other.read(7)
    assert seen is not None
    fraction, note = seen
    assert fraction == 0.25
    assert note
    assert note + ("ünïcode " * 100)[len(note) :] == "ünïcode " * 100  # cut between letters
    assert other.read(8) is None  # of another job
    other._map[70] ^= 1  # half of another report
    assert board.read(7) is None
    other.ask_to_stop(7)
    assert board.should_stop(7)
    assert not board.should_stop(8)
    board.remove()
    assert not board.path.exists()
