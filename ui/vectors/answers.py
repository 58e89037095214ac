"""The answers in columns: inputs hidden, every word allowed, and the neighbors of b and of c without arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import embedlab
from embedlab.ranking import Ranking
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.vectors.methods import METHODS
from ui.vectors.query import Analogy, Question, Sum
from ui.vectors.word_table import WordTable

__all__ = ["Answers", "View", "answer", "rank_table"]

ANSWERS = 10  # of a column, in the table
BARS = 8  # of them in the picture
COLUMNS = {  # of an `AnalogyAudit`, as the table names them
    "standard": "inputs hidden",
    "allowed": "all words",
    "near b": "near b alone",
    "near c": "near c alone",
}


@dataclass(frozen=True)
class Answers:
    """Ranked words by column, and their pictures."""

    columns: dict[str, Ranking]  # the name of a column -> its words
    words: tuple[str, ...]  # the inputs as the table spells them
    figures: tuple[DrawnFigure, DrawnFigure]
    audit: embedlab.vectors.AnalogyAudit | None  # of four words; None for a sum

    @property
    def best(self) -> str:
        """The first word with the inputs hidden."""
        return self.columns["standard"].words[0]


@dataclass(frozen=True)
class View:
    """A question, the table, and its answers: None where there are none, which the page has said."""

    table: WordTable
    question: Question
    answers: Answers | None


def answer(table: WordTable, question: Question) -> Answers:
    """Ask the table.

    Raises:
        EmbedLabError: a word is unknown, the formula cannot be read, or nothing is left.
    """
    return _add(table, question) if isinstance(question, Sum) else _compare(table, question)


@cached(entries=256)
def _compare(table: WordTable, question: Analogy) -> Answers:
    from embedlab.figures.vectors_answers import columns_figure

    vectors = table.vectors
    a, b, c = (vectors.words[vectors.row(word)] for word in (question.a, question.b, question.c))
    expected = question.expected or None
    audit = embedlab.vectors.audit_analogy(
        vectors, a, b, c, ANSWERS, method=question.method, expected=expected
    )
    if expected is None:  # where the answer itself stands in the other columns
        best = audit.standard.words[0]
        audit = embedlab.vectors.audit_analogy(
            vectors, a, b, c, ANSWERS, method=question.method, expected=best
        )
    measure = METHODS[question.method].measure
    left = columns_figure(audit, measure=measure, columns=("standard", "allowed"), most=BARS)
    right = columns_figure(audit, measure=measure, columns=("near b", "near c"), most=BARS)
    return Answers(audit.columns, audit.words, (DrawnFigure(left), DrawnFigure(right)), audit)


@cached(entries=256)
def _add(table: WordTable, question: Sum) -> Answers:
    from embedlab.figures.vectors import ranking_figure

    vectors = table.vectors
    formula = embedlab.vectors.parse_formula(question.formula, known=vectors.__contains__)
    hidden = embedlab.vectors.solve_formula(vectors, formula, ANSWERS)
    allowed = embedlab.vectors.solve_formula(vectors, formula, ANSWERS, exclude_inputs=False)
    words = tuple(vectors.words[vectors.row(term.word)] for term in formula.terms)
    left, right = (
        DrawnFigure(ranking_figure(each, measure="cosine with the sum")) for each in (hidden, allowed)
    )
    return Answers({"standard": hidden, "allowed": allowed}, words, (left, right), None)


def rank_table(answers: Answers, columns: Sequence[str] = tuple(COLUMNS)) -> dict[str, list[Any]]:
    """Return the ranked words and scores of the columns, side by side; short columns end blank."""
    rankings = {name: answers.columns[name] for name in columns if name in answers.columns}
    length = max(len(ranking.words) for ranking in rankings.values())
    table: dict[str, list[Any]] = {"rank": list(range(1, length + 1))}
    for name, ranking in rankings.items():
        gap = length - len(ranking.words)
        table[COLUMNS[name]] = [*ranking.words, *[""] * gap]
        table[f"score, {COLUMNS[name]}"] = [*(float(score) for score in ranking.scores), *[None] * gap]
    return table
