"""What the colors of a map stand for, and whose labels are written first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.numerals import number_text
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

MAX_LABELS = 400  # words that are tried; those that fit are written


@dataclass(frozen=True)
class Coloring:
    """What the colors of a map stand for: names, or numbers."""

    title: str
    groups: tuple[str, ...] | None = None  # one name per point: its color, or with numbers its shape alone
    values: NDArray[np.float64] | None = None  # (n,) one number per point, nan for none; the more, the darker
    low: float | None = None
    high: float | None = None
    ticks: tuple[tuple[float, str], ...] = ()  # numbers of the scale and what is written at them


def group_coloring(points: PointSet) -> Coloring:
    """Return a color for each group: the column of that name, else the first one, else one for all."""
    for name in ("group", *points.columns):
        if name in points.columns:
            return Coloring(name, points.columns[name])
    return Coloring("", ("",) * len(points))


def recall_coloring(quality: ProjectionQuality) -> Coloring:
    """Return colors for the share of true neighbors that a map keeps."""
    ticks = ((0.0, "none"), (0.5, "half"), (1.0, f"all {quality.k}"))
    return Coloring("true neighbors kept", values=quality.recall, low=0.0, high=1.0, ticks=ticks)


def distance_coloring(points: PointSet, row: int, metric: str) -> Coloring:
    """Return colors for how near each point truly is to one; a point without a direction has no cosine."""
    count = len(points)
    ranking = rank_rows(points.matrix, points.matrix[row], measure=metric, k=count, leave_out=row)
    values = np.full(count, np.nan)
    if metric == "euclidean":  # the nearer, the darker
        values[ranking.rows] = -ranking.scores
        values[row] = 0.0
        far = float(values.min())
        return Coloring("true distance", values=values, ticks=((far, number_text(-far, 1)), (0.0, "0")))
    values[ranking.rows] = ranking.scores
    values[row] = 1.0
    far, middle = float(np.nanmin(values)), float(np.nanmedian(values))
    ticks = tuple((value, number_text(value)) for value in (far, middle, 1.0))
    return Coloring("true cosine", values=values, low=far, high=1.0, ticks=ticks)


def frequency_coloring(ranks: NDArray[np.int64]) -> Coloring:
    """Return colors for the rank of each word by frequency, on a logarithmic scale."""
    values = -np.log10(ranks.astype(np.float64))
    low, high = float(values.min()), float(values.max())
    ticks = tuple(
        (-float(power), f"{10**power:,}") for power in range(7) if low - 0.01 <= -power <= high + 0.01
    )
    return Coloring("rank by frequency (1 = most frequent)", values=values, low=low, high=high, ticks=ticks)


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
