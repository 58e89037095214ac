"""What the tests of workers share: to begin a job that lasts, and to wait for what happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from embedlab.processes import Job, Pool
from tests.support import tasks

T = TypeVar("T")
LONG = 240.0  # seconds; no test waits as long unless it fails


def until(happened: Callable[[], object], seconds: float = LONG) -> None:
    """Wait for something to happen."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def result_of(job: Job[T]) -> T:
    """Return the result of a job that ends."""
    assert job.wait(LONG), "it did not end"
    return job.result()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def sum_of(key: str, **facts: Any) -> Job[int]:
    """Return a job that is in no line yet."""
    return Job(key, (tasks.add, (1, 2), {}), **facts)


def hold(pool: Pool, folder: Path, name: str, *, owner: str = "", seconds: float = LONG) -> Job[str]:
    key = f"{folder}{name}"
    return pool.submit(tasks.hold, str(folder), name, key=key, owner=owner or name, seconds=seconds)
