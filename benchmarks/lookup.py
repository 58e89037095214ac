"""The lookup page: nearest rows against the bare product, the image of the matrix, a cached rerun."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable

import embedlab
from benchmarks.client import Client
from benchmarks.processes import empty_app, ours
from benchmarks.report import Row
from embedlab import lookup
from embedlab.figures.lookup import matrix_png

RUNS = 60
RERUNS = 30
TOKENS = ("dog", "bank", "##ing", "[MASK]", "paris", "river")


def measure() -> list[Row]:
    """Compare the rows nearest to a token with one product, and a rerun with an empty page."""
    table = embedlab.load_embedding_matrix("all-MiniLM-L6-v2")
    table.sorted_norms, table.inverse_norms  # noqa: B018  (computed once a table)
    rows = [table.ids[token] for token in TOKENS]
    near, bare = _medians(
        lambda row: lookup.nearest_rows(table, row), lambda row: table.matrix @ table.matrix[row], rows
    )
    image, _ = matrix_png(table.matrix)
    with empty_app() as peer:
        empty = asyncio.run(_rerun(peer.address, ""))
    with ours(warm=True) as server:
        other = asyncio.run(_rerun(server.address, "tokenization"))
        seconds = asyncio.run(_rerun(server.address, "lookup"))
    return [
        Row(
            "rows nearest to a token, by cosine and by dot product", f"{near * 1000:.2f} ms",
            f"bare matrix @ row {bare * 1000:.2f} ms", near / bare, 1.3,
        ),
        Row("the matrix as image", f"{len(image) / 1e3:.0f} kB", "limit 60 kB", len(image) / 1e3, 60, "kB"),
        Row(
            "a rerun of a cached sentence", f"{seconds * 1000:.0f} ms",
            f"/tokenization {other * 1000:.0f} ms, empty {empty * 1000:.0f} ms", seconds * 1000, 30, "ms",
        ),
    ]  # fmt: skip


def _medians(
    first: Callable[[int], object], second: Callable[[int], object], rows: list[int]
) -> tuple[float, float]:
    """Return the median seconds of two functions, called in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(RUNS):
        for function, spent in zip((first, second), times, strict=True):
            begun = time.perf_counter()
            function(rows[run % len(rows)])
            spent.append(time.perf_counter() - begun)
    return statistics.median(times[0]), statistics.median(times[1])


async def _rerun(address: str, page: str) -> float:
    """Return the median seconds of a rerun of a page."""
    visitor = Client(address, page)
    await visitor.connect()
    seconds = [(await visitor.rerun())[0] for _ in range(RERUNS)]
    await visitor.close()
    return statistics.median(seconds)
