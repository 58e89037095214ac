"""Toys that show how t-SNE and UMAP mislead: points whose true arrangement is known.

They are drawn at random from a stated formula and say so. What their lessons say holds for metric
"euclidean": a cloud around 0 has no direction. After Wattenberg, Viégas and Johnson, "How to Use
t-SNE Effectively", Distill 2016 (doi:10.23915/distill.00002); the numbers are our own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import check_choice

__all__ = ["TOYS", "Toy", "toy_points"]

DIM = 50
SEED = 0
Maker = Callable[[np.random.Generator], NDArray[np.float64]]


@dataclass(frozen=True)
class Toy:
    """Points with a known arrangement."""

    name: str
    lesson: str  # what is true of the points, and what to look for
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    matrix: NDArray[np.float32]  # (n, dim)


def toy_points(name: str) -> Toy:
    """Return one of the `TOYS`; the same points every time.

    Raises:
        UnknownNameError: no toy of that name.
    """
    check_choice(name, TOYS, "toy")
    lesson, clusters = TOYS[name]
    random = np.random.default_rng(SEED)
    groups, rows = [], []
    for group, make in clusters.items():
        made = make(random)
        rows.append(made)
        groups += [group] * len(made)
    labels = [f"{group} {number}" for number, group in enumerate(groups, start=1)]
    return Toy(name, lesson, tuple(labels), tuple(groups), np.concatenate(rows).astype(np.float32))


def _cloud(count: int, spread: float, at: float = 0.0) -> Maker:
    """Return a maker of a round cloud of points, its center moved by `at` along the first axis."""

    def make(random: np.random.Generator) -> NDArray[np.float64]:
        points = random.normal(0, spread, size=(count, DIM))
        points[:, 0] += at
        return points

    return make


def _walk(count: int) -> Maker:
    def make(random: np.random.Generator) -> NDArray[np.float64]:
        return np.cumsum(random.normal(size=(count, DIM)), axis=0)

    return make


# name -> (what is true, group -> maker)
TOYS: dict[str, tuple[str, dict[str, Maker]]] = {
    "cluster sizes": (
        "One cloud is ten times as wide as the other. t-SNE and UMAP draw them about equally large: the size "
        "of a cluster on such a map means nothing.",
        {"wide": _cloud(75, 1.0, 60.0), "narrow": _cloud(75, 0.1, -60.0)},
    ),
    "cluster distances": (
        "Three equal clouds in a row: from the second to the third it is ten times as far as from the first "
        "to the second. t-SNE at perplexity 30 draws both gaps about equally wide: the distance between "
        "clusters on such a map means little.",
        {
            "left": _cloud(50, 1.0),
            "near it": _cloud(50, 1.0, 15.0),
            "far away": _cloud(50, 1.0, 165.0),
        },
    ),
    "random noise": (
        "One cloud without any structure. At low perplexity t-SNE draws clumps that are not there: look at "
        "several perplexities and at several seeds before you believe a cluster.",
        {"noise": _cloud(300, 1.0)},
    ),
    "random walk": (
        "Each point is the one before it and a random step. PCA draws smooth curves of a walk that has no "
        "plan: a clean shape can come from noise, too.",
        {"step": _walk(200)},
    ),
}
