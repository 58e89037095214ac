"""The numbers of every vector of the equation, and the parallelogram that they make."""

from __future__ import annotations

from dataclasses import dataclass

import embedlab
from ui import controls, layout, sources
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure
from ui.vectors import parallelogram, summaries
from ui.vectors.answers import View
from ui.vectors.picture import needed_answers
from ui.vectors.query import Question, Sum
from ui.vectors.word_table import WordTable

__all__ = ["PART"]


@dataclass(frozen=True)
class Options:
    """Whether the vectors are scaled to length 1."""

    scaled: bool


def _ask(view: View) -> Options | None:
    if needed_answers(view) is None:
        return None
    return Options(
        controls.switch(
            "Scaled to length 1, as the arithmetic uses them",
            True,
            key="scaled",
            help="Off: the numbers as they are stored; their lengths differ.",
        )
    )


def _show(view: View, options: Options | None) -> None:
    answers = view.answers
    if answers is None or options is None:
        return
    result = layout.attempt_part(
        _equation, view.table, view.question, answers.words, answers.best, options.scaled
    )
    if result is None:
        return
    equation, figure = result
    summary = summaries.strips(equation, view.table.vectors.dim)
    layout.finding(summary)
    layout.picture(figure, key="strips", alt=summary)
    parallelogram.show(view)
    parallelogram.about_method(view)


@cached(entries=64)
def _equation(
    table: WordTable, question: Question, words: tuple[str, ...], best: str, scaled: bool
) -> tuple[embedlab.vectors.Equation, SharedFigure]:
    from embedlab.figures.vectors_strips import strips_figure

    vectors = table.vectors
    if isinstance(question, Sum):
        formula = embedlab.vectors.parse_formula(question.formula, known=vectors.__contains__)
        equation = embedlab.vectors.formula_equation(vectors, formula, best, scaled=scaled)
    else:
        a, b, c = words
        equation = embedlab.vectors.analogy_equation(vectors, a, b, c, best, scaled=scaled)
    return equation, SharedFigure(strips_figure(list(zip(equation.names, equation.rows, strict=True))))


def _code(view: View, options: Options | None) -> list[str]:
    answers = view.answers
    if answers is None or options is None:
        return []
    if answers.audit is None:
        equation = f"formula_equation(vectors, formula, {answers.best!r}"
    else:
        words = ", ".join(repr(word) for word in (*answers.words, answers.best))
        equation = f"analogy_equation(vectors, {words}"
    return [
        f"equation = embedlab.vectors.{equation}, scaled={options.scaled})",
        "print(equation.names, equation.rows, equation.stored_lengths, equation.cosine)",
        *parallelogram.code(view),
    ]


PART = Part(
    "The numbers themselves",
    _ask,
    _show,
    _code,
    lambda view, options: [
        sources.computed("the sums, lengths and the cosine of the rows, in float64."),
        sources.computed("the plane through the unit vectors of a, b and c; distances in it are exact."),
    ],
    line="Every number of every vector, and the parallelogram that they make",
    former=("Vectors", "Parallelogram"),
)
