"""What the colors of the map stand for: the coloring that can be had."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

import embedlab
from embedlab.errors import InvalidInputError
from embedlab.figures.space_coloring import (
    Coloring,
    distance_coloring,
    frequency_coloring,
    group_coloring,
    recall_coloring,
)
from embedlab.space import PointSet
from ui import layout
from ui.cache import cached
from ui.space.maps import MapView
from ui.space.parameters import COLUMN, NEARNESS

__all__ = ["check_color", "coloring"]

MAX_CLUSTERED = 5_000  # points that HDBSCAN groups while the page waits


def check_color(points: PointSet, view: MapView, color: str, row: int | None) -> str:
    """Return the color that is asked for; where it cannot be had, say why and return "group"."""
    if color == "automatic":
        return "group"
    if color == NEARNESS and row is None:
        st.caption("Choose a word on the map to color the others by their nearness to it.")
        color = "group"
    elif color == "neighbors kept" and view.is_judged_by_sample:
        st.caption(
            "The neighbors of each single point were not compared for this map, so the colors show the groups."
        )
        color = "group"
    elif color == "frequency" and points.ranks is None:
        st.caption("How frequent these points are is not known, so the colors show the groups.")
        color = "group"
    elif color == "group" and not points.columns:
        st.caption("These points have no groups.")
    return "group" if layout.attempt_part(coloring, points, view, color, row) is None else color


@cached(entries=32)
def coloring(points: PointSet, view: MapView, color: str, row: int | None) -> Coloring:
    """Return the colors of the points; `row` is the point that distances are measured from.

    Raises:
        InvalidInputError: too many points for HDBSCAN, or a point without a direction.
    """
    kinds = group_coloring(points).groups
    if color == NEARNESS and row is not None:
        return replace(distance_coloring(points, row, view.options.metric), groups=kinds)
    if color == "neighbors kept":
        return replace(recall_coloring(view.quality), groups=kinds)
    if color in {"k-means", "HDBSCAN"}:
        return Coloring(color, _clusters(points, color, view.options.metric))
    if color == "frequency" and points.ranks is not None:
        return replace(frequency_coloring(points.ranks), groups=kinds)
    if color.startswith(COLUMN):
        name = color.removeprefix(COLUMN)
        return Coloring(name, points.columns[name])
    return group_coloring(points)


@cached(entries=16)
def _clusters(points: PointSet, method: str, metric: str) -> tuple[str, ...]:
    """Return the cluster of each point, found among the original vectors."""
    count = len(points)
    if method == "k-means":
        several = len(set(points.groups)) if points.groups else 8
        clusters = embedlab.space.find_clusters(
            points.matrix,
            method="kmeans",
            clusters=int(np.clip(several, 2, min(20, count - 1))),
            metric=metric,
        )
    elif count > MAX_CLUSTERED:
        raise InvalidInputError(
            f"HDBSCAN is offered for at most {MAX_CLUSTERED:,} points and there are {count:,}; choose k-means or fewer."
        )
    else:
        clusters = embedlab.space.find_clusters(
            points.matrix, method="hdbscan", smallest=min(5, count), metric=metric
        )
    names = {-1: "in no cluster"}
    return tuple(names.get(label, f"cluster {label + 1}") for label in clusters.labels.tolist())
