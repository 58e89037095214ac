"""Shorter vectors: fewer dimensions and fewer bits, and what is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from embedlab import applications
from embedlab.applications import PRECISIONS, WAYS, LabeledTexts, rating_correlation
from embedlab.figures.curves import Series
from embedlab.texts import RATED_PAIRS
from ui import layout, sources
from ui.applications import summaries
from ui.applications.results import View, vectors_of
from ui.cache import cached
from ui.models import vector_cache
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure, curves

__all__ = ["PART", "recalls"]

DIMS = (8, 16, 32, 64, 128, 256, 384)
NAMES = {
    "first": "first",
    "random": "random",
    "PCA": "PCA of the texts",
    "not rescaled": "first, not rescaled",
}
COLUMNS = ("precision", "bytes a vector", "neighbors kept", "ms to compare with 20,000")
AT = 64  # dimensions, in the headline
DRAWS = 5  # of random dimensions


def _show(view: View, options: None) -> None:
    neighbors = layout.attempt_part(recalls, view.data)
    if neighbors is not None:
        summary = summaries.shorter(DIMS, correlations(), neighbors, AT)
        figures = [("By our ratings", _figure(None)), ("By the neighbors of the texts", _figure(view.data))]
        layout.answers(summary, figures, key="shorter")
        layout.table(_grid(), key="grid", label="Fewer numbers and fewer bits: correlation with our ratings")
        layout.table(_precisions(view.data), key="precisions", label="Fewer bits a number, all dimensions")


@cached(entries=1)
def _rated() -> tuple[NDArray[np.float32], tuple[float, ...]]:
    """Return the vectors of the first sentences and then of the second, (2 pairs, dim), and the ratings."""
    texts = [pair.first for pair in RATED_PAIRS] + [pair.second for pair in RATED_PAIRS]
    return vector_cache().embed(texts), tuple(pair.rating for pair in RATED_PAIRS)


def _each_way(
    vectors: NDArray[np.float32], measure: Callable[[NDArray[np.float32]], float]
) -> dict[str, list[float]]:
    """Return a measure of shortened vectors: way -> one a number of dimensions, of random ones the mean."""

    def mean(way: str, dim: int) -> float:
        if way == "PCA" and dim > min(vectors.shape):
            return float("nan")
        seeds = range(DRAWS if way == "random" else 1)
        short = [applications.shorten(vectors, dim=dim, way=way, random_state=seed) for seed in seeds]
        return float(np.mean([measure(each) for each in short]))

    return {way: [mean(way, dim) for dim in DIMS] for way in WAYS}


@cached(entries=1)
def correlations() -> dict[str, list[float]]:
    """Return the rank correlation with our ratings: way -> one a number of dimensions."""
    vectors, ratings = _rated()
    raw = [
        rating_correlation(applications.shorten(vectors, dim=dim, normalize=False), ratings, cosine=False)
        for dim in DIMS
    ]
    return _each_way(vectors, lambda short: rating_correlation(short, ratings)) | {"not rescaled": raw}


@cached(entries=8)
def recalls(data: LabeledTexts) -> dict[str, list[float]]:
    """Return the share of the ten nearest neighbors that stay: way -> one a number of dimensions."""
    vectors = vectors_of(data)
    k = min(10, len(vectors) - 1)
    return _each_way(vectors, lambda short: applications.neighbor_recall(vectors, short, k=k))


@cached(entries=8, seconds=3_600)
def _precisions(data: LabeledTexts) -> dict[str, list[object]]:
    vectors = vectors_of(data)
    k = min(10, len(vectors) - 1)

    rows = [
        (
            name,
            vectors.shape[1] * bits // 8,
            applications.neighbor_recall(vectors, _restored(vectors, name), k=k),
            1_000 * applications.scan_seconds(vectors, name),
        )
        for name, bits in PRECISIONS.items()
    ]
    return layout.columns_of(COLUMNS, rows)


@cached(entries=1)
def _grid() -> dict[str, Sequence[float]]:
    """Return the correlation with our ratings: a row for each number of dimensions, a column for each precision."""
    sentences, ratings = _rated()
    short = [applications.shorten(sentences, dim=dim) for dim in DIMS]
    return {"first numbers kept": DIMS} | {
        f"{name}, {bits}-bit": [rating_correlation(_restored(each, name), ratings) for each in short]
        for name, bits in PRECISIONS.items()
    }


def _restored(matrix: NDArray[np.float32], name: str) -> NDArray[np.float32]:
    return applications.restore(applications.quantize(matrix, name), matrix, name)


@cached(entries=9)
def _figure(data: LabeledTexts | None) -> SharedFigure:
    """Draw what neighbors stay, or without data how far the cosines follow our ratings."""
    result = correlations() if data is None else recalls(data)
    series = {NAMES[way]: Series(values) for way, values in result.items()}
    axis = "rank correlation with our ratings" if data is None else "of the 10 nearest, still among them"
    x_axis = f"dimensions kept of {DIMS[-1]}"
    return curves(DIMS, series, x_axis=x_axis, y_axis=axis, scale="even", percent=data is not None)


PART = Part[View, None](
    "Shorter vectors",
    no_options,
    _show,
    lambda view, options: [
        "pairs = embedlab.texts.RATED_PAIRS",
        "ratings = [pair.rating for pair in pairs]",
        "rated = encoder.embed([pair.first for pair in pairs] + [pair.second for pair in pairs])",
        f"for way in {list(WAYS)!r}:",
        f"    short = embedlab.applications.shorten(classifier.vectors, dim={AT}, way=way)",
        "    print(way, embedlab.applications.neighbor_recall(classifier.vectors, short))",
        f"    short = embedlab.applications.shorten(rated, dim={AT}, way=way)",
        "    print(way, embedlab.applications.rating_correlation(short, ratings))",
    ],
    lambda view, options: [
        sources.computed(
            "the ten nearest by cosine before and after; random dimensions in five draws; times with NumPy, the best of five."
        ),
        sources.computed(
            "60 pairs of sentences that we wrote and rated from 0 to 5 (embedlab.texts.RATED_PAIRS): one opinion, no benchmark."
        ),
    ],
    line="Fewer dimensions, fewer bits: what is lost, and why the first ones are no better than random ones.",
    deeper=True,
)
