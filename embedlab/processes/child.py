"""What the processes of this package have in common: a low priority, a memory limit, one thread."""

from __future__ import annotations

import contextlib
import os

__all__ = ["MEMORY", "ONE_THREAD", "limit_process", "ready"]

# Bytes of private memory a process may allocate. 20,000 points of 300 dimensions are resident in 0.7 GB, but
# NN-descent allocates 1.63 GB of which it touches little.
MEMORY = 1750 << 20
ONE_THREAD = {  # the environment of a process
    **dict.fromkeys(
        (
            *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"),
            "RAYON_NUM_THREADS",
        ),
        "1",
    ),
    "TOKENIZERS_PARALLELISM": "false",
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


def ready() -> bool:
    """Answer that the process works."""
    return True
