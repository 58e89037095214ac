"""Whose turn it is: many tabs of one address do not push others back in the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from embedlab.processes.job import Job

__all__ = ["next_turn", "surplus"]


def next_turn(jobs: Iterable[Job[Any]], address: str, now: int) -> int:
    """Return the turn of a new job (start-time fair queuing): one after the last of its address, or now.

    Args:
        jobs: that wait.
        address: of the new job.
        now: the turn of the job that was taken last.
    """
    return max([now, *(job.turn + 1 for job in jobs if job.address == address)])


def surplus(jobs: Sequence[Job[Any]], address: str) -> Job[Any] | None:
    """Return the job that gives its place in a full line to one of `address`; None if there is none.

    It is the last of the address that has most, if that has at least two more.
    """
    counts = Counter(job.address for job in jobs)
    busiest, count = counts.most_common(1)[0] if counts else ("", 0)
    if count < counts[address] + 2:
        return None
    return [job for job in jobs if job.address == busiest][-1]
