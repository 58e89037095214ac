"""Predict: which word is nearest, and is what the map shows real?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

import embedlab
from embedlab.numerals import percent_text
from embedlab.space import MapSeries, PointSet
from ui import bets, layout, sources
from ui.cache import cached
from ui.part import Part, no_options
from ui.space import part_summaries, summaries
from ui.space.picture import View
from ui.space.points import MAX_EMBEDDED, SPACES, Points, word_points
from ui.space.series import grid

__all__ = ["PART"]

QUESTIONS = 3  # about the nearest word; one about chance follows
CHOICES = 4
SHARES = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8)  # that someone could believe
Prediction = tuple[bets.Question, Callable[[], bets.Answer]]
APART = 0.08  # between two choices


def show(view: View, options: None) -> None:
    """Ask which word is nearest to another, and how much of the map chance would draw, too."""
    points = _points(view)
    questions = [*_nearest_questions(points), _chance_question(points)]
    bets.show(
        "map bet",
        len(questions),
        ask=lambda index: questions[index][0],
        reveal=lambda index: questions[index][1](),
    )


def code(view: View, options: None) -> list[str]:
    """Return lines that find the nearest words and draw the random map."""
    return [
        "near = embedlab.space.rank_rows(matrix, matrix[0], measure='cosine', leave_out=0)",
        "print(labels[0], [labels[row] for row in near.rows])",
        "chance = embedlab.space.random_twin(matrix)",
        "drawn = embedlab.project(chance, method='pca')",
        "print(embedlab.projection_quality(chance, drawn.coordinates).knn_preservation)",
    ]


def origins(view: View, options: None) -> list[str]:
    """Say how the answers were found."""
    return [sources.computed("exact neighbors by cosine; random vectors by NumPy, seed 0.")]


def _points(view: View) -> PointSet:
    """Return the points of the page; a toy, or too many points, make no good questions: the default words."""
    if view.points.lesson or len(view.points.data) > MAX_EMBEDDED or len(view.points.data) < 2 * CHOICES:
        return _default_words().data
    return view.points.data


def _default_words() -> Points:
    groups = list(embedlab.texts.WORD_GROUPS.items())[:4]
    pairs = [(word, group) for group, words in groups for word in words]
    return word_points(tuple(word for word, _ in pairs), tuple(group for _, group in pairs), SPACES[0])


def _nearest_questions(points: PointSet) -> list[Prediction]:
    questions: list[Prediction] = []
    for row, choices in _hard_rows(points):
        word, names = points.labels[row], [points.labels[each] for each in choices]
        question = bets.Question(
            "Which of these words is truly nearest, in all dimensions?",
            summaries.cut(word, 40),
            tuple(sorted(names)),
        )
        reason = part_summaries.nearest_word(word, names[0], names[1], _cosines(points, row, choices))
        questions.append((question, partial(bets.Answer, names[0], reason)))
    return questions


@cached()
def _hard_rows(points: PointSet) -> list[tuple[int, list[int]]]:
    """Return the rows where the map misleads most, each with choices: true neighbor, map neighbor, two others."""
    projection = embedlab.project(points.matrix, method="pca")
    quality = embedlab.projection_quality(points.matrix, projection.coordinates)
    rows = []
    for row in np.argsort(quality.recall, kind="stable").tolist():
        if not points.matrix[row].any():
            continue
        true = embedlab.space.rank_rows(
            points.matrix, points.matrix[row], measure="cosine", leave_out=row
        ).rows
        on_map = embedlab.space.rank_rows(
            projection.coordinates, projection.coordinates[row], measure="euclidean", leave_out=row
        ).rows
        if true[0] == on_map[0]:
            continue
        choices = list(dict.fromkeys([true[0], on_map[0], on_map[1], *true[1:]]))[:CHOICES]
        names = {points.labels[each] for each in choices}
        if len(names) == CHOICES:
            rows.append((row, [int(each) for each in choices]))
        if len(rows) == QUESTIONS:
            break
    return rows


def _cosines(points: PointSet, row: int, others: list[int]) -> list[float]:
    ranking = embedlab.space.rank_rows(
        points.matrix[others], points.matrix[row], measure="cosine", k=len(others)
    )
    scores = dict(zip(ranking.rows.tolist(), ranking.scores.tolist(), strict=True))
    return [scores[number] for number in range(len(others))]


def _chance_question(points: PointSet) -> Prediction:
    series = _twins(points)
    real, random = map(float, series.knn_preservation)
    others = [share for share in SHARES if abs(share - random) > APART]
    others.sort(key=lambda share: abs(share - random))
    shares = sorted([random, *others[: CHOICES - 1]])
    question = bets.Question(
        f"The map keeps {percent_text(real)} of true neighbors. We draw random vectors the same way. "
        "How many of theirs will it keep?",
        "Is it real or random?",
        tuple(map(percent_text, shares)),
    )

    def draw() -> None:
        figure = grid(points, series, ("real vectors", "random vectors"), 2)
        layout.picture(figure, key="chance figure", alt=part_summaries.chance(real, random))

    return question, partial(bets.Answer, percent_text(random), part_summaries.chance(real, random), draw)


@cached()
def _twins(points: PointSet) -> MapSeries:
    """Return the PCA of the points and that of random vectors of their shape."""
    maps = []
    for matrix in (points.matrix, embedlab.space.random_twin(points.matrix)):
        projection = embedlab.project(matrix, method="pca")
        maps.append((projection, embedlab.projection_quality(matrix, projection.coordinates)))
    return MapSeries(
        np.stack([projection.coordinates for projection, _ in maps]),
        np.array([quality.trustworthiness for _, quality in maps]),
        np.array([quality.knn_preservation for _, quality in maps]),
    )


PART = Part[View, None](
    "Predict",
    no_options,
    show,
    code,
    origins,
    line="Which word is nearest? Is what the map shows real? Say it before you see it.",
)
