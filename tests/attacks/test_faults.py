"""Faults of the machine and of the computation: results on disk, crashes, heavy jobs, impatient clicks."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from embedlab.content_key import content_key
from embedlab.errors import InvalidInputError, UnavailableError
from embedlab.processes import Job, Pool
from embedlab.processes.line import MAX_QUARANTINED, Line
from embedlab.store import Store
from tests.support import ROOT, tasks
from tests.support.jobs import LONG, hold, is_alive, result_of, sum_of, until

pytestmark = pytest.mark.long

KEY = content_key("a result")
POINTS = np.arange(20, dtype=np.float32).reshape(10, 2)


def damaged(content: bytes) -> list[bytes]:
    """Return a file cut anywhere, with one byte changed anywhere, of another version, or something else."""
    cut = [content[:length] for length in range(0, len(content), 7)]
    changed = [content[:i] + bytes([content[i] ^ 1]) + content[i + 1 :] for i in range(0, len(content), 5)]
    rest = content.partition(b"\n")[2]
    older = content.replace(b"stored-1", b"stored-0", 1)
    strange = [b"{}\n", b"\x93NUMPY", b'{"names": ["x"], "facts": "{}"}\n']
    sealed = [
        b"embedlab-stored-1 %s\n%s" % (hashlib.sha256(body).hexdigest().encode(), body) for body in strange
    ]
    return [*cut, *changed, content + b"x", rest, older, *sealed]


@pytest.mark.bad_input("F7")
def test_a_damaged_result_is_absent_once_and_then_whole(tmp_path: Path) -> None:
    Store(tmp_path).put(KEY, {"points": POINTS}, {"seed": 1})
    (path,) = tmp_path.iterdir()
    content = path.read_bytes()
    for wrong in damaged(content):
        path.write_bytes(wrong)
        store = Store(tmp_path)
        assert store.get(KEY) is None
        assert not path.exists()  # it will not be met again
        store.put(KEY, {"points": POINTS}, {"seed": 1})
        found = Store(tmp_path).get(KEY)
        assert found is not None
        assert np.array_equal(found.arrays["points"], POINTS)
        assert path.read_bytes() == content


WRITER = """
import sys
from pathlib import Path
import numpy as np
from embedlab.store import Store
from embedlab.content_key import content_key
folder, size = Path(sys.argv[1]), int(sys.argv[2])
keys = [content_key(i) for i in range(3)]
print("ready", flush=True)
sys.stdin.readline()
for turn in range(60):
    store = Store(folder, memory_entries=0)
    for i, key in enumerate(keys):
        store.put(key, {"x": np.full(size, i)}, {"i": i})
        found = store.get(key)
        assert found is not None and found.facts["i"] == i and (found.arrays["x"] == i).all()
