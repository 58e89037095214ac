"""What the processes of this package have in common: a low priority, a memory limit, one thread."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from embedlab.settings import WORKER_MEMORY_MB

__all__ = ["MEMORY", "ONE_THREAD", "OPENING_MEMORY", "SANDBOX_MEMORY", "limit_process", "limit_task", "ready"]

# Bytes of private memory a process may allocate. 20,000 points of 300 dimensions are resident in 0.7 GB, but
# NN-descent allocates 1.63 GB of which it touches little.
MEMORY = WORKER_MEMORY_MB.value() << 20
SANDBOX_MEMORY = 512 << 20  # for a task of a sandbox
OPENING_MEMORY = (
    1024 << 20
)  # while it reads a file that it holds: a tokenizer of 256,000 ids needs half of it
SPARE_MEMORY = 256 << 20  # for tasks of a process that holds more than `SANDBOX_MEMORY`
ONE_THREAD = {  # the environment of a process
    **dict.fromkeys(
        (
            *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"),
            "RAYON_NUM_THREADS",
        ),
        "1",
    ),
    "TOKENIZERS_PARALLELISM": "false",
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # its own one reserves a gigabyte, which the limit would count
}


def limit_process(*, niceness: int, memory: int) -> None:
    """Lower the priority of this process and limit its memory, where the system can do that.

    Args:
        niceness: added to that of the server.
        memory: the most bytes of private memory.
    """
    with contextlib.suppress(AttributeError, OSError):
        os.nice(niceness)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        # of private memory, not of addresses: numpy and numba reserve far more addresses than they use
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def limit_task(memory: int) -> None:
    """Limit the memory of a sandbox for its next task, where the system can do that."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        held = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (min(max(memory, held + SPARE_MEMORY), hard), hard))


def ready() -> bool:
    """Answer that the process works."""
    return True
