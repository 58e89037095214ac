"""The word that is looked at: a point of the map, or a new one dropped into the finished map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab.content_key import content_key
from embedlab.space import PointSet
from ui import fits, layout
from ui.cache import cached
from ui.space.maps import MapView, start_of
from ui.space.points import Points, is_table, look_up, table_of

__all__ = ["Word", "find_word", "place_word", "vector_of"]

MOST = 2_000  # points among which a word is chosen for the visitor


@dataclass(frozen=True)
class Word:
    """A word that was typed, clicked, or chosen for the visitor."""

    text: str
    row: int | None  # of its point, None where it is not on the map


def find_word(points: Points, typed: str, metric: str) -> Word | None:
    """Return the word to look at: the one that is typed, else the one that teaches most."""
    if text := typed.strip():
        return Word(text, points.data.row(text))
    if points.lesson or len(points.data) > MOST:
        return None
    row = _instructive_row(points.data, metric)
    return Word(points.data.labels[row], row)


@cached()
def _instructive_row(points: PointSet, metric: str) -> int:
    """Return a point that the PCA tears from a near neighbor: the same one whatever map is on the screen."""
    k = min(10, (len(points) - 1) // 2)
    projection = embedlab.project(points.matrix, method="pca")
    tear = embedlab.space.largest_tear(
        points.matrix, projection.coordinates, metric=metric, k=k, groups=points.groups
    )
    return 0 if tear is None else tear.row


def vector_of(points: Points, word: Word) -> NDArray[np.float32] | None:
    """Return the vector (1, dim) of a word that is not on the map, None where there is none."""
    if not points.space or (is_table(points.space) and word.text not in table_of(points.space)):
        return None
    try:
        return look_up([word.text], points.space)
    except embedlab.EmbedLabError:
        return None


def place_word(points: Points, view: MapView, word: Word | None) -> NDArray[np.float32] | None:
    """Return where a word that is not on the map lies, shape (1, n_components); None where it has no place."""
    if word is None or word.row is not None:
        return None
    vector = vector_of(points, word)
    if vector is None:
        _report_unknown(points, word)
        return None
    coordinates = layout.attempt_part(_place, points, view, vector)
    if coordinates is not None:
        st.caption(
            layout.escape(
                f"{word.text[:60]} is not among the points of this map. It was added afterwards: the others stay where they are."
            )
        )
    return coordinates


def _report_unknown(points: Points, word: Word) -> None:
    if not points.space:
        layout.warn(f"“{word.text[:40]}” is no label of these points; click a point or type a label.")
    else:  # says why, with close spellings where a table has them
        layout.attempt_part(look_up, [word.text], points.space)


def _place(points: Points, view: MapView, vector: NDArray[np.float32]) -> NDArray[np.float32]:
    if view.axes is not None:
        both = np.concatenate((points.data.matrix, vector))
        return embedlab.space.axis_map(both, view.axes.axes).projection.coordinates[-1:]
    if view.projection.method == "pca":  # a formula
        return embedlab.space.place_points(points.data.matrix, view.projection, vector)
    return _place_in_worker(points, view, vector)


@cached()
def _place_in_worker(points: Points, view: MapView, vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Place a vector in another process: UMAP makes the whole map again, t-SNE moves the vector step by step."""
    coordinates: NDArray[np.float32] = fits.run_now(
        content_key("place", view.key, vector),
        embedlab.space.place_points,
        points.data.matrix,
        view.projection,
        vector,
        start=start_of(points, view.options),
    )
    return coordinates