"""


@pytest.mark.bad_input("F8")
def test_two_processes_write_the_same_results(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), f"{size}"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for size in (1_000, 200_000)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=LONG)
        assert writer.returncode == 0  # neither ever read half a file
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(content_key(i) for i in range(3))
    assert all(Store(tmp_path).get(content_key(i)) for i in range(3))


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(workers=2, waiting=20) as pool:
        pool.start()
        until(lambda: pool.is_warm)
        yield pool


@pytest.mark.parametrize("crash", [tasks.abort, tasks.kill_itself], ids=["segfault", "OOM-kill"])
@pytest.mark.bad_input("F9")
def test_a_crash_touches_nobody_else(pool: Pool, tmp_path: Path, crash: Callable[[], None]) -> None:
    neighbor = hold(pool, tmp_path, "neighbor")
    until((tmp_path / "neighbor.began").exists)
    job = pool.submit(crash, key=crash.__name__, owner="me", seconds=LONG)
    with pytest.raises(InvalidInputError, match="The computation crashed on this data and was stopped"):
        result_of(job)
    assert job.state == "failed"
    begun = time.monotonic()
    with pytest.raises(InvalidInputError, match="crashed on this data"):  # quarantined: no worker dies again
        pool.submit(crash, key=crash.__name__, owner="another", seconds=LONG)
    assert time.monotonic() - begun < 1
    assert result_of(pool.submit(tasks.add, 1, 2, key="sum", owner="me", seconds=LONG)) == 3  # rebuilt
    assert neighbor.state == "running"
    (tmp_path / "neighbor.go").touch()
    assert result_of(neighbor) == "neighbor"
    until(lambda: pool.is_warm)


@pytest.mark.bad_input("F9")
def test_a_memory_bomb_is_a_sentence(pool: Pool) -> None:
    pids = []
    for count in (1 << 28, 1 << 40):  # 2 GB and 8 TB
        job = pool.submit(tasks.eat_memory, count, key=f"{count}", owner="me", seconds=LONG)
        with pytest.raises(InvalidInputError, match="needs more than the 1,750 MB of memory"):
            result_of(job)
        pids.append(result_of(pool.submit(tasks.surroundings, key="who", owner="me", seconds=LONG))["pid"])
    assert pool.is_warm  # no process was replaced
    assert all(is_alive(pid) for pid in pids)
    assert result_of(pool.submit(tasks.eat_memory, 10, key="10", owner="me", seconds=LONG)) == 10


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell what is reserved")
def test_what_former_jobs_left_is_no_reason_to_refuse_a_job() -> None:
    with Pool(workers=1) as pool:
        job = pool.submit(tasks.leave_memory, 1 << 27, key="left", owner="me", seconds=LONG)  # 1 GB
        assert result_of(job) == 1 << 27
        for task in (tasks.reserve_memory, tasks.tensor_memory):
            job = pool.submit(task, 1 << 27, key=task.__name__, owner="me", seconds=LONG)
            assert result_of(job) == 1 << 27  # in a process of its own
            job = pool.submit(tasks.leave_memory, 1 << 27, key=f"left by {task}", owner="me", seconds=LONG)
            assert result_of(job) == 1 << 27


@pytest.mark.bad_input("F9")
def test_the_quarantine_is_bounded_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(waiting=5)

    def submit(key: str) -> Job[int]:
        return line.submit(sum_of(key), "me")

    line.quarantine("old")
    for i in range(MAX_QUARANTINED):
        line.quarantine(f"{i}")
    assert submit("old").state == "waiting"
    with pytest.raises(InvalidInputError, match="10 minutes"):
        submit("7")
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 601)
    assert submit("7").state == "waiting"


@pytest.mark.bad_input("F10")
def test_heavy_jobs_of_a_class_wait_in_one_line(pool: Pool, tmp_path: Path) -> None:
    busy = [hold(pool, tmp_path, f"busy {i}") for i in range(2)]
    until(lambda: len(list(tmp_path.glob("*.began"))) == 2)
    jobs = [hold(pool, tmp_path, f"{i:02}") for i in range(20)]
    assert [pool.position(job) for job in jobs] == list(range(1, 21))  # each is told where it stands
    with pytest.raises(UnavailableError, match="20 computations are waiting already"):
        hold(pool, tmp_path, "one too many")
    begun = time.monotonic()
    assert [pool.position(job) for job in jobs][-1] == 20
    assert time.monotonic() - begun < 1  # who only looks is answered at once
    for job in jobs[4:]:
        for owner in list(job.owners):
            pool.cancel(job, owner)
    for name in ("busy 0", "busy 1", "00", "01", "02", "03"):
        (tmp_path / f"{name}.go").touch()
    assert [result_of(job) for job in (*busy, *jobs[:4])] == ["busy 0", "busy 1", "00", "01", "02", "03"]
    assert sorted(path.name[:2] for path in tmp_path.glob("[0-9]*.began")) == ["00", "01", "02", "03"]


@pytest.mark.bad_input(59)
def test_twenty_clicks_leave_one_job(pool: Pool, tmp_path: Path) -> None:
    jobs = [hold(pool, tmp_path, f"{i}", owner="a visitor") for i in range(20)]
    assert [job.state for job in jobs[:-1]] == ["canceled"] * 19
    (tmp_path / "19.go").touch()
    assert result_of(jobs[-1]) == "19"
    assert (tmp_path / "order").read_text() == "19"
    same = [hold(pool, tmp_path, "same", owner="a visitor") for _ in range(20)]  # the same button
    assert len(set(map(id, same))) == 1
    (tmp_path / "same.go").touch()
    assert result_of(same[0]) == "same"
