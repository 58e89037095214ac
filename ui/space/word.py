"""One word of the map: its true neighbors under three measures, and a new word dropped into the finished map."""

from __future__ import annotations

import numpy as np
import streamlit as st

import embedlab
from embedlab.content_key import content_key
from embedlab.ranking import Ranking
from ui import controls, fits, layout
from ui.cache import cached
from ui.models import WORD_VECTORS, word_vectors
from ui.space.drawing import neighbors_of
from ui.space.maps import Drawn, start_of
from ui.space.points import KINDS, Shown, look_up

__all__ = ["Found", "find", "show"]

MEASURES = {"cosine": "same direction", "dot": "direction and length", "euclidean": "same place"}
AMONG = ["the map", "all 400,000 words"]


class Found:
    """A word that was typed or clicked: a point of the map, or a new one."""

    def __init__(self, word: str, row: int | None) -> None:
        self.word, self.row = word, row


def find(shown: Shown, typed: str) -> Found | None:
    """Return the word to look at, None where none was typed."""
    word = typed.strip()
    return Found(word, shown.points.row(word)) if word else None


def show(shown: Shown, drawn: Drawn, found: Found | None) -> None:
    """Show the neighbors of a word in the original space, under three measures side by side."""
    if found is None:
        st.info("Click a point, or type its word above: you see its true neighbors here.")
        return
    if found.row is None and _vector(shown, found) is None:
        return  # said above
    among = AMONG[0]
    if shown.kind == KINDS[0]:
        among = controls.choice("Neighbors among", AMONG, key="among")
    columns = st.columns(3)
    for column, (measure, meaning) in zip(columns, MEASURES.items(), strict=True):
        with column:
            words, values = _ranked(shown, found, measure, among)
            name = {"cosine": "cosine", "dot": "dot product", "euclidean": "distance"}[measure]
            layout.numbers(
                {"rank": list(range(1, len(words) + 1)), "point": words, name: values},
                key=f"neighbors {measure}",
                label=f"{name.capitalize()}: {meaning}",
                height=390,
            )
    quality = drawn.fit.quality
    if found.row is not None and not np.isnan(quality.recall).any():
        kept_here = round(quality.recall[found.row] * quality.k)
        st.caption(
            layout.escape(
                f"In the original space, not on the map. The map keeps {kept_here} of the {quality.k} nearest points of {found.word} near it."
            )
        )


def _ranked(shown: Shown, found: Found, measure: str, among: str) -> tuple[list[str], np.ndarray]:
    """Return the nearest points of the map, or words of the whole table, and how near they are."""
    points = shown.points
    if among == AMONG[1]:
        vectors = word_vectors(WORD_VECTORS)
        own = vectors.row(points.labels[found.row] if found.row is not None else found.word)
        everywhere = _everywhere(own, measure)
        return [vectors.words[each] for each in everywhere.rows], everywhere.scores
    if found.row is not None:
        ranked = layout.attempt_part(neighbors_of, shown, found.row, measure)
    else:
        ranked = layout.attempt_part(
            embedlab.space.rank_rows, points.matrix, _vector(shown, found)[0], measure=measure
        )
    if ranked is None:
        return [], np.empty(0)
    return [points.labels[each] for each in ranked.rows], ranked.scores


@cached()
def _everywhere(row: int, measure: str) -> Ranking:
    vectors = word_vectors(WORD_VECTORS)
    return embedlab.space.rank_rows(vectors.matrix, vectors.matrix[row], measure=measure, leave_out=row)


def _vector(shown: Shown, found: Found) -> np.ndarray | None:
    """Return the vector (1, dim) of a word that is not on the map, None where there is none."""
    if not shown.kind or (shown.kind == KINDS[0] and found.word not in word_vectors(WORD_VECTORS)):
        return None
    try:
        return look_up([found.word], shown.kind)
    except embedlab.EmbedLabError:
        return None


def place(shown: Shown, drawn: Drawn, found: Found | None) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Place a word that is not on the map, where the method can; returns it with its place."""
    if found is None or found.row is not None:
        return ()
    vector = _vector(shown, found)
    if vector is None:
        _say_unknown(shown, found)
        return ()
    placed = layout.attempt_part(_placed, shown, drawn, vector)
    if placed is None:
        return ()
    st.caption(
        layout.escape(
            f"{found.word[:60]} is not among the points of this map. It was added afterwards: the others stay where they are."
        )
    )
    return ((found.word, tuple(float(value) for value in placed)),)


def _say_unknown(shown: Shown, found: Found) -> None:
    if not shown.kind:
        layout.warn(f"“{found.word[:40]}” is no label of these points; click a point or type a label.")
    else:  # says why, with close spellings where a table has them
        layout.attempt_part(look_up, [found.word], shown.kind)


def _placed(shown: Shown, drawn: Drawn, vector: np.ndarray) -> np.ndarray:
    """Return the place of a new vector on the map, kept by content."""
    projection = drawn.fit.projection
    if drawn.axes is not None:
        both = np.concatenate((shown.points.matrix, vector))
        return embedlab.space.axis_map(both, drawn.axes.axes).projection.coordinates[-1]
    if projection.method != "umap":  # a formula, or a sentence why not
        return embedlab.space.place_points(shown.points.matrix, projection, vector)[0]
    key = content_key("place", drawn.key, vector)
    return _by_worker(_Question(shown, drawn, vector, key))


class _Question:
    """A new vector for a map, told apart by its key."""

    def __init__(self, shown: Shown, drawn: Drawn, vector: np.ndarray, key: str) -> None:
        self.shown, self.drawn, self.vector, self.key = shown, drawn, vector, key


@cached()
def _by_worker(question: _Question) -> np.ndarray:
    drawn = question.drawn
    placed = fits.run_now(
        question.key,
        embedlab.space.place_points,
        question.shown.points.matrix,
        drawn.fit.projection,
        question.vector,
        start=start_of(question.shown, drawn),
    )
    return np.asarray(placed)[0]
