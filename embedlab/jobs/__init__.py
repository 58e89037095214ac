"""Slow computations in processes of their own, with a waiting line, progress, deadlines and cancelling.

It knows nothing of what is computed: a task is a function of a module, its arguments and its result are
whatever two processes can hand each other. Remembering results is the business of `embedlab.store`.
"""

from __future__ import annotations

from embedlab.jobs.job import Job
from embedlab.jobs.pool import JobPool
from embedlab.jobs.worker_process import JobCancelled, report

__all__ = ["Job", "JobCancelled", "JobPool", "report"]
