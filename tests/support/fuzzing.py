"""How long a test tries random inputs: a number of them in the suite, or as long as somebody says."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import count

SECONDS = float(os.environ.get("EMBEDLAB_FUZZ_SECONDS", "0"))


def rounds(number: int) -> Iterator[int]:
    """Count from 1: ``number`` rounds, and on until ``EMBEDLAB_FUZZ_SECONDS`` have passed."""
    end = time.monotonic() + SECONDS
    for place in count(1):
        if place > number and time.monotonic() >= end:
            return
        yield place


def report(tried: int, result: str) -> None:
    """Print what a long run did (``pytest -s`` shows it)."""
    if SECONDS:
        print(f"{tried:,} inputs in {SECONDS:,.0f} s: {result}, nothing but an EmbedLabError otherwise")
