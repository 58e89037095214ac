"""Importing the package, and opening the vectors."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import embedlab
from benchmarks.report import Row
from embedlab.catalog import find_entry
from embedlab.models.installed import find_file

RUNS = 11
TEXT_ROWS = 40_000  # of the table, written as text for gensim's loader; the rest is extrapolated


def measure() -> list[Row]:
    """Compare imports as whole processes, and opening the matrix with gensim's text loader."""
    times: dict[str, list[float]] = {"embedlab": [], "numpy": []}
    for _ in range(RUNS):  # in turn, so that a slow moment hits both
        for module, found in times.items():
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
            found.append(time.perf_counter() - begun)
    mine, numpy = (statistics.median(found) for found in times.values())
    return [
        Row(
            "import embedlab (whole process)",
            f"{mine * 1000:.0f} ms",
            f"import numpy {numpy * 1000:.0f} ms",
            mine / numpy,
            1.2,
        ),
        opening(),
    ]


def opening() -> Row:
    """Compare mapping the matrix with gensim reading the same numbers as text."""
    from gensim.models import KeyedVectors

    vectors = embedlab.load_word_vectors("glove-6b-50d")
    path = find_file(find_entry("glove-6b-50d", "word-vectors"), "matrix")
    begun = time.perf_counter()
    for _ in range(10):
        np.load(path, mmap_mode="r")[0].sum()
    mine = (time.perf_counter() - begun) / 10
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "vectors.txt"
        with text.open("w", encoding="utf-8") as stream:
            stream.write(f"{TEXT_ROWS} {vectors.dim}\n")
            for word, row in zip(vectors.words[:TEXT_ROWS], vectors.matrix, strict=False):
                stream.write(f"{word} {' '.join(map(str, row.tolist()))}\n")
        begun = time.perf_counter()
        KeyedVectors.load_word2vec_format(str(text))
        peer = (time.perf_counter() - begun) * len(vectors) / TEXT_ROWS
    loader = f"gensim's text loader {peer:.1f} s (extrapolated from {TEXT_ROWS:,})"
    return Row("opening the 400,000 vectors", f"{mine * 1000:.2f} ms (mapped)", loader, mine / peer, 1 / 100)
