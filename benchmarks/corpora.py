"""Corpora: two Ray actors beside one, and a map of a million points as a browser gets it.

Each actor has one core and one thread. The rate is that of the parts after the first one of each actor: the
start of Ray and the loading of the encoder do not count. It speaks only of a machine that does nothing else.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import orjson

from benchmarks.report import Row
from embedlab.corpora import Progress, embed_corpus
from embedlab.corpora.views import view_part
from embedlab.figures.density import density_figure
from embedlab.texts import state_of_the_union

ROWS = 1_920  # texts
PART_ROWS = 64
LENGTH = 400  # characters of a text
POINTS = 1_000_000
LIMIT = 2.0  # megabytes at once


def measure() -> list[Row]:
    """Compare two actors with one, and measure the picture of a million points."""
    return [actors(), picture()]


def actors() -> Row:
    """Compare the rate of two actors with that of one."""
    text = " ".join(message.text for message in state_of_the_union()[-40:])
    lines = [json.dumps({"text": text[n * LENGTH : (n + 1) * LENGTH]}) for n in range(ROWS)]
    with TemporaryDirectory() as folder:
        path = Path(folder, "texts.jsonl")
        path.write_text("\n".join(lines))
        one, two = (_rate(path, Path(folder, f"by {workers}"), workers) for workers in (1, 2))
    return Row(
        f"{ROWS} texts by two actors",
        f"{two:.1f} texts a second",
        f"one actor {one:.1f}",
        two / one,
        1.7,
        unit="× as fast",
        at_least=True,
    )


def _rate(path: Path, folder: Path, workers: int) -> float:
    """Return the texts a second from the first part of the slowest actor to start."""
    ends: list[tuple[float, Progress]] = []

    def note(progress: Progress) -> None:
        ends.append((time.perf_counter(), progress))

    embed_corpus([path], folder, workers=workers, part_rows=PART_ROWS, watch=note)
    seen: set[int] = set()
    for number, (begun, progress) in enumerate(ends):
        seen.add(progress.part.process)
        if len(seen) == workers:  # all of them work now
            rest = sum(each.part.rows for _, each in ends[number + 1 :])
            return rest / (ends[-1][0] - begun)
    raise RuntimeError(f"only {len(seen)} of {workers} actors worked; use more texts")


def picture() -> Row:
    """Measure what a browser gets of a million points in a thousand clusters."""
    generator = np.random.default_rng(0)
    centers = generator.standard_normal((1_000, 2)) * 10
    noise = generator.standard_normal((POINTS, 2)) * 0.3
    places = (centers[generator.integers(1_000, size=POINTS)] + noise).astype(np.float32)
    begun = time.perf_counter()
    figure = density_figure(view_part(places), ())
    size = len(orjson.dumps(figure.to_plotly_json(), option=orjson.OPT_SERIALIZE_NUMPY)) / 1e6
    seconds = time.perf_counter() - begun
    return Row(
        f"{POINTS:,} points as a density",
        f"{size:.2f} MB in {1_000 * seconds:.0f} ms",
        "limit of the design",
        size,
        LIMIT,
        unit="MB",
    )
