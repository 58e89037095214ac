"""Slow or untrusted work outside the server's process.

`Sandbox` runs what an untrusted file or the network can break. `Pool` computes what takes seconds, for all
visitors, with a line, progress, deadlines and canceling. From both only JSON and plain arrays come back, over
the pipes of a `ChildProcess`. Remembering results is the business of `embedlab.store`.
"""

from __future__ import annotations

from embedlab.processes.job import Job
from embedlab.processes.line import Load
from embedlab.processes.pool import Pool
from embedlab.processes.sandbox import Sandbox, run_sandboxed
from embedlab.processes.sandbox_line import SandboxLine
from embedlab.processes.worker_child import JobCanceled, report

__all__ = ["Job", "JobCanceled", "Load", "Pool", "Sandbox", "SandboxLine", "report", "run_sandboxed"]
