"""What the workers of the tests compute. Light to import: every worker does."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from embedlab.errors import UnknownWordError
from embedlab.processes import report


def announce(path: Path) -> None:
    """Write the number of this process: the file is there with its content or not at all."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(str(os.getpid()))
    unfinished.replace(path)


def add(first: Any, second: Any) -> Any:
    return first + second


def add_watched(first: int, second: int, *, watch: Callable[[float], object]) -> int:
    watch(1.0)
    return first + second


def hold(place: str, name: str) -> str:
    """Begin, and go on until the file `name.go` is there; listens."""
    folder = Path(place)
    announce(folder / f"{name}.began")
    while not (folder / f"{name}.go").exists():
        report(0.5, f"holding {name}")
        time.sleep(0.01)
    with (folder / "order").open("a") as order:
        order.write(name)
    return name


def deaf(folder: str) -> None:
    """Begin, and neither end nor listen."""
    announce(Path(folder) / "deaf.began")
    time.sleep(600)


def swallow(folder: str) -> str:
    """Be a library that takes every exception for its own."""
    (Path(folder) / "swallow.began").touch()
    while True:
        try:
            report(0.1)
        except Exception:
            return "went on"
        time.sleep(0.01)


def abort() -> None:
    os.abort()


def kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def eat_memory(count: int) -> int:
    import numpy as np

    return len(np.ones(count))


_left: list[Any] = []


def leave_memory(count: int) -> int:
    """Reserve memory, and do not give it back."""
    import numpy as np

    _left.append(np.empty(count))
    return count


def tensor_memory(count: int) -> int:
    """Reserve memory as a library does that has an error of its own for it."""
    import torch

    return torch.empty(count, dtype=torch.float64).numel()


def reserve_memory(count: int) -> int:
    import numpy as np

    return len(np.empty(count))


def miss_a_word() -> None:
    raise UnknownWordError("kingg", source="glove", size=400_000, suggestions=["king", "kings"])


def divide() -> float:
    return 1 / len("")


def leave() -> None:
    raise SystemExit(3)


def return_a_lock() -> Any:
    return threading.Lock()


def return_a_record() -> Any:
    from embedlab.space import MapOptions

    return MapOptions()


def surroundings() -> dict[str, Any]:
    print("noise")
    warnings.warn("noise", UserWarning, stacklevel=1)
    return {
        "pid": os.getpid(),
        "nice": os.nice(0),
        "threads": os.environ["OMP_NUM_THREADS"],
        "output": os.readlink("/proc/self/fd/1"),
        "alarm": signal.getitimer(signal.ITIMER_REAL)[0],
        "warm": os.environ.get("WARMED", ""),
    }


def warm() -> None:
    os.environ["WARMED"] = "yes"


def die() -> None:
    os.abort()


def kill_itself_at_work(*values: object, watch: Callable[[float], object]) -> None:
    """Die like `kill_itself`, after some progress."""
    watch(0.3)
    kill_itself()
