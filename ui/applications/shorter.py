"""Shorter vectors: fewer dimensions and fewer bits, and what is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab import applications
from embedlab.applications import PRECISIONS
from embedlab.figures.applications import grid_figure
from embedlab.figures.curves import Series
from embedlab.numerals import duration_text, number_text
from embedlab.texts import RATED_PAIRS
from ui import fit_kinds, layout, sources
from ui.applications import summaries
from ui.applications.query import Query
from ui.applications.results import ARRAYS, vectors_of
from ui.cache import cached
from ui.models import vector_cache
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure, curves, shared
from ui.work import Work

__all__ = ["PART"]

DIMS = (8, 16, 32, 64, 128, 256, 384)
NAMES = {
    "first": "first",
    "random": "random",
    "PCA": "PCA of the texts",
    "not rescaled": "first, not rescaled",
}
AT = 64  # dimensions, in the headline
TIMES = fit_kinds.records(doing="Measuring")
SECONDS = 2.5e-6  # for a pair of texts, in all ways
SCAN = 2.0  # seconds to measure the speed
GOOD = 0.95  # share of the quality that is good enough
_cells = cached(entries=8)(shared(grid_figure))


def _show(query: Query, options: None) -> None:
    vectors = vectors_of(query.data)
    expected = SECONDS * len(vectors) ** 2
    work = Work.of(applications.compare_ways, vectors, DIMS, expected=expected, kind=ARRAYS)
    recalls = work.result("Shorten the vectors", place="recalls")
    if recalls is None:
        return
    summary = summaries.shorter(DIMS, correlations(), recalls, AT)
    figures = [("By our ratings", _figure(None)), ("By the neighbors of the texts", _figure(recalls))]
    layout.answers(summary, figures, key="shorter")
    seconds = Work.of(applications.scan_seconds, DIMS, expected=SCAN, kind=TIMES)
    times = seconds.result("Measure the speed", place="precisions")
    if times is not None:
        _show_grid(recalls, times)


def _show_grid(recalls: Mapping[str, NDArray[np.float64]], seconds: NDArray[np.float64]) -> None:
    """Show quality, memory and time of vectors with fewer numbers (rows) of fewer bits (columns)."""
    sizes = np.outer(DIMS, list(PRECISIONS.values())) // 8
    quality, neighbors = (
        np.transpose([results[name] for name in PRECISIONS]) for results in (correlations(), recalls)
    )
    good = quality >= GOOD * quality[-1, 0]
    smallest = int(np.where(good, sizes, sizes.max()).argmin())
    table: dict[str, Any] = {
        "first numbers kept": np.repeat(DIMS, len(PRECISIONS)),
        "precision": list(PRECISIONS) * len(DIMS),
        "correlation with our ratings": quality.ravel(),
        "neighbors kept": neighbors.ravel(),
        "bytes a vector": sizes.ravel(),
        "ms to compare with 20,000": 1_000 * seconds.ravel(),
    }
    rows = list(zip(*table.values(), strict=True))
    figure = _cells(
        (quality - quality.min()) / np.ptp(quality),
        [f"<b>{number_text(row[2])}</b><br>{row[4]:,} B<br>{duration_text(row[5] / 1_000)}" for row in rows],
        list(map(str, DIMS)),
        list(PRECISIONS),
        divmod(smallest, len(PRECISIONS)),
        x_axis="how each number is written",
        y_axis="first numbers kept",
    )
    layout.answer(summaries.precisions(rows, smallest), figure, key="precisions")
    layout.numbers(table, key="grid", label="Fewer numbers and fewer bits: quality, memory and time")


@cached(entries=1)
def correlations() -> dict[str, NDArray[np.float64]]:
    """Return the rank correlation with our ratings: way or precision -> (dims,)."""
    texts = [pair.first for pair in RATED_PAIRS] + [pair.second for pair in RATED_PAIRS]
    ratings = tuple(pair.rating for pair in RATED_PAIRS)
    return applications.compare_ways(vector_cache().embed(texts), DIMS, ratings)


@cached(entries=9)
def _figure(recalls: Mapping[str, NDArray[np.float64]] | None) -> SharedFigure:
    """Draw what neighbors stay, or without them how far the cosines follow our ratings."""
    result = correlations() if recalls is None else recalls
    series = {name: Series(result[way]) for way, name in NAMES.items() if way in result}
    axis = "rank correlation with our ratings" if recalls is None else "of the 10 nearest, still among them"
    x_axis = f"dimensions kept of {DIMS[-1]}"
    return curves(DIMS, series, x_axis=x_axis, y_axis=axis, scale="even", percent=recalls is not None)


PART = Part[Query, None](
    "Shorter vectors",
    no_options,
    _show,
    lambda query, options: [
        "pairs = embedlab.texts.RATED_PAIRS",
        "ratings = [pair.rating for pair in pairs]",
        "rated = encoder.embed([pair.first for pair in pairs] + [pair.second for pair in pairs])",
        f"print(embedlab.applications.compare_ways(rated, {DIMS}, ratings))",
        f"print(embedlab.applications.compare_ways(classifier.vectors, {DIMS}))",
        f"print(embedlab.applications.scan_seconds({DIMS}))",
    ],
    lambda query, options: [
        sources.computed(
            "the ten nearest by cosine before and after; random dimensions in five draws; times with NumPy in a worker process, the best of five."
        ),
        sources.computed(
            "60 pairs of sentences that we wrote and rated from 0 to 5 (embedlab.texts.RATED_PAIRS): one opinion, no benchmark."
        ),
    ],
    line="Fewer dimensions, fewer bits: what is lost, and why the first ones are no better than random ones.",
    deeper=True,
)
