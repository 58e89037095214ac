"""A word: its true neighbors under three measures, on the map or in the whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.figures.space_neighbors import neighbors_figure
from embedlab.ranking import Ranking
from ui import controls, layout, sources
from ui.cache import cached
from ui.models import WORD_VECTORS, word_vectors
from ui.part import Part
from ui.shared_figure import SharedFigure
from ui.space import part_summaries
from ui.space.exports import look_up_code
from ui.space.neighborhood import kinds_of, neighbors_of
from ui.space.picture import View
from ui.space.placing import Word, vector_of
from ui.space.points import SPACES, load_code

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["PART"]

MEASURES = {
    "cosine": ("cosine", "same direction"),
    "dot": ("dot product", "direction and length"),
    "euclidean": ("distance", "same place"),
}
DIRECTIONS = {"cosine": "1 = same", "dot": "larger = nearer", "euclidean": "smaller = nearer"}
AMONG = ["the map", "all 400,000 words"]


def ask(view: View) -> str:
    """Ask among which words the neighbors are sought."""
    if view.points.space == SPACES[0]:
        return controls.choice("Neighbors among", AMONG, key="among")
    return AMONG[0]


def show(view: View, among: str) -> None:
    """Show the neighbors of a word in the original space, under three measures side by side."""
    word = _word(view)
    if word.row is None and vector_of(view.points, word) is None:
        return  # reported above
    rankings = {measure: _rank(view, word, measure, among) for measure in MEASURES}
    best = {MEASURES[measure][0]: words[0] for measure, (words, _) in rankings.items() if words}
    layout.finding(
        part_summaries.nearest(word.text, best, "the points of the map" if among == AMONG[0] else among)
    )
    for column, (measure, (words, ranking)) in zip(st.columns(len(MEASURES)), rankings.items(), strict=True):
        name, meaning = MEASURES[measure]
        scores = np.empty(0) if ranking is None else ranking.scores
        table: dict[str, Any] = {"rank": list(range(1, len(words) + 1)), "point": words, name: scores}
        layout.numbers(table, key=f"neighbors {measure}", label=f"{name.capitalize()}: {meaning}", height=390)
        if ranking is not None:
            with column:
                st.subheader(f"{name.capitalize()}: {meaning}", anchor=False)
                kinds = None if among == AMONG[1] else kinds_of(view.points.data, ranking.rows)
                figure = _figure(tuple(words), ranking, kinds, f"{name} ({DIRECTIONS[measure]})")
                alt = f"The nearest by {name}: {', '.join(words)}."
                layout.picture(figure, key=f"nearest {measure}", alt=alt)


def code(view: View, among: str) -> list[str]:
    """Return lines that rank the neighbors under each measure."""
    word = _word(view)
    row = "None" if word.row is None else repr(word.row)
    if among == AMONG[1]:
        text = word.text if word.row is None else view.points.data.labels[word.row]
        lines, table, names = (
            [load_code(SPACES[0]), f"row = vectors.row({text!r})"],
            "vectors.matrix",
            "vectors.words",
        )
        target, left_out = "vectors.matrix[row]", "row"
    else:
        lines, table, names, left_out = [f"row = {row}"], "matrix", "labels", "row"
        target = "matrix[row]"
        if word.row is None:
            lines, left_out = [], "-1"
            target = f"{look_up_code(view.points, repr([word.text]))}[0]"
    return [
        *lines,
        f"for measure in {list(MEASURES)!r}:",
        f"    ranked = embedlab.space.rank_rows({table}, {target}, measure=measure, leave_out={left_out})",
        f"    print(measure, [{names}[each] for each in ranked.rows], ranked.scores)",
    ]


def origins(view: View, among: str) -> list[str]:
    """Say where the neighbors were sought."""
    return [sources.computed(f"exact neighbors among {among}, in the original space.")]


def _word(view: View) -> Word:
    """Return the word to look at: the first point of a map on which none was chosen."""
    return view.word or Word(view.points.data.labels[0], 0)


@cached()
def _figure(words: tuple[str, ...], ranking: Ranking, kinds: list[int] | None, measure: str) -> Figure:
    return SharedFigure(neighbors_figure(words, ranking.scores, None, kinds=kinds, measure=measure))


def _rank(view: View, word: Word, measure: str, among: str) -> tuple[list[str], Ranking | None]:
    """Return the nearest points of the map, or words of the whole table, and how near they are."""
    points = view.points.data
    if among == AMONG[1]:
        vectors = word_vectors(WORD_VECTORS)
        text = word.text if word.row is None else points.labels[word.row]
        everywhere = _rank_everywhere(vectors.row(text), measure)
        return [vectors.words[each] for each in everywhere.rows], everywhere
    ranking: Ranking | None = None
    if word.row is not None:
        ranking = layout.attempt_part(neighbors_of, points, word.row, measure)
    elif (vector := vector_of(view.points, word)) is not None:
        ranking = layout.attempt_part(embedlab.space.rank_rows, points.matrix, vector[0], measure=measure)
    return [] if ranking is None else [points.labels[each] for each in ranking.rows], ranking


@cached()
def _rank_everywhere(row: int, measure: str) -> Ranking:
    vectors = word_vectors(WORD_VECTORS)
    return embedlab.space.rank_rows(vectors.matrix, vectors.matrix[row], measure=measure, leave_out=row)


PART = Part(
    "A word and its true neighbors",
    ask,
    show,
    code,
    origins,
    line="The nearest words before any map is drawn, by direction, by direction and length, and by place.",
    former=("A word",),
)
