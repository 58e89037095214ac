"""A table of 3,000,000 words of 300 numbers: opened, and asked one question."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import embedlab
from benchmarks.report import Row

WORDS, DIM = 3_000_000, 300
ROW_BLOCK = 100_000
RUNS = 9
ASKED = "word1234567"


def measure() -> list[Row]:
    """Make the table in a temporary folder, 3.7 GB, and delete it afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        embedlab.vectors.save_word_vectors(_table(folder / "numbers"), folder / "table")
        (folder / "numbers").unlink()
        opening = []
        for _ in range(RUNS):
            begun = time.perf_counter()
            vectors = embedlab.vectors.open_word_vectors(folder / "table")
            opening.append(time.perf_counter() - begun)
        return [_opened(statistics.median(opening)), *_asked(vectors)]


def _table(path: Path) -> embedlab.vectors.WordVectors:
    """Return a table of noise whose numbers lie in a file."""
    matrix: NDArray[np.float32] = np.memmap(path, np.float32, "w+", shape=(WORDS, DIM))
    random = np.random.default_rng(0)
    for start in range(0, WORDS, ROW_BLOCK):
        matrix[start : start + ROW_BLOCK] = random.standard_normal((ROW_BLOCK, DIM), dtype=np.float32)
    return embedlab.vectors.WordVectors([f"word{row}" for row in range(WORDS)], matrix, name="noise")


def _opened(seconds: float) -> Row:
    size = f"{WORDS:,} × {DIM}"
    return Row(f"opening {size}", f"{seconds * 1000:.0f} ms", "goal of the design", seconds, 1, "s")


def _asked(vectors: embedlab.vectors.WordVectors) -> list[Row]:
    query = vectors[ASKED]
    begun = time.perf_counter()
    vectors.neighbors(ASKED)
    first = time.perf_counter() - begun
    mine, analogies, bare = [], [], []
    for _ in range(RUNS):  # in turn, so that a slow moment hits all
        begun = time.perf_counter()
        vectors.neighbors(ASKED)
        mine.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        embedlab.analogy(vectors, "word1", ASKED, "word2")
        analogies.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        vectors.matrix @ query
        bare.append(time.perf_counter() - begun)
    scan = statistics.median(bare)
    rows = []
    for what, found in (("neighbors of a word of it", mine), ("an analogy of it", analogies)):
        seconds = statistics.median(found)
        shown = f"{seconds * 1000:.0f} ms (the first {first * 1000:.0f} ms)" if found is mine else None
        rows.append(
            Row(
                what,
                shown or f"{seconds * 1000:.0f} ms",
                f"bare matrix @ query {scan * 1000:.0f} ms",
                seconds / scan,
                1.3,
            )
        )
    return rows
