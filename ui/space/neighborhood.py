"""The true neighbors of the word that is looked at, and which of them the map keeps: the panel beside the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab.figures.space_neighbors import neighbors_figure
from embedlab.ranking import Ranking
from embedlab.space import PointSet
from ui import layout
from ui.cache import cached
from ui.shared_figure import SharedFigure
from ui.space import summaries
from ui.space.maps import MapView
from ui.space.placing import Word, vector_of
from ui.space.points import Points

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["TrueNeighbors", "draw_panel", "find_neighbors", "kinds_of", "neighbors_of"]

LONGEST = 24  # characters of a word in a heading


@dataclass(frozen=True)
class TrueNeighbors:
    """The neighbors of a word in the original space, nearest first."""

    word: str
    rows: NDArray[np.int64]  # (k,)
    scores: NDArray[np.floating]  # (k,) cosines, or distances
    preserved: NDArray[np.bool_]  # (k,) whether each is among the k nearest on the map, too


@cached()
def neighbors_of(points: PointSet, row: int, measure: str) -> Ranking:
    """Return the true neighbors of a point among the points of the map."""
    return embedlab.space.rank_rows(points.matrix, points.matrix[row], measure=measure, leave_out=row)


def find_neighbors(
    points: Points, view: MapView, word: Word | None, added: NDArray[np.float32] | None
) -> TrueNeighbors | None:
    """Return the true neighbors of a word; None where there is no word, or it has no place on the map.

    Args:
        points: of the map.
        view: the map.
        word: to look at.
        added: (1, n_components), where a word that is none of the points was placed.
    """
    if word is None:
        return None
    if word.row is not None:
        vector, place = points.data.matrix[word.row], view.projection.coordinates[word.row]
    else:
        vectors = None if added is None else vector_of(points, word)
        if vectors is None or added is None:
            return None
        vector, place = vectors[0], added[0]
    metric = view.options.metric
    if metric == "cosine" and not vector.any():
        return None
    return _compare(points.data, view, word, vector, place)


def draw_panel(points: Points, view: MapView, neighbors: TrueNeighbors | None) -> None:
    """Show the true neighbors as bars, how many of them the map keeps, and how many of all."""
    quality = view.quality
    trust = summaries.kept_by_all(quality)
    if neighbors is None:
        if points.lesson:
            st.subheader("What this toy shows", anchor=False)
            st.markdown(layout.escape(points.lesson))
        else:
            st.markdown("Click a point, or type its word, to see its true neighbors.")
    else:
        word = layout.escape(summaries.cut(neighbors.word, LONGEST))
        st.subheader(f"The true neighbors of “{word}”", anchor=False)
        st.markdown(f"{layout.escape(summaries.preserved(neighbors))} {summaries.MARKS}")
        figure = _figure(points.data, neighbors, view.options.metric)
        layout.picture(figure, key="true neighbors", alt=summaries.neighbors(points.data.labels, neighbors))
    st.caption(trust)


def kinds_of(points: PointSet, rows: NDArray[np.int64]) -> list[int] | None:
    """Return the index of the kind of each of some points, which has its color on the map."""
    if points.groups is None:
        return None
    names = list(dict.fromkeys(points.groups))
    return [names.index(points.groups[row]) for row in rows]


@cached()
def _compare(
    points: PointSet, view: MapView, word: Word, vector: NDArray[np.float32], place: NDArray[np.float32]
) -> TrueNeighbors:
    own = -1 if word.row is None else word.row
    k, metric = view.quality.k, view.options.metric
    true = embedlab.space.rank_rows(points.matrix, vector, measure=metric, k=k, leave_out=own)
    on_map = embedlab.space.rank_rows(
        view.projection.coordinates, place, measure="euclidean", k=k, leave_out=own
    )
    preserved = embedlab.space.preserved_neighbors(
        points.matrix, true.rows[None], on_map.rows[None], metric=metric, queries=vector[None]
    )
    return TrueNeighbors(word.text, true.rows, true.scores, preserved[0])


@cached()
def _figure(points: PointSet, neighbors: TrueNeighbors, metric: str) -> Figure:
    kinds = kinds_of(points, neighbors.rows)
    measure = "cosine (1 = same direction)" if metric == "cosine" else "distance (0 = same place)"
    labels = [points.labels[row] for row in neighbors.rows]
    return SharedFigure(
        neighbors_figure(labels, neighbors.scores, neighbors.preserved, kinds=kinds, measure=measure)
    )
