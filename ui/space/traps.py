"""Three traps: toys whose true arrangement is known, and what t-SNE makes of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import embedlab
from embedlab.space import MapOptions, MapSeries
from ui import controls, layout, sources
from ui.cache import cached
from ui.part import Part
from ui.space import part_summaries
from ui.space.exports import project_code
from ui.space.picture import View
from ui.space.points import toy_points
from ui.space.series import grid, offer_series

__all__ = ["PART", "Trap"]

CHOICES = {
    "size of a cluster": "cluster sizes",
    "distance between clusters": "cluster distances",
    "clusters in noise": "random noise",
}
PERPLEXITY = {"cluster sizes": 30, "cluster distances": 30, "random noise": 2}


@dataclass(frozen=True)
class Trap:
    """What is true of a toy, and what its map says of the same."""

    toy: str
    true: float  # a ratio of sizes or of distances
    on_map: float


def ask(view: View) -> str:
    """Ask which trap."""
    return CHOICES[controls.choice("Trap", list(CHOICES), key="trap")]


def show(view: View, toy: str) -> None:
    """Draw a toy truly, by PCA, and by t-SNE."""
    points = toy_points(toy).data
    result = offer_series(points, _series(toy), "Draw the trap", place="trap", automatic=True)
    if result is None:
        return
    sentence = part_summaries.trap(_measure(toy, result))
    layout.finding(f"{sentence} {toy_points(toy).lesson}")
    titles = ("PCA: as it is", f"t-SNE, perplexity {PERPLEXITY[toy]}")
    figure = grid(points, result, titles, 2, named=False)
    layout.picture(figure, key="trap figure", alt=sentence)


def code(view: View, toy: str) -> list[str]:
    """Return lines that draw both maps."""
    return [
        f"toy = embedlab.space.toy_points({toy!r})",
        *(f"print({project_code(options, 'toy.matrix')}.coordinates)" for options in _series(toy)),
    ]


def origins(view: View, toy: str) -> list[str]:
    """Say where the toys come from."""
    return [
        sources.computed(
            "random points drawn from a known formula, after Wattenberg, Viégas and Johnson, “How to Use t-SNE "
            "Effectively”, Distill 2016."
        )
    ]


def _series(toy: str) -> list[MapOptions]:
    parameters = (("perplexity", PERPLEXITY[toy]), ("init", "pca"))
    return [MapOptions("pca", metric="euclidean"), MapOptions("tsne", 2, "euclidean", 0, parameters)]


@cached()
def _measure(toy: str, series: MapSeries) -> Trap:
    """Return the ratio that the trap is about, among the points and on their t-SNE."""
    points, on_map = toy_points(toy).data, series.coordinates[1]
    groups = points.groups or ()
    rows = [np.flatnonzero(np.array(groups) == name) for name in dict.fromkeys(groups)]
    if toy == "cluster sizes":
        return Trap(toy, *(_spread(x[rows[0]]) / _spread(x[rows[1]]) for x in (points.matrix, on_map)))
    if toy == "cluster distances":
        return Trap(
            toy, *(_gap(x, rows[1], rows[2]) / _gap(x, rows[0], rows[1]) for x in (points.matrix, on_map))
        )
    clumps = embedlab.space.find_clusters(on_map, method="hdbscan", smallest=5, metric="euclidean").labels
    return Trap(toy, 1, len(set(clumps.tolist()) - {-1}))


def _spread(points: NDArray[np.floating]) -> float:
    """Return how far points are from their middle on average (root mean square)."""
    return float(np.sqrt(((points - points.mean(axis=0)) ** 2).sum(axis=1).mean()))


def _gap(points: NDArray[np.floating], one: NDArray[np.int64], two: NDArray[np.int64]) -> float:
    """Return how far the middles of two groups are apart."""
    return float(np.linalg.norm(points[one].mean(axis=0) - points[two].mean(axis=0)))


PART = Part(
    "Three traps",
    ask,
    show,
    code,
    origins,
    line="Points whose true arrangement is known: see what a map makes of their sizes, distances and noise.",
)
