"""What the colors of a map stand for, and whose labels are written first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.figures.style import FAR_TO_NEAR, LOW_TO_HIGH, NEAR_TO_FAR
from embedlab.space import PointSet, ProjectionQuality, rank_rows

__all__ = [
    "MAX_LABELS",
    "Coloring",
    "distance_coloring",
    "frequency_coloring",
    "group_coloring",
    "label_order",
    "recall_coloring",
]

MAX_LABELS = 400  # words handed to the browser, which writes those that fit


@dataclass(frozen=True)
class Coloring:
    """What the colors of a map stand for: names, or numbers."""

    title: str
    groups: tuple[str, ...] | None = None  # one name per point
    values: NDArray[np.float64] | None = None  # (n,) one number per point
    scale: Any = None  # from the lowest to the highest
    low: float | None = None
    high: float | None = None
    ticks: tuple[tuple[float, str], ...] = ()  # numbers of the scale and what is written at them
    missing_is_low: bool = False  # how a point without a number is drawn: as the highest, or as the lowest


def group_coloring(points: PointSet) -> Coloring:
    """Return a color for each group: the column of that name, else the first one, else one for all."""
    for name in ("group", *points.columns):
        if name in points.columns:
            return Coloring(name, points.columns[name])
    return Coloring("", ("",) * len(points))


def recall_coloring(quality: ProjectionQuality) -> Coloring:
    """Return colors for the share of true neighbors that a map keeps."""
    ticks = ((0.0, "none"), (0.5, "half"), (1.0, f"all {quality.k}"))
    return Coloring(
        "true neighbors kept", values=quality.recall, scale=LOW_TO_HIGH, low=0.0, high=1.0, ticks=ticks
    )


def distance_coloring(points: PointSet, row: int, metric: str) -> Coloring:
    """Return colors for how near each point truly is to one; a point without a direction has no cosine."""
    count = len(points)
    ranking = rank_rows(points.matrix, points.matrix[row], measure=metric, k=count, leave_out=row)
    values = np.full(count, np.nan)
    values[ranking.rows] = ranking.scores
    values[row] = 1.0 if metric == "cosine" else 0.0
    if metric == "euclidean":
        return Coloring("true distance", values=values, scale=NEAR_TO_FAR, low=0.0)
    far, middle = float(np.nanmin(values)), float(np.nanmedian(values))
    ticks = ((far, f"{far:.2f}"), (middle, f"{middle:.2f}"), (1.0, "1"))
    return Coloring(
        "true cosine",
        values=values,
        scale=FAR_TO_NEAR,
        low=far,
        high=1.0,
        ticks=ticks,
        missing_is_low=True,
    )


def frequency_coloring(ranks: NDArray[np.int64]) -> Coloring:
    """Return colors for the rank of each word by frequency, on a logarithmic scale."""
    values = np.log10(ranks.astype(np.float64))
    low, high = float(values.min()), float(values.max())
    ticks = tuple(
        (float(power), f"{10**power:,}") for power in range(7) if low - 0.01 <= power <= high + 0.01
    )
    return Coloring("place by frequency", values=values, scale=NEAR_TO_FAR, low=low, high=high, ticks=ticks)


def label_order(points: PointSet) -> list[int]:
    """Return whose labels are written first: of each group in turn, the most frequent words first."""
    count = len(points)
    order = np.arange(count) if points.ranks is None else np.argsort(points.ranks, kind="stable")
    if points.groups is None:
        return [int(row) for row in order[:MAX_LABELS]]
    turn: dict[str, int] = {}
    keys = []
    for row in order:
        group = points.groups[row]
        turn[group] = turn.get(group, -1) + 1
        keys.append((turn[group], int(row)))
    return [row for _, row in sorted(keys, key=lambda pair: pair[0])][:MAX_LABELS]
